package toolchain

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
)

// hello prints the version of the toolchain that built it.
const hello = "package main\n\nimport \"runtime\"\n\nfunc main() { println(runtime.Version()) }\n"

// helloProgram is the smallest program that says who built it.
func helloProgram() Program {
	return Program{Module: "example.test/hello", Files: map[string][]byte{"main.go": []byte(hello)}}
}

// newStore returns a Store with an empty cache and the given variables on top
// of the environment of the test.
func newStore(t testing.TB, vars ...string) *Store {
	t.Helper()
	return newStoreWith(t, Options{Env: append(os.Environ(), vars...)})
}

func newStoreWith(t testing.TB, o Options) *Store {
	t.Helper()
	if o.CacheDir == "" {
		o.CacheDir = t.TempDir()
	}
	s, err := NewStore(o)
	require.NoError(t, err)
	return s
}

// emptyHome are variables for a user who has no toolchain but the go command
// in PATH, and no settings. The build cache is the real one: to make an empty one takes
// the go command half a second. So is the directory of settings, where a go command counts
// its own calls in a process that outlives it, and perhaps the test.
func emptyHome(t testing.TB, vars ...string) []string {
	t.Helper()
	home := t.TempDir()
	cache := filepath.Join(home, "mod")
	config, err := os.UserConfigDir()
	require.NoError(t, err)
	makeWritable(t, cache)
	return append([]string{"HOME=" + home, "USERPROFILE=" + home, "XDG_CONFIG_HOME=" + config, "GOENV=off", "GOPATH=" + home, "GOMODCACHE=" + cache, "GOCACHE=" + buildCache(t)}, vars...)
}

// buildCache is the build cache of who runs the tests.
func buildCache(t testing.TB) string {
	t.Helper()
	dir, err := exec.Command("go", "env", "GOCACHE").Output()
	require.NoError(t, err)
	return strings.TrimSpace(string(dir))
}

// makeWritable lets the removal of a temporary directory succeed: the go
// command makes the directories of its module cache read-only.
func makeWritable(t testing.TB, dir string) {
	t.Cleanup(func() {
		_ = filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
			if err == nil && info.IsDir() {
				return os.Chmod(path, 0o777)
			}
			return nil
		})
	})
}

// requireToolchain returns a toolchain or skips; in short mode it does not fetch.
func requireToolchain(t testing.TB, text string) *Toolchain {
	t.Helper()
	var vars []string
	if testing.Short() {
		vars = []string{"GOPROXY=off"}
	}
	tc, err := newStore(t, vars...).Toolchain(context.Background(), version(t, text))
	if err != nil {
		needs.Missing(t, needs.Toolchains, err.Error())
	}
	return tc
}

// requireNetwork skips tests that talk to the module proxy.
func requireNetwork(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("needs the module proxy; not in short mode")
	}
}

func version(t testing.TB, text string) Version {
	t.Helper()
	v, err := ParseVersion(text)
	require.NoError(t, err)
	return v
}

// output runs a program without arguments.
func output(t testing.TB, s *Store, path string) string {
	t.Helper()
	_, out, err := s.run(context.Background(), command{path: path})
	require.NoError(t, err, out)
	return out
}

// A recorder collects what a Store traces and reports.
type recorder struct {
	mu     sync.Mutex
	lines  []string
	events []Event
}

func (r *recorder) trace(line string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, line)
}

func (r *recorder) progress(e Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, e)
}

// count returns how many commands had this text in them.
func (r *recorder) count(text string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := 0
	for _, line := range r.lines {
		if strings.Contains(line, text) {
			n++
		}
	}
	return n
}

// kinds returns the kinds of the events, with "+" for the end of a step.
func (r *recorder) kinds() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var kinds []string
	for _, e := range r.events {
		kind := string(e.Kind)
		if e.Done {
			kind += "+"
		}
		kinds = append(kinds, kind)
	}
	return kinds
}

func requireUnix(t testing.TB) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("uses a shell script or a symbolic link")
	}
}
