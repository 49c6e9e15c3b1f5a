package godebug_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/toolchain"
)

// store finds the toolchains, and keeps what was built also for the next run.
var store = sync.OnceValues(func() (*toolchain.Store, error) { return toolchain.NewStore(toolchain.Options{}) })

// toolchainOf returns the toolchain of a release. With -short there is none: what a
// toolchain does is the same whatever runs this.
func toolchainOf(t *testing.T, release string) *toolchain.Toolchain {
	t.Helper()
	if testing.Short() {
		t.Skip("runs Go toolchains: not with -short")
	}
	s, err := store()
	require.NoError(t, err)
	v, err := toolchain.ParseVersion(release)
	require.NoError(t, err)
	tc, err := s.Toolchain(context.Background(), v)
	var unavailable *toolchain.UnavailableError
	if errors.As(err, &unavailable) {
		needs.Missing(t, needs.Toolchains, unavailable.Error())
	}
	require.NoError(t, err)
	return tc
}

// goCommand is a call of the go command of a release in a directory, which takes nothing
// from the user's settings. Nothing of ours changes what released go commands say.
func goCommand(t *testing.T, release, dir string, args ...string) *exec.Cmd {
	t.Helper()
	sweep.AllOrSkip(t, "asks the go commands of other releases")
	cmd := exec.Command(toolchainOf(t, release).Command(), args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOENV=off", "GOFLAGS=", "GOTOOLCHAIN=local", "GODEBUG=", "GOWORK=", "GOROOT=",
		"GOPROXY=off", "GO111MODULE=on", "GOEXPERIMENT=", "GOFIPS140=off", "GOOS=", "GOARCH=", "CGO_ENABLED=0")
	return cmd
}

// prints returns what a command prints, which must succeed.
func prints(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s\n%s", cmd, out)
	return strings.TrimSpace(string(out))
}

// complains returns what a command prints, which must fail.
func complains(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	require.True(t, errors.As(err, &exit), "%s: %v\n%s", cmd, err, out)
	return strings.TrimSpace(string(out))
}

// files writes files by their names into a new directory.
func files(t *testing.T, contents map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range contents {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
	}
	return dir
}

// program is a main package that does nothing.
const program = "package main\n\nfunc main() {}\n"

// goMod is the go.mod of example.test/app with these lines.
func goMod(lines ...string) string {
	return "module example.test/app\n\n" + strings.Join(lines, "\n\n") + "\n"
}

// app writes a module with a program that does nothing. The lines are those of its
// go.mod.
func app(t *testing.T, lines ...string) string {
	t.Helper()
	return files(t, map[string]string{"go.mod": goMod(lines...), "main.go": program})
}

// builtInto returns the settings that the go command of a release builds into a package,
// which it is given as: a directory, or files.
func builtInto(t *testing.T, release, dir string, pkg ...string) map[string]string {
	t.Helper()
	return settingsOf(prints(t, listing(t, release, dir, pkg...)))
}

// The formats of the go list commands that the page tells people to use.
const (
	formatOfOne = "{{.DefaultGODEBUG}}"
	formatOfAll = `{{if eq .Name "main"}}{{.ImportPath}} {{.DefaultGODEBUG}}{{end}}`
)

// listing asks for the settings that are built into a package.
func listing(t *testing.T, release, dir string, pkg ...string) *exec.Cmd {
	t.Helper()
	if pkg == nil {
		pkg = []string{"."}
	}
	return goCommand(t, release, dir, append([]string{"list", "-f", formatOfOne}, pkg...)...)
}

// settingsOf takes a GODEBUG value apart.
func settingsOf(godebug string) map[string]string {
	settings := make(map[string]string)
	for _, pair := range strings.Split(godebug, ",") {
		if name, value, ok := strings.Cut(pair, "="); ok {
			settings[name] = value
		}
	}
	return settings
}
