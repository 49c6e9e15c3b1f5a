package agent

import (
	"context"
	"fmt"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// Dial lets the agent make a connection and returns what came of it. A connection that fails
// is a result, not an error.
//
// The error is a *CrashError when the agent died or hung (and was killed), a *RequestError
// when it could not use what it was given, ErrClosed after Close, or the error of ctx. When
// ctx ends first the agent goes on with the connection until its time is up, and the result
// is lost.
func (p *Process) Dial(ctx context.Context, dial protocol.Dial) (protocol.Result, error) {
	id, c, err := p.open(nil)
	if err != nil {
		return protocol.Result{}, err
	}
	defer p.forget(id)
	request := protocol.Request{ID: id, Op: protocol.OpDial, Dial: &dial}
	reply, err := p.ask(ctx, c, request, timeout(dial.TimeoutMS))
	if err != nil {
		return protocol.Result{}, err
	}
	if reply.Result == nil {
		return protocol.Result{}, &RequestError{Go: p.hello.Go, Text: fmt.Sprintf("expected a result, got a reply of kind %q", reply.Kind)}
	}
	return *reply.Result, nil
}
