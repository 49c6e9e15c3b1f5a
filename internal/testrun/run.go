package testrun

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/legacytls/legacytls/internal/toolchain"
)

// A Process is a test binary that is to run one subtest.
type Process struct {
	Path string
	Args []string // see [Arguments]
	Env  []string
	Dir  string

	// Timeout, if not 0, is after how long the process is killed. It is to be longer
	// than what the process itself was told, which ends with the stacks of all goroutines.
	Timeout time.Duration

	// Unwanted, if not empty, is what t fails with if a test begins.
	Unwanted string

	// Shown are the variables of Env that tell the process apart, as a person would set
	// them to run it by hand.
	Shown []string

	// Ended, if not nil, is called when the process has ended, which can be long before
	// its last output was shown.
	Ended func()
}

// CommandLine returns the process as a line for a shell, to be run by hand or under a
// debugger: without the framing, and without a time limit.
func (p Process) CommandLine() string {
	var args []string
	for _, arg := range p.Args {
		switch {
		case arg == frames:
			args = append(args, "-test.v")
		case !strings.HasPrefix(arg, "-test.timeout="):
			args = append(args, arg)
		}
	}
	return toolchain.CommandLine(p.Dir, p.Shown, p.Path, args...)
}

// heldOutput is how long the output of a process may stay open after its end: what it
// started, and left behind, may hold it. The go command waits as long.
const heldOutput = 60 * time.Second

// A StartError says that a process ended before any test began.
type StartError struct {
	Output string // all that it wrote
	Err    error  // how it ended, nil with exit status 0
}

func (e *StartError) Error() string {
	how := "exit status 0"
	if e.Err != nil {
		how = e.Err.Error()
	}
	return fmt.Sprintf("the process ended before a test began (%s)\n%s", how, e.Output)
}

// Run runs the process and mirrors its subtest of t's name onto t, which fails or is skipped
// accordingly. The error is a [*StartError], and t has not failed.
func Run(t *testing.T, p Process) error {
	t.Helper()
	output := newStream()
	ended := start(p, output, heldOutput)
	before, first, ok := untilTests(output)
	if !ok {
		return &StartError{before.String(), <-ended}
	}
	m := newMirror(t)
	if p.Unwanted != "" {
		t.Error(p.Unwanted)
	}
	if before.Len() > 0 {
		m.show(event{text: before.String()})
	}
	for e := first; ok; e, ok = output.next() {
		m.show(e)
	}
	m.endAll()
	m.finish(<-ended)
	return nil
}

// untilTests returns what a process writes before the first line about a test, and that.
func untilTests(output *stream) (before *strings.Builder, first event, ok bool) {
	before = new(strings.Builder)
	for {
		e, ok := output.next()
		if !ok || e.action != "" {
			return before, e, ok
		}
		before.WriteString(e.text)
	}
}

// start starts a process, whose output stays open for at most held after its end. The channel
// gives how it ended.
func start(p Process, output *stream, held time.Duration) <-chan error {
	ctx, cancel := context.Background(), context.CancelFunc(func() {})
	if p.Timeout > 0 {
		ctx, cancel = context.WithTimeout(ctx, p.Timeout)
	}
	cmd := exec.CommandContext(ctx, p.Path, p.Args...)
	cmd.Env, cmd.Dir = p.Env, p.Dir
	cmd.Stdout, cmd.Stderr = output, output
	cmd.WaitDelay = held
	ended := make(chan error, 1)
	go func() {
		defer cancel()
		err := cmd.Run()
		if err != nil && ctx.Err() != nil {
			err = fmt.Errorf("killed after %v, as it did not end: %w", p.Timeout, err)
		}
		if p.Ended != nil {
			p.Ended()
		}
		output.close()
		ended <- err
	}()
	return ended
}

// finish makes of the root what the process came to. It does not return if that was skipped.
func (m *mirror) finish(err error) {
	t := m.root.t
	t.Helper()
	how := "exit status 0"
	if err != nil {
		how = err.Error()
	}
	switch {
	case errors.Is(err, exec.ErrWaitDelay):
		t.Errorf("the process has ended, but what it started holds its output open")
	case m.began && m.result == "":
		t.Errorf("the process ended (%s) before this test did", how)
	case m.began && m.result != actionFail && err != nil:
		t.Errorf("the process ended with %s, although this test came to %s", how, m.result)
	case !m.began && m.ancestor == actionFail:
		t.Errorf("what stands around this test failed before it came to it")
	case !m.began && m.ancestor == "":
		t.Errorf("the process did not run this test (%s): is the test there in this build, by build constraints, and are its names the same?", how)
	}
	if !m.began {
		conclude(t, m.ancestor)
	}
	conclude(t, m.result)
}
