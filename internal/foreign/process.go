package foreign

import (
	"context"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// A process is a client that is running: what it prints can be waited for.
type process struct {
	transcript
	stdin io.WriteCloser
	ended chan struct{} // closed when it has ended
	kill  context.CancelFunc
}

// start runs a program with these variables besides the environment of the
// test. When ctx ends the program is killed.
func start(ctx context.Context, env []string, path string, args ...string) (*process, error) {
	ctx, kill := context.WithCancel(ctx)
	p := &process{ended: make(chan struct{}), kill: kill}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = append(append(os.Environ(), "LC_ALL=C", "SSLKEYLOGFILE="), env...)
	cmd.Stdout, cmd.Stderr = &p.transcript, &p.transcript // one writer, so that the order is kept
	cmd.WaitDelay = time.Second
	var err error
	if p.stdin, err = cmd.StdinPipe(); err != nil {
		kill()
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		kill()
		return nil, err
	}
	go func() {
		defer kill()
		defer close(p.ended)
		_ = cmd.Wait() // how it ended is judged by what it printed
	}()
	return p, nil
}

// run runs a program to its end and returns what it printed.
func run(ctx context.Context, env []string, path string, args ...string) (string, error) {
	p, err := start(ctx, env, path, args...)
	if err != nil {
		return "", err
	}
	return p.finish(), nil
}

// say writes a line to the program's standard input. A program that has ended
// does not hear it, which await notices.
func (p *process) say(line string) { _, _ = io.WriteString(p.stdin, line+"\n") }

// await waits until the text is n times in what the program printed. It is false
// if the program ended before that, or printed one of the other texts.
func (p *process) await(text string, n int, others ...string) bool {
	for {
		out, more := p.output()
		if strings.Count(out, text) >= n {
			return true
		}
		for _, other := range others {
			if strings.Contains(out, other) {
				return false
			}
		}
		select {
		case <-more:
		case <-p.ended:
			out, _ := p.output()
			return strings.Count(out, text) >= n
		}
	}
}

// echo says a line that is to come back, and waits until it came n times.
func (p *process) echo(line string, n int) bool {
	p.say(line)
	return p.await("\n"+line, n)
}

// finish ends the program's standard input, waits for the program's end, and
// returns all that it printed.
func (p *process) finish() string {
	p.stdin.Close()
	<-p.ended
	out, _ := p.output()
	return out
}
