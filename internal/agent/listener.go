package agent

import (
	"context"
	"sync"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// Listener is a TLS server inside the agent.
type Listener struct {
	Addr string // host:port on 127.0.0.1

	process *Process
	id      uint64
	events  *queue

	once  sync.Once
	ended error
}

// Listen starts a TLS server inside the agent. The function finished, unless nil, is called
// for each of its connections after it ended (with Announce also once before), one call at a time, on a goroutine of its own:
// it may take its time, but it must return, and it must not close the Listener or the
// Process. The errors are those of Dial.
func (p *Process) Listen(ctx context.Context, listen protocol.Listen, finished func(protocol.Result)) (*Listener, error) {
	if finished == nil {
		finished = func(protocol.Result) {}
	}
	id, c, err := p.open(finished)
	if err != nil {
		return nil, err
	}
	request := protocol.Request{ID: id, Op: protocol.OpListen, Listen: &listen}
	reply, err := p.ask(ctx, c, request, 0)
	if err != nil {
		p.forget(id)
		if ctx.Err() != nil {
			p.abandon(id)
		}
		return nil, err
	}
	return &Listener{Addr: reply.Addr, process: p, id: id, events: c.events}, nil
}

// abandon stops a listener that the agent may have opened after its caller went away. Nobody
// waits for the reply.
func (p *Process) abandon(listener uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.calls == nil {
		return
	}
	p.spawn(func() {
		select {
		case p.requests <- protocol.Request{Op: protocol.OpClose, Close: listener}:
		case <-p.closing:
		case <-p.dead:
		}
	})
}

// Close stops the server and returns when the last connection has been reported and its
// function has returned. Connections that are under way get a moment to end by themselves
// before they are cut; those of an HTTP server are cut at once. The errors are those of Dial; Close may be called more than once.
func (l *Listener) Close() error {
	l.once.Do(func() { l.ended = l.process.stop(l.id) })
	<-l.events.delivered
	return l.ended
}

func (p *Process) stop(listener uint64) error {
	defer p.forget(listener)
	id, c, err := p.open(nil)
	if err != nil {
		return err
	}
	defer p.forget(id)
	request := protocol.Request{ID: id, Op: protocol.OpClose, Close: listener}
	_, err = p.ask(context.Background(), c, request, 0)
	return err
}
