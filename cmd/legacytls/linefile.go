package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// A helloFile keeps each ClientHello as a line of JSON, written whole and at once. Its methods
// are safe for concurrent use. An error of writing is said once, and the servers go on.
type helloFile struct {
	say func(line string)

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

// openHellos opens the file of -hellos for what is to come, nil if none is named.
func openHellos(name string, say func(string)) (*helloFile, error) {
	if name == "" {
		return nil, nil
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return nil, usagef("-hellos: %w", err)
	}
	return &helloFile{say: say, file: file}, nil
}

// A keptHello is a line of the file.
type keptHello struct {
	Time    string              `json:"time"` // when it was complete, in UTC
	Profile string              `json:"profile"`
	Backend string              `json:"backend"`
	ID      int                 `json:"id"` // of the connection, as in serve -json
	Remote  string              `json:"remote"`
	Hello   harness.HelloReport `json:"hello"`
}

// of returns what keeps the hellos of a server.
func (f *helloFile) of(p fixtures.Profile, backend string) func(harness.ArrivedHello) {
	return func(h harness.ArrivedHello) {
		f.keep(keptHello{h.At.UTC().Format(time.RFC3339Nano), p.Name, backend, h.ID, h.Remote, harness.ReportHello(h.Hello)})
	}
}

func (f *helloFile) keep(h keptHello) {
	line, err := json.Marshal(h)
	f.mu.Lock()
	defer f.mu.Unlock()
	if err == nil && !f.failed {
		err = f.write(append(line, '\n'))
	}
	if err != nil && !f.failed {
		f.failed = true
		f.say(fmt.Sprintf("legacytls: -hellos: %v; the servers go on, and no more hellos are kept", err))
	}
}

// write appends a whole line, or nothing of it.
func (f *helloFile) write(line []byte) error {
	n, err := f.file.Write(line)
	if err == nil || n == 0 {
		return err
	}
	if info, statErr := f.file.Stat(); statErr == nil {
		_ = f.file.Truncate(info.Size() - int64(n))
	}
	return err
}

func (f *helloFile) close() {
	if f != nil {
		f.file.Close()
	}
}
