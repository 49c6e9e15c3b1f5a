package agent

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const local = "local" // the go command in PATH

// oldestAndNewest are the ends of what the program must compile with.
var oldestAndNewest = []string{"1.12.17", "1.27.4"}

// agents remembers what was built, so that each agent is built once per test run.
var agents sync.Map // toolchain version -> func() (string, error)

// agentBy returns the path of an agent that was compiled by a Go release.
func agentBy(t testing.TB, version string) string {
	t.Helper()
	once, _ := agents.LoadOrStore(version, sync.OnceValues(func() (string, error) { return build(version) }))
	path, err := once.(func() (string, error))()
	if missing, ok := err.(*missingToolchain); ok {
		unavailable(t, "toolchains", missing.Error())
	}
	require.NoError(t, err)
	return path
}

// unavailable skips the test, or fails it where the thing is required to be there.
func unavailable(t testing.TB, thing, reason string) {
	t.Helper()
	for _, required := range strings.Split(os.Getenv("LEGACYTLS_REQUIRE"), ",") {
		if required == thing {
			t.Fatalf("LEGACYTLS_REQUIRE names %s: %s", thing, reason)
		}
	}
	t.Skip(reason)
}

type missingToolchain struct{ version, output string }

func (e *missingToolchain) Error() string {
	return "no toolchain go" + e.version + ": " + strings.TrimSpace(e.output)
}

// build writes the program into a module of its own and compiles it.
func build(version string) (string, error) {
	goroot, err := rootOf(version)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(scratch, version)
	if err := writeModule(dir, version); err != nil {
		return "", err
	}
	out := filepath.Join(dir, "agent"+exeSuffix())
	cmd := exec.Command(filepath.Join(goroot, "bin", "go"), "build", "-o", out, Program().Package)
	cmd.Dir = dir
	cmd.Env, err = cleanEnv()
	if err != nil {
		return "", err
	}
	if output, err := cmd.CombinedOutput(); err != nil {
		return "", &buildFailed{version: version, output: string(output)}
	}
	return out, nil
}

type buildFailed struct{ version, output string }

func (e *buildFailed) Error() string {
	return "go" + e.version + " cannot build the agent:\n" + e.output
}

func writeModule(dir, version string) error {
	files := Program().Files
	if version == local {
		version = strings.TrimPrefix(runtime.Version(), "go")
	}
	parts := strings.SplitN(version, ".", 3)
	files["go.mod"] = []byte("module " + Program().Module + "\n\ngo " + parts[0] + "." + parts[1] + "\n")
	for name, content := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(name, content, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// rootOf asks the go command for a toolchain, which it may have to download.
func rootOf(version string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "go", "env", "GOROOT")
	choice := "go" + version
	if version == local {
		choice = local
	}
	cmd.Env = append(os.Environ(), "GOENV=off", "GOFLAGS=", "GODEBUG=", "GOROOT=", "GOTOOLCHAIN="+choice)
	output, err := cmd.CombinedOutput()
	if err != nil {
		return "", &missingToolchain{version: version, output: string(output)}
	}
	return strings.TrimSpace(string(output)), nil
}

// cleanEnv is the environment of a build: nothing in it decides what is built.
func cleanEnv() ([]string, error) {
	cache, err := exec.Command("go", "env", "GOCACHE").Output()
	if err != nil {
		return nil, err
	}
	var env []string
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "GO") {
			env = append(env, kv)
		}
	}
	return append(env, "GOENV=off", "GOTOOLCHAIN=local", "GO111MODULE=on", "CGO_ENABLED=0", "GOFLAGS=",
		"GOCACHE="+strings.TrimSpace(string(cache))), nil
}

func exeSuffix() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}

// forAgents runs a test with agents of the local, the oldest and the newest Go release.
func forAgents(t *testing.T, test func(t *testing.T, p *Process)) {
	for _, version := range append([]string{local}, oldestAndNewest...) {
		version := version
		t.Run("go="+version, func(t *testing.T) { test(t, startAgent(t, version)) })
	}
}

// startAgent starts an agent that ends with the test.
func startAgent(t testing.TB, version string, env ...string) *Process {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	p, err := Start(ctx, agentBy(t, version), env)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	return p
}
