package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// A gone reader is standard output after head has seen enough.
type gone struct{}

func (gone) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestTheFilesAreThereThoughNobodyReadsTheText(t *testing.T) {
	dir := t.TempDir()
	junit, md := filepath.Join(dir, "a.xml"), filepath.Join(dir, "b.md")
	args := []string{"run", "-go", "local", "-junit", junit, "-md", md, "unchanged/tls12$"}
	require.NotEqual(t, exitOK, run(context.Background(), args, streams{gone{}, gone{}}))
	for _, path := range []string{junit, md} {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NotEmpty(t, text)
	}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 2, "nothing half-written is left")
}

func TestTwoFormatsCannotGoToOneFileByTwoNames(t *testing.T) {
	got := legacytls(t, "run", "-go", "local", "-junit", "a.xml", "-md", "./a.xml")
	require.Equal(t, exitUsage, got.code)
	require.Contains(t, got.err, "-junit and -md both want ./a.xml")
}
