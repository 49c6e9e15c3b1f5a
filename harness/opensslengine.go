package harness

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync/atomic"
	"time"

	"github.com/legacytls/legacytls/internal/sserver"
	"github.com/legacytls/legacytls/internal/tcp"
)

const (
	idleTime  = time.Second     // after which a connection gives way to one that waits
	flushTime = 5 * time.Second // for what a handler wrote last
	endTime   = 5 * time.Second // for s_server to be through with a connection that has ended
)

// An opensslEngine is a front before an s_server, which serves one connection at a time.
type opensslEngine struct {
	process    *OpenSSLProcess
	supervisor *sserver.Supervisor
	turn       chan struct{} // full while a connection is served
	waiting    atomic.Int64  // connections that wait for their turn
}

func newOpenSSLEngine(p *OpenSSLProcess) *opensslEngine {
	return &opensslEngine{process: p, supervisor: sserver.Supervise(p.Stdin, p.Stdout), turn: make(chan struct{}, 1)}
}

func (e *opensslEngine) Close() error { return e.process.Close() }

func (e *opensslEngine) ServeConn(conn net.Conn, c *Conversation) error {
	served := &opensslConn{engine: e, client: conn, conversation: c, over: make(chan struct{}), all: make(chan struct{}), heard: make(chan struct{})}
	if err := e.wait(conn); err != nil {
		return err
	}
	err := served.serve()
	if !errors.Is(err, errServerLost) {
		served.linger()
	}
	return err
}

// wait waits until no other connection is served. The time for it is that of the handshake,
// whose end closes conn.
func (e *opensslEngine) wait(conn net.Conn) error {
	e.waiting.Add(1)
	defer e.waiting.Add(-1)
	select {
	case e.turn <- struct{}{}:
		return nil
	case <-tcp.Gone(conn):
		return errors.New("the client, or its time, was gone before s_server was through with the connection before it")
	}
}

// errServerLost is wrapped by the errors of an s_server that is not there any more.
var errServerLost = errors.New("s_server does not serve any more")

func (e *opensslEngine) dial() (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), endTime)
	defer cancel()
	if err := e.supervisor.Ended(); err != nil {
		return nil, fmt.Errorf("%w: %w", errServerLost, withLog(err, e.process))
	}
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", e.process.Addr)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errServerLost, err)
	}
	return conn, nil
}
