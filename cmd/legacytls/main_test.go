package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/cmd/legacytls/internal/report"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/toolchain"
)

// patience bounds everything that a test waits for.
const patience = 3 * time.Minute

func TestMain(m *testing.M) {
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	// Who runs these tests in shards does not mean the runs within them.
	for _, name := range []string{totalShardsVar, shardIndexVar, shardStatusFileVar} {
		os.Unsetenv(name)
	}
	dir, err := os.MkdirTemp("", "legacytls-test")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	builtIn = sync.OnceValues(func() (string, error) { return build(dir) })
	return m.Run()
}

// builtIn builds the binary once, for the tests that need a process.
var builtIn func() (string, error)

func build(dir string) (string, error) {
	path := filepath.Join(dir, "legacytls")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building legacytls: %w\n%s", err, out)
	}
	return path, nil
}

func binary(t *testing.T) string {
	t.Helper()
	path, err := builtIn()
	require.NoError(t, err)
	return path
}

// A result is what a command line came to.
type result struct {
	code     int
	out, err string
}

// legacytls runs a command line in this process.
func legacytls(t *testing.T, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var out, err bytes.Buffer
	code := run(ctx, args, streams{&out, &err})
	require.NoError(t, ctx.Err(), "legacytls %q did not end in time:\n%s%s", args, out.String(), err.String())
	return result{code, out.String(), err.String()}
}

// command returns the binary with these arguments, killed at the end of patience.
func processOf(t *testing.T, args ...string) (cmd *exec.Cmd, out, err *bytes.Buffer) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	cmd = exec.CommandContext(ctx, binary(t), args...)
	out, err = new(bytes.Buffer), new(bytes.Buffer)
	cmd.Stdout, cmd.Stderr = out, err
	return cmd, out, err
}

// objects parses JSON lines.
func objects(t *testing.T, text string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		var object map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &object), "line %q", line)
		all = append(all, object)
	}
	return all
}

// needToolchains skips unless the releases are at hand or can be fetched.
func needToolchains(t *testing.T, releases ...string) {
	t.Helper()
	if testing.Short() {
		t.Skip("compiles agents with other toolchains, which takes time; run without -short")
	}
	store, err := toolchain.NewStore(toolchain.Options{})
	require.NoError(t, err)
	for _, release := range releases {
		version, err := toolchain.ParseVersion(release)
		require.NoError(t, err)
		if _, err := store.Toolchain(context.Background(), version); err != nil {
			needs.Missing(t, needs.Toolchains, err.Error())
		}
	}
}

// keepGoCaches pins the caches of the go command, so that a test can change
// the directory that legacytls keeps its programs in.
func keepGoCaches(t *testing.T) {
	t.Helper()
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPATH"} {
		value, err := exec.Command("go", "env", name).Output()
		require.NoError(t, err)
		t.Setenv(name, strings.TrimSpace(string(value)))
	}
}

// tried wraps outcomes.
func tried(outcomes ...harness.Outcome) []report.Tried {
	var all []report.Tried
	for _, o := range outcomes {
		all = append(all, report.Tried{Outcome: o})
	}
	return all
}
