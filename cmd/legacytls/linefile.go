package main

import (
	"fmt"
	"io"
	"os"
	"sync"
)

// A lineFile keeps lines as they come: each is written whole and at once, behind those that
// are there. It is safe for concurrent use. An error of writing is said once, and the servers
// go on.
type lineFile struct {
	flag string
	say  func(line string)

	mu     sync.Mutex
	file   truncatable
	failed bool
}

// A truncatable file is an *os.File.
type truncatable interface {
	io.WriteCloser
	Stat() (os.FileInfo, error)
	Truncate(size int64) error
}

// openLines opens the file that a flag names, nil if it names none. Secrets are for the
// owner's eyes alone.
func openLines(flag, name string, mode os.FileMode, say func(string)) (*lineFile, error) {
	if name == "" {
		return nil, nil
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, mode)
	if err != nil {
		return nil, usagef("-%s: %w", flag, err)
	}
	return &lineFile{flag: flag, say: say, file: file}, nil
}

// Write takes whole lines. It never fails.
func (f *lineFile) Write(lines []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.failed {
		return len(lines), nil
	}
	if err := f.append(lines); err != nil {
		f.failed = true
		f.say(fmt.Sprintf("legacytls: -%s: %v; the servers go on, and nothing more is kept there", f.flag, err))
	}
	return len(lines), nil
}

// append writes all of the lines, or nothing of them.
func (f *lineFile) append(lines []byte) error {
	n, err := f.file.Write(lines)
	if err == nil || n == 0 {
		return err
	}
	if info, statErr := f.file.Stat(); statErr == nil {
		_ = f.file.Truncate(info.Size() - int64(n))
	}
	return err
}

func (f *lineFile) close() {
	if f != nil {
		f.file.Close()
	}
}
