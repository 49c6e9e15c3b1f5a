package toolchain

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/sweep"
)

// brokenProgram does not compile under any release.
func brokenProgram() Program {
	return Program{Module: "example.test/broken", Files: map[string][]byte{"main.go": []byte("package main\n\nfunc main() { missing() }\n")}}
}

// buildBroken builds brokenProgram in the cache and returns what it said and
// the kinds of steps that it took.
func buildBroken(t *testing.T, cache string) (*BuildError, []string) {
	t.Helper()
	var r recorder
	s := newStoreWith(t, Options{CacheDir: cache, Progress: r.progress})
	_, err := s.Build(context.Background(), requireToolchain(t, "1.26.11"), brokenProgram())
	var failed *BuildError
	require.ErrorAs(t, err, &failed)
	require.Contains(t, failed.Output, "main.go:3:15: undefined: missing")
	return failed, r.kinds()
}

func TestAProgramThatDoesNotCompileIsNotCompiledAgain(t *testing.T) {
	cache := t.TempDir()
	first, steps := buildBroken(t, cache)
	require.Contains(t, steps, "build")
	second, steps := buildBroken(t, cache)
	require.NotContains(t, steps, "build")
	require.Equal(t, first.Output, second.Output)
	require.Equal(t, first.Command, second.Command)
}

func TestADamagedFailureIsNotBelieved(t *testing.T) {
	sweep.AllOrSkip(t, "compiles a program for each way to damage what is remembered")
	for _, damage := range []string{"", "{", `{"output":"no position"}`} {
		cache := t.TempDir()
		buildBroken(t, cache)
		files, err := filepath.Glob(filepath.Join(cache, buildsDir, "*", failureName))
		require.NoError(t, err)
		require.Len(t, files, 1)
		require.NoError(t, os.WriteFile(files[0], []byte(damage), 0o666))
		_, steps := buildBroken(t, cache)
		require.Contains(t, steps, "build", "believed %q", damage)
	}
}

func TestAFailureThatBlamesNoFileIsNotRemembered(t *testing.T) {
	s := newStore(t)
	tc := requireToolchain(t, "1.26.11")
	pl, err := newPlan(tc, brokenProgram())
	require.NoError(t, err)
	s.rememberFailure(pl, t.TempDir(), &BuildError{Output: "go: the weather is bad"})
	require.Nil(t, s.failedBefore(pl))
	s.rememberFailure(pl, t.TempDir(), &BuildError{Output: "go: error loading go.mod:\ngo.mod:5: unknown directive: godebug"})
	require.NotNil(t, s.failedBefore(pl))
}
