package main

import (
	"io"
	"os"
)

// An output is where results go: as text, as JSON, or both.
type output struct {
	text io.Writer // nil if standard output carries JSON
	json io.Writer // nil if no JSON is asked for
	file *os.File
}

// newOutput returns the output for a -json flag: "" is text, "-" is JSON on
// standard output, and a file name is both. It is called before the work, so
// that nobody waits for results that cannot be written.
func newOutput(name string, s streams) (*output, error) {
	switch name {
	case "":
		return &output{text: s.out}, nil
	case "-":
		return &output{json: s.out}, nil
	}
	file, err := os.Create(name)
	if err != nil {
		return nil, usagef("-json: %w", err)
	}
	return &output{text: s.out, json: file, file: file}, nil
}

// report lets print write text, if text is asked for, and returns the first
// error of writing it.
func (o *output) report(print func(io.Writer)) error {
	if o.text == nil {
		return nil
	}
	t := &textWriter{w: o.text}
	print(t)
	return t.err
}

// A textWriter keeps the first error, so that a report need not look at each
// line that it writes.
type textWriter struct {
	w   io.Writer
	err error
}

func (t *textWriter) Write(p []byte) (int, error) {
	if t.err != nil {
		return 0, t.err
	}
	n, err := t.w.Write(p)
	t.err = err
	return n, err
}

// close reports what could not be written. It may be called more than once.
func (o *output) close() error {
	if o.file == nil {
		return nil
	}
	file := o.file
	o.file = nil
	return file.Close()
}
