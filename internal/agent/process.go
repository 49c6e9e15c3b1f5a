package agent

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"sync"
	"time"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// DefaultGrace is how long a Process waits beyond the time of a request for the agent's
// reply before it takes the agent to hang, and for the agent's end in Close.
const DefaultGrace = 10 * time.Second

// Process is a running agent. Its methods are safe for concurrent use, and requests run side
// by side. Close must be called; after it no goroutine and no process is left.
type Process struct {
	path   string
	hello  protocol.Hello
	grace  time.Duration
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stderr excerpt

	requests chan protocol.Request // to the one goroutine that writes to the agent
	closing  chan struct{}         // closed by the first Close
	dead     chan struct{}         // closed when the agent has ended and died is set
	died     error                 // how the agent ended; read only after dead is closed
	workers  sync.WaitGroup

	closeOnce sync.Once
	mu        sync.Mutex
	waiting   bool  // the agent is being waited for, or was
	killed    error // why the agent was killed, if it was
	lastID    uint64
	calls     map[uint64]*call // nil when the agent has ended
}

// Start runs the agent program at path with exactly the environment env (none at all when
// env is nil) and waits for its first line. When ctx ends earlier the agent is killed; after
// Start returned, ctx means nothing to the process any more.
//
// The error is a *StartError.
func Start(ctx context.Context, path string, env []string) (*Process, error) {
	return start(ctx, path, env, DefaultGrace)
}

func start(ctx context.Context, path string, env []string, grace time.Duration) (*Process, error) {
	p := &Process{
		path:     path,
		grace:    grace,
		requests: make(chan protocol.Request),
		closing:  make(chan struct{}),
		dead:     make(chan struct{}),
		calls:    make(map[uint64]*call),
	}
	if err := ctx.Err(); err != nil {
		return nil, p.startError(err)
	}
	stdout, err := p.run(env)
	if err != nil {
		return nil, p.startError(err)
	}
	said := make(chan protocol.Hello, 1)
	p.workers.Add(2)
	go p.read(stdout, said)
	go p.write()
	return p.await(ctx, said)
}

// run starts the child process and returns its standard output.
func (p *Process) run(env []string) (io.Reader, error) {
	p.cmd = exec.Command(p.path)
	p.cmd.Env = append([]string{}, env...) // not nil: nil would pass on ours, GODEBUG included
	p.cmd.Stderr = &p.stderr
	p.cmd.WaitDelay = p.grace
	ownGroup(p.cmd)
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.stdin, err = p.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	return stdout, p.cmd.Start()
}

// await waits for the agent's first line, or for the end of the agent or of the time.
func (p *Process) await(ctx context.Context, said <-chan protocol.Hello) (*Process, error) {
	select {
	case p.hello = <-said:
		return p, nil
	case <-ctx.Done():
		p.kill(fmt.Errorf("no first line from the agent in time: %w", ctx.Err()))
		<-p.dead
	case <-p.dead:
		select {
		case p.hello = <-said: // it had started, and died after that: the first request tells
			return p, nil
		default:
		}
	}
	p.workers.Wait()
	return nil, p.startError(p.killed)
}

func (p *Process) startError(why error) *StartError {
	return &StartError{Path: p.path, ExitCode: p.exitCode(), Stderr: p.stderr.String(), Err: why}
}

func (p *Process) exitCode() int {
	if p.cmd == nil || p.cmd.ProcessState == nil {
		return -1
	}
	return p.cmd.ProcessState.ExitCode()
}

// Hello returns what the agent said about itself.
func (p *Process) Hello() protocol.Hello { return p.hello }

// Close ends the agent and waits until it is gone and the calls of listeners' functions have
// returned. Connections that are under way are cut, requests that are under way return
// ErrClosed. The error is the *CrashError of an agent that had to be killed or had died
// before. Close may be called more than once.
func (p *Process) Close() error {
	p.closeOnce.Do(func() { close(p.closing) })
	timer := time.NewTimer(p.grace)
	defer timer.Stop()
	select {
	case <-p.dead:
	case <-timer.C:
		p.kill(fmt.Errorf("still running %v after the end of its standard input", p.grace))
		<-p.dead
	}
	p.workers.Wait()
	if p.died == ErrClosed {
		return nil
	}
	return p.died
}

// kill ends the agent for the given reason.
func (p *Process) kill(why error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.killed == nil {
		p.killed = why
	}
	if p.waiting {
		_ = p.cmd.Process.Kill() // knows whether the process is still ours
		return
	}
	killGroup(p.cmd)
}

// write passes the requests on to the agent. A stopped agent blocks it until the clock of
// some request runs out and the agent is killed.
func (p *Process) write() {
	defer p.workers.Done()
	defer p.stdin.Close()
	out := protocol.NewWriter(p.stdin)
	for {
		select {
		case request := <-p.requests:
			if out.Write(request) != nil {
				return // the agent is ending; read sees how
			}
		case <-p.closing:
			return
		case <-p.dead:
			return
		}
	}
}

// read passes on what the agent says until its end, then waits for the process and tells
// everybody who waits for a reply.
func (p *Process) read(stdout io.Reader, said chan<- protocol.Hello) {
	defer p.workers.Done()
	if err := p.hear(protocol.NewReader(stdout), said); err != io.EOF {
		p.kill(fmt.Errorf("cannot read from the agent: %w", err))
	}
	p.mu.Lock()
	p.waiting = true
	p.mu.Unlock()
	err := p.cmd.Wait()

	p.mu.Lock()
	defer p.mu.Unlock()
	p.died = p.verdict(err)
	for _, c := range p.calls {
		c.end()
	}
	p.calls = nil
	close(p.dead)
}

func (p *Process) hear(in *protocol.Reader, said chan<- protocol.Hello) error {
	var hello protocol.Hello
	if err := in.Read(&hello); err != nil {
		return err
	}
	if hello.Go == "" {
		return errors.New("expected its Go version on the first line, got none: is this program an agent?")
	}
	said <- hello
	for {
		var reply protocol.Reply
		if err := in.Read(&reply); err != nil {
			return err
		}
		p.route(reply)
	}
}

// verdict says how the agent ended: ErrClosed when we asked for it.
func (p *Process) verdict(waitError error) error {
	crash := &CrashError{PID: p.cmd.Process.Pid, ExitCode: p.exitCode(), Stderr: p.stderr.String(), Err: p.killed}
	if p.killed != nil {
		return crash
	}
	select {
	case <-p.closing:
		if crash.ExitCode == 0 {
			return ErrClosed
		}
	default:
	}
	if crash.ExitCode < 0 {
		crash.Err = waitError // names the signal
	}
	return crash
}
