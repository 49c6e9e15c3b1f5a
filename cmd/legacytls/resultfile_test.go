package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// onlyFile checks that a directory has this file and nothing else, and returns
// what is in it.
func onlyFile(t *testing.T, path string) string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, entries, 1, "something is left: %v", entries)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

func TestAResultAppearsWhenItIsCommitted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "results.json")
	require.NoError(t, os.WriteFile(path, []byte("old"), 0o640))
	file, err := openResult(path, false)
	require.NoError(t, err)
	_, err = file.WriteString("new")
	require.NoError(t, err)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "old", string(text))

	require.NoError(t, file.commit())
	file.discard() // does nothing any more
	require.Equal(t, "new", onlyFile(t, path))
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o640), info.Mode().Perm(), "the mode stays")
}

func TestAResultThatIsGivenUpLeavesTheOldOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "results.json")
	require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
	file, err := openResult(path, false)
	require.NoError(t, err)
	_, err = file.WriteString("half of the n")
	require.NoError(t, err)
	file.discard()
	require.Equal(t, "old", onlyFile(t, path))
}

func TestALinkStaysALink(t *testing.T) {
	target := filepath.Join(t.TempDir(), "target")
	require.NoError(t, os.WriteFile(target, []byte("old"), 0o600))
	link := filepath.Join(t.TempDir(), "link")
	require.NoError(t, os.Symlink(target, link))
	file, err := openResult(link, false)
	require.NoError(t, err)
	_, err = file.WriteString("new")
	require.NoError(t, err)
	require.NoError(t, file.commit())
	require.Equal(t, "new", onlyFile(t, target))
	info, err := os.Lstat(link)
	require.NoError(t, err)
	require.NotZero(t, info.Mode()&os.ModeSymlink)
}

func TestADeviceIsWrittenAndNotReplaced(t *testing.T) {
	file, err := openResult(os.DevNull, false)
	require.NoError(t, err)
	require.Empty(t, file.path, "it would be renamed")
	require.NoError(t, file.commit())
	info, err := os.Stat(os.DevNull)
	require.NoError(t, err)
	require.NotZero(t, info.Mode()&os.ModeDevice)
}

func TestWhatIsWrittenAsThingsHappenCanBeReadBefore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "connections.json")
	file, err := openResult(path, true)
	require.NoError(t, err)
	_, err = file.WriteString("first line")
	require.NoError(t, err)
	require.Equal(t, "first line", onlyFile(t, path))
	file.discard()
	require.Equal(t, "first line", onlyFile(t, path))
}

func TestWhatWasOpenedIsGivenUpIfAnotherCannotBe(t *testing.T) {
	dir := t.TempDir()
	_, err := openOutputs(discard(), false, destination{"json", filepath.Join(dir, "json")}, destination{"md", filepath.Join(dir, "missing", "md")})
	require.Error(t, err)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, entries)
}
