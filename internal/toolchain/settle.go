package toolchain

import (
	"errors"
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
	if there := settledIn(root, info); there != "" {
		touchDir(filepath.Dir(there))
		return there, nil
	}
	own := filepath.Join(root, fmt.Sprintf("build-%x-%x", info.ModTime().UnixNano(), info.Size()))
	settled := filepath.Join(own, filepath.Base(path))
	removeSettled(root)
	if err := os.MkdirAll(own, 0o777); err != nil {
		return "", err
	}
	return settled, linkProgram(path, settled)
}

// settledIn returns where a program has been settled before, or "". The go command sets the
// clock of a program that is up to date, so that its time tells nothing.
func settledIn(root string, program os.FileInfo) string {
	places, _ := filepath.Glob(filepath.Join(root, "build-*", program.Name()))
	for _, place := range places {
		if there, err := os.Stat(place); err == nil && os.SameFile(there, program) {
			return place
		}
	}
	return ""
}

// removeSettled removes the directories of what was built in earlier days. What cannot be
// removed stays for the next time.
func removeSettled(root string) {
	dirs, _ := filepath.Glob(filepath.Join(root, "build-*"))
	for _, dir := range dirs {
		if info, err := os.Stat(dir); err == nil && time.Since(info.ModTime()) > staleWork {
			os.RemoveAll(dir)
		}
	}
}

// linkProgram gives a program a second place, unless somebody else just did.
func linkProgram(from, to string) error {
	if err := os.Link(from, to); err == nil || os.IsExist(err) {
		return nil
	}
	return copyProgram(from, to)
}

// copyProgram is for file systems without hard links. Nobody meets half a copy.
func copyProgram(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.CreateTemp(filepath.Dir(to), "copy-")
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	if err = errors.Join(err, target.Chmod(0o755), target.Close()); err == nil {
		err = os.Rename(target.Name(), to)
	}
	if err != nil {
		os.Remove(target.Name())
	}
	return err
}

// trimTests removes the test binaries of packages that were not tested for long. Of kept
// ones, each change of a source leaves another.
func (s *Store) trimTests() {
	removeOlder(filepath.Join(s.cacheDir, testsDir), "", staleEntry)
	removeOlder(filepath.Join(s.cacheDir, keptDir), "", staleWork)
}

// touchDir sets the clock of a directory to now. If that fails, it is removed early and
// built again.
func touchDir(dir string) {
	now := time.Now()
	_ = os.Chtimes(dir, now, now)
}
