package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A pemFile is a file that certs writes.
type pemFile struct {
	name  string
	pem   []byte
	mode  os.FileMode
	about string
}

// writePEM writes the files to dir, which is made if it is not there. Unless
// force is set nothing is written if one of them is there already.
func writePEM(dir string, files []pemFile, force bool) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return usageError{err}
	}
	if !force {
		if err := checkAbsent(dir, files); err != nil {
			return err
		}
	}
	for _, file := range files {
		out, err := openBeside(filepath.Join(dir, file.name), file.mode)
		if err != nil {
			return err
		}
		defer out.discard()
		if _, err := out.Write(file.pem); err != nil {
			return err
		}
		if err := out.commit(); err != nil {
			return err
		}
	}
	return nil
}

// checkAbsent names the files that are there. A link that leads nowhere is there.
func checkAbsent(dir string, files []pemFile) error {
	var there []string
	for _, file := range files {
		_, err := os.Lstat(filepath.Join(dir, file.name))
		switch {
		case err == nil:
			there = append(there, file.name)
		case !errors.Is(err, os.ErrNotExist):
			return err
		}
	}
	if len(there) == 0 {
		return nil
	}
	verb := "are"
	if len(there) == 1 {
		verb = "is"
	}
	return usageError{fmt.Errorf("%s %s in %s already, so nothing was written; name another directory, or replace with -force", strings.Join(there, ", "), verb, dir)}
}
