package foreign

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/url"
	"os/exec"
	"sync"
	"time"
)

// A machine is a process of Client.java. It takes one request at a time.
type machine struct {
	turn    sync.Mutex
	stdin   io.WriteCloser
	answers chan string   // closed when there are no more
	ended   chan struct{} // closed when the process has ended
	kill    context.CancelFunc
	errors  transcript // keeps what it prints to standard error
}

// startMachine starts a process, which runs until close.
func startMachine(path string, args ...string) (*machine, error) {
	ctx, kill := context.WithCancel(context.Background())
	m := &machine{
		answers: make(chan string),
		ended:   make(chan struct{}),
		kill:    kill,
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Stderr = &m.errors
	cmd.WaitDelay = time.Second
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if m.stdin, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(m.ended)
		m.read(ctx, stdout)
		_ = cmd.Wait() // a request that gets no answer tells
	}()
	return m, nil
}

func (m *machine) read(ctx context.Context, stdout io.Reader) {
	defer close(m.answers)
	lines := bufio.NewScanner(stdout)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		select {
		case m.answers <- lines.Text():
		case <-ctx.Done():
			return
		}
	}
}

// ask sends a request and waits for the answer. A machine that does not answer in
// time is ended.
func (m *machine) ask(ctx context.Context, fields url.Values) (url.Values, error) {
	m.turn.Lock()
	defer m.turn.Unlock()
	if _, err := io.WriteString(m.stdin, fields.Encode()+"\n"); err != nil {
		return nil, m.broken(err)
	}
	select {
	case line, ok := <-m.answers:
		if !ok {
			return nil, m.broken(io.ErrUnexpectedEOF)
		}
		return url.ParseQuery(line)
	case <-ctx.Done():
		m.close()
		return nil, m.broken(ctx.Err())
	}
}

func (m *machine) broken(err error) error {
	out, _ := m.errors.output()
	return fmt.Errorf("no answer from the virtual machine: %w; it had printed:\n%s", err, out)
}

func (m *machine) running() bool {
	select {
	case <-m.ended:
		return false
	default:
		return true
	}
}

// close ends the process.
func (m *machine) close() {
	m.kill()
	<-m.ended
}
