package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// agent carries out requests.
type agent struct {
	out      *protocol.Writer
	counters *counters

	mu      sync.Mutex
	servers map[uint64]*server // by the ID of the request that opened it
}

func newAgent(out *protocol.Writer) *agent {
	return &agent{out: out, counters: newCounters(), servers: make(map[uint64]*server)}
}

// handle carries out one request and answers it.
func (a *agent) handle(request protocol.Request) {
	reply, err := a.carryOut(request)
	if err != nil {
		reply = protocol.Reply{Kind: protocol.KindError, Error: err.Error()}
	}
	reply.ID = request.ID
	a.reply(reply)
}

// reply ends the process when the test cannot be told anything any more.
func (a *agent) reply(reply protocol.Reply) {
	if reply.Result != nil {
		reply.Result.Counters = a.counters.read()
	}
	if err := a.out.Write(reply); err != nil {
		fmt.Fprintln(os.Stderr, "agent: cannot write a reply:", err)
		os.Exit(1)
	}
}

// carryOut turns a panic into an error: one request must not take the others with it.
func (a *agent) carryOut(request protocol.Request) (reply protocol.Reply, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("agent panic: %v", p)
			fmt.Fprintf(os.Stderr, "%s\n%s", err, debug.Stack())
		}
	}()
	switch {
	case request.Op == protocol.OpDial && request.Dial != nil:
		return dial(request.Dial)
	case request.Op == protocol.OpListen && request.Listen != nil:
		return a.listen(request.ID, request.Listen)
	case request.Op == protocol.OpClose && request.Close != 0:
		return a.close(request.Close)
	}
	return reply, fmt.Errorf("expected Op %q, %q or %q with the field of that name set, got Op %q",
		protocol.OpDial, protocol.OpListen, protocol.OpClose, request.Op)
}

// listen opens a server. Its connections are reported under the ID of the request.
func (a *agent) listen(id uint64, request *protocol.Listen) (protocol.Reply, error) {
	s, err := newServer(request, func(result protocol.Result) {
		a.reply(protocol.Reply{ID: id, Kind: protocol.KindConnection, Result: &result})
	})
	if err != nil {
		return protocol.Reply{}, err
	}
	a.mu.Lock()
	a.servers[id] = s
	a.mu.Unlock()
	return protocol.Reply{Kind: protocol.KindListening, Addr: s.addr()}, nil
}

func (a *agent) close(id uint64) (protocol.Reply, error) {
	a.mu.Lock()
	s := a.servers[id]
	delete(a.servers, id)
	a.mu.Unlock()
	if s == nil {
		return protocol.Reply{}, fmt.Errorf("expected the ID of a listen request, got %d, which has no open listener", id)
	}
	s.close()
	return protocol.Reply{Kind: protocol.KindClosed}, nil
}

// deadline returns when a request that starts now must be over.
func deadline(timeoutMS int) time.Time {
	if timeoutMS <= 0 {
		timeoutMS = protocol.DefaultTimeoutMS
	}
	return time.Now().Add(time.Duration(timeoutMS) * time.Millisecond)
}
