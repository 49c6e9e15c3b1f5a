package harness

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/legacytls/legacytls/internal/sserver"
	"github.com/legacytls/legacytls/internal/tcp"
)

// An opensslConn is a connection that s_server serves.
type opensslConn struct {
	engine       *opensslEngine
	client       net.Conn
	conversation *Conversation

	server net.Conn            // to s_server
	data   *sserver.Connection // what it decrypts, and what it is to encrypt
	over   chan struct{}       // closed when s_server has ended its direction
	all    chan struct{}       // closed when all has come that it said of the connection
	heard  chan struct{}       // closed when the client has ended its own
	reset  atomic.Bool         // the client has by a reset
	active atomic.Int64        // when bytes went over it last, in nanoseconds
	ending sync.Mutex          // while it is ended from here
}

// serve relays the connection until s_server has ended it, while the handler answers. The turn
// is over when s_server has nothing more to say of the connection.
func (c *opensslConn) serve() error {
	var err error
	if c.server, err = c.engine.dial(); err != nil {
		<-c.engine.turn
		return err
	}
	defer c.server.Close()
	c.data = c.engine.supervisor.Begin()
	c.touch()
	go c.fromClient()
	go c.toClient()
	go c.watch()
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		c.answer()
	}()
	<-c.over
	lost := c.drain()
	close(c.all)
	c.conversation.Log(c.log())
	c.noteAlert()
	<-c.engine.turn
	<-answered
	if lost == nil {
		lost = c.engine.supervisor.Ended()
	}
	if lost != nil {
		return fmt.Errorf("%w: %w", errServerLost, lost)
	}
	return c.verdict()
}

// drain waits until everything has come that s_server has said of the connection.
func (c *opensslConn) drain() error {
	c.ending.Lock() // a flush that is under way sees that it is over
	defer c.ending.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), endTime)
	defer cancel()
	if c.reset.Load() { // which hides when s_server is through
		if err := sserver.AwaitTurn(ctx, c.engine.process.Addr); err != nil {
			return err
		}
	}
	if err := c.data.Over(ctx); err != nil || len(c.data.Trace().Messages) > 0 {
		return err
	}
	// It has said nothing, and may not be there to say it.
	if err := sserver.AwaitTurn(ctx, c.engine.process.Addr); err != nil {
		return err
	}
	return c.engine.supervisor.Settle(ctx)
}

// linger waits a little for the client's end, so that what it was told last arrives.
func (c *opensslConn) linger() {
	const lingerTime = 2 * time.Second
	c.client.SetReadDeadline(time.Now().Add(lingerTime))
	<-c.heard
}

// fromClient hands on what the client sends, and how it ends.
func (c *opensslConn) fromClient() {
	defer close(c.heard)
	if err := c.forward(c.server, c.client); errors.Is(err, syscall.ECONNRESET) {
		c.reset.Store(true)
		tcp.Reset(c.server)
		return
	}
	tcp.CloseWrite(c.server)
}

// toClient hands on what s_server sends, and how it ends.
func (c *opensslConn) toClient() {
	defer close(c.over)
	if err := c.forward(c.client, c.server); errors.Is(err, syscall.ECONNRESET) && !c.reset.Load() {
		tcp.Reset(c.client)
		return
	}
	tcp.CloseWrite(c.client)
}

// forward copies bytes until src ends, and returns the error of src. What dst does not
// take any more is thrown away: src is to come to its own end.
func (c *opensslConn) forward(dst io.Writer, src io.Reader) error {
	buffer := make([]byte, 32<<10)
	for {
		n, err := src.Read(buffer)
		c.touch()
		if n > 0 && dst != nil {
			if _, err := dst.Write(buffer[:n]); err != nil {
				dst = nil
			}
		}
		if err != nil {
			return err
		}
	}
}

func (c *opensslConn) touch() { c.active.Store(time.Now().UnixNano()) }

// watch ends a connection that is idle while another waits.
func (c *opensslConn) watch() {
	tick := time.NewTicker(idleTime / 10)
	defer tick.Stop()
	select {
	case <-c.data.Established():
	case <-c.over:
		return
	}
	for {
		select {
		case <-tick.C:
			idle := time.Since(time.Unix(0, c.active.Load()))
			if c.engine.waiting.Load() > 0 && idle > idleTime {
				tcp.CloseWrite(c.server)
				return
			}
		case <-c.over:
			return
		}
	}
}

// answer lets the handler speak with the client when the handshake is complete, and ends
// the connection when the handler does.
func (c *opensslConn) answer() {
	select {
	case <-c.data.Established():
	case <-c.all:
		if !c.established() {
			return
		}
	}
	state := c.state()
	c.conversation.Established(state)
	near, far := net.Pipe()
	received, sent := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(received)
		io.Copy(far, c.data)
		far.Close()
	}()
	go func() {
		defer close(sent)
		io.Copy(c.data, far)
	}()
	c.conversation.Answer(&plainConn{near, c, state})
	near.Close()
	<-sent
	c.finish()
	<-received
}

func (c *opensslConn) established() bool {
	select {
	case <-c.data.Established():
		return true
	default:
		return false
	}
}

// finish has s_server send what the handler wrote, and end the connection.
func (c *opensslConn) finish() {
	c.ending.Lock()
	defer c.ending.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), flushTime)
	defer cancel()
	select {
	case <-c.over:
		return
	default:
	}
	go func() {
		select {
		case <-c.over:
			cancel()
		case <-ctx.Done():
		}
	}()
	c.data.Flush(ctx)
	tcp.CloseWrite(c.server)
}
