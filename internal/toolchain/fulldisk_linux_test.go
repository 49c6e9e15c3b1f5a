package toolchain

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const fullDiskDir = "LEGACYTLS_TEST_FULL_DISK"

// A cache on a disk of 300 KB, which the program of over 1 MB does not fit on.
// The disk exists only in a name space of the test's own child.
func TestAFullDiskIsReportedAndLeavesNothingBehind(t *testing.T) {
	if dir := os.Getenv(fullDiskDir); dir != "" {
		buildOnFullDisk(t, dir)
		return
	}
	requireToolchain(t, "1.26.11")
	mount := `mount -t tmpfs -o size=300k none "$1" && exec "$2" -test.run='^TestAFullDisk' -test.v`
	dir := t.TempDir()
	if out, err := exec.Command("unshare", "-rm", "true").CombinedOutput(); err != nil {
		t.Skipf("no name space to mount a small disk in: %v %s", err, out)
	}
	cmd := exec.Command("unshare", "-rm", "/bin/sh", "-c", mount, "sh", dir, os.Args[0])
	cmd.Env = append(os.Environ(), fullDiskDir+"="+dir)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	require.Contains(t, string(out), "--- PASS: TestAFullDisk")
}

func buildOnFullDisk(t *testing.T, dir string) {
	cache := filepath.Join(dir, "cache")
	s := newStoreWith(t, Options{CacheDir: cache})
	_, err := s.Build(context.Background(), requireToolchain(t, "1.26.11"), helloProgram())
	require.ErrorContains(t, err, "no space left on device")
	var build *BuildError
	require.False(t, errors.As(err, &build), "a full disk is no result: %v", err)
	require.Empty(t, entries(t, filepath.Join(cache, buildsDir)))
	require.Empty(t, entries(t, filepath.Join(cache, worksDir)))
}
