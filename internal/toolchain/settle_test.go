package toolchain

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// place puts a file where the go command would put what it built: a new one, not the old one
// with another content.
func place(t *testing.T, path, content string) {
	t.Helper()
	fresh := path + ".new"
	require.NoError(t, os.WriteFile(fresh, []byte(content), 0o777))
	require.NoError(t, os.Rename(fresh, path))
}

func requireContent(t *testing.T, want, path string) {
	t.Helper()
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, want, string(got))
}

func settled(t *testing.T, path string) string {
	t.Helper()
	place, err := settle(path)
	require.NoError(t, err)
	return place
}

func TestWhatIsBuiltAgainHasAPlaceOfItsOwn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "small.test")
	place(t, path, "one")
	first := settled(t, path)
	requireContent(t, "one", first)

	place(t, path, "two")
	second := settled(t, path)
	requireContent(t, "two", second)
	requireContent(t, "one", first)
	require.Equal(t, "small.test", filepath.Base(second), "its name is in its output")
}

// The go command sets the clock of a program that is up to date.
func TestWhatIsUpToDateKeepsItsPlace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "small.test")
	place(t, path, "one")
	first := settled(t, path)
	later := time.Now().Add(time.Hour)
	require.NoError(t, os.Chtimes(path, later, later))
	require.Equal(t, first, settled(t, path))
}

func TestWhatWasBuiltDaysAgoIsRemovedUnlessItIsUsed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "small.test")
	age := func(place string) {
		yesterday := time.Now().Add(-staleWork - time.Hour)
		require.NoError(t, os.Chtimes(filepath.Dir(place), yesterday, yesterday))
	}
	place(t, path, "one")
	unused := settled(t, path)
	age(unused)
	place(t, path, "two")
	used := settled(t, path)
	require.NoFileExists(t, unused)

	age(used)
	require.Equal(t, used, settled(t, path))
	place(t, path, "three")
	settled(t, path)
	require.FileExists(t, used)
}

func TestAProgramIsCopiedWhole(t *testing.T) {
	from, to := filepath.Join(t.TempDir(), "from"), filepath.Join(t.TempDir(), "to")
	place(t, from, "content")
	require.NoError(t, copyProgram(from, to))
	requireContent(t, "content", to)
	require.Equal(t, []string{"to"}, entries(t, filepath.Dir(to)))

	requireUnix(t)
	info, err := os.Stat(to)
	require.NoError(t, err)
	require.NotZero(t, info.Mode()&0o100, "%s cannot be run", info.Mode())
}

func TestACopyThatFailsLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(t.TempDir(), "from"), filepath.Join(dir, "to")
	place(t, from, "content")
	require.NoError(t, os.MkdirAll(filepath.Join(to, "occupied"), 0o777))
	require.Error(t, copyProgram(from, to))
	require.Equal(t, []string{"to"}, entries(t, dir))
	require.Error(t, copyProgram(filepath.Join(dir, "nosuch"), to))
}

func TestAKeptProgramOutlivesItsOriginal(t *testing.T) {
	s := newStore(t)
	path := filepath.Join(t.TempDir(), "small.test")
	place(t, path, "content")
	errs := make(chan error, 8)
	for i := 0; i < cap(errs); i++ { // parallel tests keep the program that they are all in
		go func() {
			_, err := s.Keep(path)
			errs <- err
		}()
	}
	for i := 0; i < cap(errs); i++ {
		require.NoError(t, <-errs)
	}
	kept, err := s.Keep(path)
	require.NoError(t, err)
	original, err := os.Stat(path)
	require.NoError(t, err)
	copied, err := os.Stat(kept)
	require.NoError(t, err)
	require.True(t, os.SameFile(original, copied), "the one who came second has copied, over what may be running")
	require.NoError(t, os.Remove(path))
	requireContent(t, "content", kept)
}

func TestKeptProgramsAreRemovedADayAfterTheirLastUse(t *testing.T) {
	s := newStore(t)
	path := filepath.Join(t.TempDir(), "small.test")
	keep := func(content string, age time.Duration) string {
		place(t, path, content)
		kept, err := s.Keep(path)
		require.NoError(t, err)
		require.NoError(t, os.Chtimes(filepath.Dir(kept), time.Now().Add(-age), time.Now().Add(-age)))
		return kept
	}
	used, unused := keep("used", staleWork-time.Hour), keep("unused", staleWork+time.Hour)
	place(t, path, "used")
	again, err := s.Keep(path)
	require.NoError(t, err)
	require.Equal(t, used, again)
	require.NoFileExists(t, unused)

	info, err := os.Stat(filepath.Dir(used))
	require.NoError(t, err)
	require.WithinDuration(t, time.Now(), info.ModTime(), time.Hour)
}

func TestTestBinariesThatNobodyUsedForLongAreRemoved(t *testing.T) {
	s := newStore(t)
	place := func(name string, age time.Duration) string {
		dir := filepath.Join(s.cacheDir, testsDir, name)
		require.NoError(t, os.MkdirAll(dir, 0o777))
		require.NoError(t, os.Chtimes(dir, time.Now().Add(-age), time.Now().Add(-age)))
		return dir
	}
	young, old := place("young", staleEntry-time.Hour), place("old", staleEntry+time.Hour)
	s.trimTests()
	require.DirExists(t, young)
	require.NoDirExists(t, old)
}
