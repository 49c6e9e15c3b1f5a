//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package toolchain

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// Each adds one to the number in a file, which is lost when two read the same.
func TestNobodyElseHasALockedDirectory(t *testing.T) {
	const workers, times = 4, 50
	dir := filepath.Join(t.TempDir(), "new")
	results := make(chan error)
	for i := 0; i < workers; i++ {
		go func() {
			var err error
			for n := 0; n < times && err == nil; n++ {
				err = addOne(dir)
			}
			results <- err
		}()
	}
	for i := 0; i < workers; i++ {
		require.NoError(t, <-results)
	}
	requireContent(t, strconv.Itoa(workers*times), filepath.Join(dir, "number"))
}

func addOne(dir string) error {
	locked, unlock, err := lockedDir(dir)
	if err != nil {
		return err
	}
	defer unlock()
	path := filepath.Join(locked, "number")
	text, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	n, _ := strconv.Atoi(string(text)) // none is 0
	return os.WriteFile(path, []byte(strconv.Itoa(n+1)), 0o666)
}
