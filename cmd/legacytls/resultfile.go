package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// A resultFile is a file that is written. Unless it is written as things
// happen, it appears under its name all at once when it is committed: readers
// see the old content or the new, and a run that is given up leaves the old.
type resultFile struct {
	*os.File
	path string // where the file goes when it is committed, "" if it is there already
	mode os.FileMode
	done bool
}

// openResult opens the file for writing. Devices and pipes are written as
// things happen, whatever is asked for.
func openResult(path string, asThingsHappen bool) (*resultFile, error) {
	mode := os.FileMode(0o644)
	if info, err := os.Stat(path); err == nil { // of what a link leads to
		if !info.Mode().IsRegular() {
			asThingsHappen = true
		}
		mode = info.Mode().Perm()
	}
	if asThingsHappen {
		file, err := os.Create(path)
		return &resultFile{File: file}, err
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // the link stays a link
	}
	return openBeside(path, mode)
}

// openBeside opens a temporary file in the directory of path. Until it is
// committed its owner alone can read it.
func openBeside(path string, mode os.FileMode) (*resultFile, error) {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return nil, fmt.Errorf("%s cannot be written: %w", path, err)
	}
	return &resultFile{File: file, path: path, mode: mode}, nil
}

// commit closes the file and lets it appear.
func (f *resultFile) commit() error {
	f.done = true
	if err := f.Close(); err != nil || f.path == "" {
		return err
	}
	err := os.Chmod(f.Name(), f.mode)
	if err == nil {
		err = os.Rename(f.Name(), f.path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// discard gives up what was not committed.
func (f *resultFile) discard() {
	if f.done {
		return
	}
	f.done = true
	f.Close()
	if f.path != "" {
		os.Remove(f.Name())
	}
}
