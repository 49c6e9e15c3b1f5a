package main

import (
	"fmt"
	"io"
	"time"

	"github.com/legacytls/legacytls/cmd/legacytls/internal/terminal"
	"github.com/legacytls/legacytls/harness"
)

// A workshop makes the Runner of a verb and shows what it does.
type workshop struct {
	err      io.Writer
	trace    *bool
	progress *terminal.Progress
}

// workshop adds -x.
func (f *flags) workshop(s streams) *workshop {
	return &workshop{
		err:      s.err,
		trace:    f.set.Bool("x", false, "print the go commands that are run"),
		progress: terminal.NewProgress(s.err),
	}
}

// withRunner calls work with a Runner, and closes the Runner after it.
func (w *workshop) withRunner(timeout time.Duration, work func(*harness.Runner) error) error {
	options := harness.RunnerOptions{
		Timeout:  timeout,
		Progress: func(p harness.Progress) { w.progress.Show(p.Text, p.Done, p.Total) },
	}
	if *w.trace {
		options.Trace = w.say
	}
	runner, err := harness.NewRunner(options)
	if err != nil {
		return err
	}
	defer w.progress.Clear()
	err = work(runner)
	if closeErr := runner.Close(); err == nil {
		err = closeErr
	}
	return err
}

// say writes a line to standard error, clear of the progress line.
func (w *workshop) say(line string) {
	w.progress.Clear()
	io.WriteString(w.err, line+"\n")
}

// warn says each of the texts as a warning.
func (w *workshop) warn(texts []string) {
	for _, text := range texts {
		w.say(fmt.Sprintf("legacytls: warning: %s", text))
	}
}
