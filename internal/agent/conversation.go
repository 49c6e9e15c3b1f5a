package agent

import (
	"context"
	"fmt"
	"time"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// call is one request that waits for its reply.
type call struct {
	reply  chan protocol.Reply // has room for the one reply, so that route never blocks
	events *queue              // connections of a listener; nil for other requests
}

// end is called when no more will come from the agent.
func (c *call) end() {
	if c.events != nil {
		c.events.close()
	}
}

// route hands a reply to the call that it belongs to. Replies that nobody waits for any more
// are dropped.
func (p *Process) route(reply protocol.Reply) {
	p.mu.Lock()
	c := p.calls[reply.ID]
	p.mu.Unlock()
	switch {
	case c == nil:
	case reply.Kind == protocol.KindConnection:
		if c.events != nil && reply.Result != nil {
			c.events.add(*reply.Result)
		}
	default:
		select {
		case c.reply <- reply:
		default: // a second reply to one request: the first counts
		}
	}
}

// open makes room for the replies to a new request; finished gets a listener's connections.
func (p *Process) open(finished func(protocol.Result)) (uint64, *call, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.calls == nil {
		return 0, nil, p.died
	}
	p.lastID++
	c := &call{reply: make(chan protocol.Reply, 1)}
	if finished != nil {
		c.events = newQueue()
		p.spawn(func() { c.events.deliver(finished) })
	}
	p.calls[p.lastID] = c
	return p.lastID, c, nil
}

// spawn runs f on a goroutine that Close waits for. The caller holds p.mu and has seen that
// p.calls is not nil: nothing may be added when Close may be past its waiting.
func (p *Process) spawn(f func()) {
	p.workers.Add(1)
	go func() {
		defer p.workers.Done()
		f()
	}()
}

// forget drops what may still come for a request.
func (p *Process) forget(id uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c := p.calls[id]; c != nil {
		c.end()
		delete(p.calls, id)
	}
}

// ask sends a request and waits for its reply for as long as the request may take plus the
// grace. An agent that stays silent for longer is killed.
func (p *Process) ask(ctx context.Context, c *call, request protocol.Request, within time.Duration) (protocol.Reply, error) {
	timer := time.NewTimer(within + p.grace)
	defer timer.Stop()
	requests := p.requests // nil once the request is on its way, so that its case never happens again
	for {
		select {
		case requests <- request:
			requests = nil
		case reply := <-c.reply:
			return p.understand(reply)
		case <-p.closing:
			return protocol.Reply{}, ErrClosed
		case <-p.dead:
			select {
			case reply := <-c.reply: // its last words
				return p.understand(reply)
			default:
				return protocol.Reply{}, p.died
			}
		case <-timer.C:
			p.kill(fmt.Errorf("no reply to %q within %v", request.Op, within+p.grace))
			<-p.dead
			return protocol.Reply{}, p.died
		case <-ctx.Done():
			return protocol.Reply{}, ctx.Err()
		}
	}
}

func (p *Process) understand(reply protocol.Reply) (protocol.Reply, error) {
	if reply.Kind == protocol.KindError {
		return reply, &RequestError{Go: p.hello.Go, Text: reply.Error}
	}
	return reply, nil
}

// timeout returns the time that a request's TimeoutMS stands for.
func timeout(ms int) time.Duration {
	if ms <= 0 {
		ms = protocol.DefaultTimeoutMS
	}
	return time.Duration(ms) * time.Millisecond
}
