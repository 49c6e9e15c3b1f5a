package main

import (
	"io"
	"path/filepath"
)

// A destination is where results go in one format: the value of a flag. "" is
// nowhere, "-" is standard output, all else is a file.
type destination struct{ flag, name string }

// outputs is where the results of a verb go: as text to standard output unless
// another format goes there, and in each format that is asked for.
type outputs struct {
	text    io.Writer            // nil if standard output carries another format
	formats map[string]io.Writer // by flag, without those that are not asked for
	files   []*resultFile
}

// openOutputs opens the destinations. It is called before the work, so that
// nobody waits for results that cannot be written. A file that is not written
// as things happen appears when the outputs are committed.
func openOutputs(s streams, asThingsHappen bool, all ...destination) (*outputs, error) {
	if err := checkDestinations(all); err != nil {
		return nil, err
	}
	o := &outputs{text: s.out, formats: make(map[string]io.Writer)}
	for _, d := range all {
		switch d.name {
		case "":
		case "-":
			o.text, o.formats[d.flag] = nil, s.out
		default:
			file, err := openResult(d.name, asThingsHappen)
			if err != nil {
				o.discard()
				return nil, usagef("-%s: %w", d.flag, err)
			}
			o.formats[d.flag] = file
			o.files = append(o.files, file)
		}
	}
	return o, nil
}

// checkDestinations makes sure that no two formats go to the same place.
func checkDestinations(all []destination) error {
	taken := make(map[string]string)
	for _, d := range all {
		if d.name == "" {
			continue
		}
		where := d.name
		if abs, err := filepath.Abs(d.name); err == nil && d.name != "-" {
			where = abs
		}
		if other := taken[where]; other != "" {
			place := d.name
			if place == "-" {
				place = "standard output (-)"
			}
			return usagef("-%s and -%s both want %s: name a file for one of them", other, d.flag, place)
		}
		taken[where] = d.flag
	}
	return nil
}

// report lets print write text, if text is asked for, and returns the first
// error of writing it.
func (o *outputs) report(print func(io.Writer)) error {
	if o.text == nil {
		return nil
	}
	t := &textWriter{w: o.text}
	print(t)
	return t.err
}

// write lets print write the format of a flag, if it is asked for.
func (o *outputs) write(flag string, print func(io.Writer) error) error {
	if w := o.formats[flag]; w != nil {
		return print(w)
	}
	return nil
}

// commit lets the files appear under their names.
func (o *outputs) commit() error {
	for _, file := range o.files {
		if err := file.commit(); err != nil {
			return err
		}
	}
	return nil
}

// discard gives up the files that were not committed.
func (o *outputs) discard() {
	for _, file := range o.files {
		file.discard()
	}
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
