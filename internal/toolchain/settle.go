package toolchain

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// settle gives what was built a place of its own, where it stays when the next build takes
// its place: a process may be running it. Those of earlier days are removed.
func settle(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	root := filepath.Dir(path)
	own := filepath.Join(root, fmt.Sprintf("build-%x-%x", info.ModTime().UnixNano(), info.Size()))
	settled := filepath.Join(own, filepath.Base(path))
	if there, err := os.Stat(settled); err == nil && there.Size() == info.Size() {
		return settled, nil
	}
	removeSettled(root)
	if err := os.MkdirAll(own, 0o777); err != nil {
		return "", err
	}
	if err := os.Link(path, settled); err == nil || os.IsExist(err) {
		return settled, nil
	}
	return settled, copyProgram(path, settled)
}

// removeSettled removes what was built in earlier days. What cannot be removed stays for the
// next time.
func removeSettled(root string) {
	dirs, _ := filepath.Glob(filepath.Join(root, "build-*"))
	for _, dir := range dirs {
		if info, err := os.Stat(dir); err == nil && time.Since(info.ModTime()) > staleWork {
			os.RemoveAll(dir)
		}
	}
}

// copyProgram is for file systems without hard links.
func copyProgram(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o777)
	if err != nil {
		return err
	}
	if _, err := io.Copy(target, source); err != nil {
		target.Close()
		return err
	}
	return target.Close()
}

// trimTests removes the test binaries of packages that were not tested for long.
func (s *Store) trimTests() {
	removeOlder(filepath.Join(s.cacheDir, testsDir), "", staleEntry)
}

// touchDir sets the clock of a directory to now. If that fails, it is removed early and
// built again.
func touchDir(dir string) {
	now := time.Now()
	_ = os.Chtimes(dir, now, now)
}
