package docker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	dc "github.com/ory/dockertest/v3/docker"
)

const (
	closeTime  = 10 * time.Second // for a container to end by itself
	removeTime = 5 * time.Second  // for the engine to end it
	askTime    = 3 * time.Second  // for the engine to say how it ended
)

// A process is a running container.
type process struct {
	*streams
	id     string
	addr   string
	engine *engine // for the life of the container
	cancel func()  // ends requests to it

	gone     chan struct{} // closed when the container is no more, or nothing is known of it
	followed chan struct{} // closed when all that it said has been handed on

	mu   sync.Mutex
	code int   // exit code
	oom  bool  // killed for want of memory
	err  error // why nothing is known

	once   sync.Once
	closed error
}

// launch creates and starts a container. If that fails, or takes too long, none is left.
func (e *engine) launch(o dc.CreateContainerOptions, address string) (*process, error) {
	p, err := e.start(o, address)
	if err == nil {
		return p, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), removeTime)
	defer cancel()
	// By name: it may have been created without our knowing its ID.
	later, tried := e.within(ctx)
	if tried == nil {
		tried = later.remove(o.Name)
	}
	if tried != nil {
		err = fmt.Errorf("%w; container %s may remain: %w", err, o.Name, tried)
	}
	return nil, err
}

func (e *engine) start(o dc.CreateContainerOptions, address string) (*process, error) {
	c, err := e.client.CreateContainer(o)
	if err != nil {
		return nil, e.explain("creating a container", err)
	}
	life, cancel := context.WithCancel(context.Background())
	living, err := e.within(life)
	if err != nil {
		cancel()
		return nil, err
	}
	p := &process{id: c.ID, engine: living, cancel: cancel, gone: make(chan struct{}), followed: make(chan struct{})}
	// Attached before it starts, so that nothing that it says is lost.
	if p.streams, err = e.attach(c.ID); err != nil {
		cancel()
		return nil, err
	}
	go p.awaitGone()
	go p.follow()
	if err = e.client.StartContainerWithContext(c.ID, nil, e.ctx); err != nil {
		err = e.explain("starting a container", err)
	} else if p.addr, err = e.publishedAt(c.ID, address); err != nil && e.ctx.Err() == nil && p.isGone(askTime) {
		err = fmt.Errorf("%w (%s)", err, p.Log()) // it ended at once
	}
	if err != nil {
		p.release()
		return nil, err
	}
	return p, nil
}

// awaitGone waits until the container has been removed, which the engine does when it has
// ended. This is a request of our own because dockertest's client waits for the end only.
func (p *process) awaitGone() {
	defer close(p.gone)
	code, err := p.engine.awaitRemoved(p.id)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.err = err
	if code != 0 { // Podman 4 says 0 of a container that it has removed
		p.code = code
	}
}

func (e *engine) awaitRemoved(id string) (int, error) {
	const doing = "waiting for the end of a container"
	answer, err := e.post("/containers/"+id+"/wait?condition=removed", "application/json", nil)
	if err != nil {
		return 0, e.explain(doing, err)
	}
	defer answer.Close()
	var end struct {
		StatusCode int
		Error      *struct{ Message string }
	}
	if err := json.NewDecoder(answer).Decode(&end); err != nil {
		return 0, e.explain(doing, err)
	}
	if end.Error != nil && end.Error.Message != "" {
		return 0, e.explain(doing, errors.New(end.Error.Message))
	}
	return end.StatusCode, nil
}

// follow ends stdout when the container has said all, and has ended, so that Log says how
// when the caller sees the end of stdout.
func (p *process) follow() {
	defer close(p.followed)
	p.streams.wait()
	ctx, cancel := context.WithTimeout(context.Background(), askTime)
	defer cancel()
	p.askHow(ctx)
	select {
	case <-p.gone:
	case <-ctx.Done():
	}
	p.output.Close()
}

// askHow asks how the container ended, which is to be known in full until it has been removed.
func (p *process) askHow(ctx context.Context) {
	c, err := p.engine.client.InspectContainerWithContext(p.id, ctx)
	if err != nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.oom = c.State.OOMKilled
	if code := c.State.ExitCode; code != 0 {
		p.code = code
	}
}

// Log returns the end of what the supervisor said on its standard error, and how the
// container ended, if it has.
func (p *process) Log() string {
	said := strings.TrimSpace(p.stderr.String())
	select {
	case <-p.gone:
	default:
		return said
	}
	if said != "" {
		said += "\n"
	}
	return said + p.end().Error()
}

// end says how the container ended.
func (p *process) end() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil {
		return fmt.Errorf("how the container ended is not known: %w", p.err)
	}
	return errors.New("the container has ended, " + exitText(p.code, p.oom))
}

func exitText(code int, oom bool) string {
	text := fmt.Sprintf("exit code %d", code)
	switch {
	case oom:
		text += fmt.Sprintf(": killed for want of memory, of which it has %d MiB", memory>>20)
	case code == 124:
		text += fmt.Sprintf(": its time of %v was over", timeLimit)
	case code == 137:
		text += ": killed"
	}
	return text
}

// Close ends the standard input of the supervisor and waits until the container is gone. One
// that does not end by itself is killed. The error is that, or an exit code other than 0.
func (p *process) Close() error {
	p.once.Do(func() { p.closed = p.close() })
	return p.closed
}

func (p *process) close() error {
	defer p.release()
	p.stdin.Close()
	if p.isGone(closeTime) {
		if p.err == nil && p.code == 0 {
			return nil
		}
		return errors.Join(p.end(), p.kill())
	}
	err := fmt.Errorf("the container has not ended %v after its standard input, and is killed", closeTime)
	return errors.Join(err, p.kill())
}

// kill removes the container, if it is there.
func (p *process) kill() error {
	ctx, cancel := context.WithTimeout(context.Background(), removeTime)
	defer cancel()
	e, err := p.engine.within(ctx)
	if err != nil {
		return err
	}
	if err := e.remove(p.id); err != nil {
		return err
	}
	p.isGone(removeTime)
	return nil
}

func (p *process) isGone(wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-p.gone:
		return true
	case <-timer.C:
		return false
	}
}

// release ends all that serves the container in this process.
func (p *process) release() {
	p.cancel()
	p.streams.end()
	<-p.gone
	<-p.followed
}
