package toolchain

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/sweep"
)

// buildIn builds the hello program with a fresh Store on a cache directory, as
// another process would.
func buildIn(t *testing.T, cache string) (*Binary, *recorder) {
	t.Helper()
	r := &recorder{}
	s := newStoreWith(t, Options{CacheDir: cache, Progress: r.progress, Trace: r.trace})
	b, err := s.Build(context.Background(), requireToolchain(t, "1.26.11"), helloProgram())
	require.NoError(t, err)
	require.Equal(t, "go1.26.11", output(t, s, b.Path))
	return b, r
}

func TestABuiltProgramIsUsedAgain(t *testing.T) {
	cache := t.TempDir()
	first, _ := buildIn(t, cache)
	require.False(t, first.Cached)

	second, r := buildIn(t, cache)
	require.True(t, second.Cached)
	require.Equal(t, first.Path, second.Path)
	require.Equal(t, first.DefaultGODEBUG, second.DefaultGODEBUG)
	require.Zero(t, r.count(" build "))
	require.Equal(t, []string{"cached+"}, r.kinds())
}

func TestADamagedEntryIsBuiltAnew(t *testing.T) {
	sweep.AllOrSkip(t, "links a program for each way to damage it")
	cache := t.TempDir()
	built, _ := buildIn(t, cache)
	whole, err := os.ReadFile(built.Path)
	require.NoError(t, err)
	metaPath := filepath.Join(filepath.Dir(built.Path), metaName)
	flipped := append([]byte(nil), whole...)
	flipped[len(flipped)/2] ^= 1

	for name, damage := range map[string]func() error{
		"truncated":    func() error { return os.Truncate(built.Path, int64(len(whole)/2)) },
		"one bit":      func() error { return os.WriteFile(built.Path, flipped, 0o777) },
		"empty":        func() error { return os.Truncate(built.Path, 0) },
		"no program":   func() error { return os.Remove(built.Path) },
		"no meta":      func() error { return os.Remove(metaPath) },
		"half meta":    func() error { return os.Truncate(metaPath, 20) },
		"a file":       func() error { return replaceWithFile(filepath.Dir(built.Path)) },
		"no directory": func() error { return os.RemoveAll(filepath.Dir(built.Path)) },
	} {
		require.NoError(t, damage(), name)
		again, _ := buildIn(t, cache)
		require.False(t, again.Cached, name)
		repaired, _ := buildIn(t, cache)
		require.True(t, repaired.Cached, name)
	}
}

func replaceWithFile(dir string) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	return os.WriteFile(dir, []byte("not a directory"), 0o666)
}

func TestAStoreNoticesThatItsProgramIsGone(t *testing.T) {
	tc := requireToolchain(t, "1.26.11")
	s := newStore(t)
	for i := 0; i < 2; i++ {
		b, err := s.Build(context.Background(), tc, helloProgram())
		require.NoError(t, err)
		require.False(t, b.Cached)
		again, err := s.Build(context.Background(), tc, helloProgram())
		require.NoError(t, err)
		require.True(t, again.Cached)
		require.FileExists(t, b.Path)
		require.NoError(t, os.RemoveAll(filepath.Dir(b.Path)))
	}
}

func TestWhatADeadBuildLeftIsIgnoredAndRemovedAfterADay(t *testing.T) {
	cache := t.TempDir()
	works := filepath.Join(cache, worksDir)
	left, old := filepath.Join(works, "build-left"), filepath.Join(works, "build-old")
	for _, dir := range []string{left, old} {
		require.NoError(t, os.MkdirAll(filepath.Join(dir, "entry"), 0o777))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "entry", programName()), []byte("half"), 0o777))
	}
	yesterday := time.Now().Add(-staleWork - time.Hour)
	require.NoError(t, os.Chtimes(old, yesterday, yesterday))

	b, _ := buildIn(t, cache)
	require.False(t, b.Cached)
	require.Equal(t, []string{"build-left"}, entries(t, works), "a young directory may be another's work; our own is gone")
}

func TestProgramsThatNobodyUsedForLongAreRemoved(t *testing.T) {
	cache := t.TempDir()
	used, _ := buildIn(t, cache)
	long := time.Now().Add(-staleEntry - time.Hour)
	age := func(dir string) {
		require.NoError(t, os.Chtimes(filepath.Join(dir, metaName), long, long))
		require.NoError(t, os.Chtimes(dir, long, long))
	}
	unused := filepath.Join(cache, buildsDir, "unused")
	require.NoError(t, os.Mkdir(unused, 0o777))
	require.NoError(t, os.WriteFile(filepath.Join(unused, metaName), nil, 0o666))
	age(unused)
	age(filepath.Dir(used.Path))

	again, _ := buildIn(t, cache) // use counts, not age
	require.True(t, again.Cached)
	newStoreWith(t, Options{CacheDir: cache}).trim()
	require.FileExists(t, used.Path)
	require.NoDirExists(t, unused)
}

func TestTwoProcessesThatBuildTheSameGiveWay(t *testing.T) {
	tc := requireToolchain(t, "1.26.11")
	s := newStore(t)
	pl, err := newPlan(tc, helloProgram())
	require.NoError(t, err)
	first, err := s.build(context.Background(), pl)
	require.NoError(t, err)
	second, err := s.build(context.Background(), pl)
	require.NoError(t, err)
	require.Equal(t, first, second)
	require.Equal(t, []string{pl.key}, entries(t, filepath.Join(s.cacheDir, buildsDir)))
	require.Empty(t, entries(t, filepath.Join(s.cacheDir, worksDir)))
}

func TestTheDefaultCacheIsInTheUsersCacheDirectory(t *testing.T) {
	s, err := NewStore(Options{})
	require.NoError(t, err)
	dir, err := os.UserCacheDir()
	require.NoError(t, err)
	require.Equal(t, filepath.Join(dir, "legacytls"), s.cacheDir)
}
