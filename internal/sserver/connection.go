package sserver

import (
	"context"
	"errors"
	"io"
	"sync"
)

// maxUnread bounds what a client can make this process keep for a handler that does not
// read.
const maxUnread = 32 << 20

// A Connection is one that s_server is serving. It is an io.Reader of what the client
// sends, and an io.Writer of what the client gets; their bytes are application data.
type Connection struct {
	supervisor *Supervisor
	trace      Trace
	sending    sync.Mutex // one Write at a time, and none after the end

	// All of this is under the supervisor's lock.
	data        []byte // received, and not read yet
	ending      bool   // nothing more may be written
	over        bool   // nothing more comes
	established chan struct{}
	started     bool // established is closed
}

// Begin says that the server is about to get a connection. The one before must be over.
func (s *Supervisor) Begin() *Connection {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &Connection{supervisor: s, established: make(chan struct{})}
	c.trace.established = func() {
		if !c.started {
			c.started = true
			close(c.established)
		}
	}
	c.trace.keys = s.logKey
	s.current, s.credit = c, unread
	select {
	case <-s.consumed: // too late for a Flush of the last connection
	default:
	}
	if s.err != nil || s.exit != "" {
		c.end()
	}
	return c
}

// Established is closed when s_server has completed the handshake.
func (c *Connection) Established() <-chan struct{} { return c.established }

// Trace returns what s_server has said of the connection so far.
func (c *Connection) Trace() Trace {
	c.supervisor.mu.Lock()
	defer c.supervisor.mu.Unlock()
	return c.trace.copy()
}

// received takes application data of the client, under the lock.
func (c *Connection) received(data []byte) error {
	if len(c.data)+len(data) > maxUnread {
		return errors.New("the client sent much that the server's handler does not read")
	}
	c.data = append(c.data, data...)
	c.supervisor.changed.Broadcast()
	return nil
}

// end says, under the lock, that nothing more comes.
func (c *Connection) end() {
	c.ending, c.over = true, true
	c.supervisor.changed.Broadcast()
}

// Read returns what the client sent, and io.EOF when the connection is over.
func (c *Connection) Read(p []byte) (int, error) {
	s := c.supervisor
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(c.data) == 0 && !c.over {
		s.changed.Wait()
	}
	if len(c.data) == 0 {
		return 0, io.EOF
	}
	n := copy(p, c.data)
	c.data = c.data[n:]
	return n, nil
}

// Write sends p to the client. It waits while much is under way.
func (c *Connection) Write(p []byte) (int, error) {
	c.sending.Lock()
	defer c.sending.Unlock()
	done := 0
	for done < len(p) {
		n, err := c.take(len(p) - done)
		if err != nil {
			return done, err
		}
		if err := c.supervisor.send('D', p[done:done+n]); err != nil {
			return done, err
		}
		done += n
	}
	return done, nil
}

// take waits until some of the bytes may be sent, and says how many.
func (c *Connection) take(want int) (int, error) {
	s := c.supervisor
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.credit == 0 && !c.ending {
		s.changed.Wait()
	}
	if c.ending {
		return 0, io.ErrClosedPipe
	}
	n := min(want, s.credit)
	s.credit -= n
	return n, nil
}

// Flush waits until s_server has sent what was written, or cannot any more. It may be called
// once for a connection.
func (c *Connection) Flush(ctx context.Context) {
	s := c.supervisor
	if s.send('C', nil) != nil {
		return
	}
	select {
	case <-s.consumed:
	case <-s.over:
	case <-ctx.Done():
	}
}

// Over ends the connection, which the server has ended: when it returns, everything has come
// that the server wrote, and Read goes on to io.EOF. An error is a supervisor that does not
// answer.
func (c *Connection) Over(ctx context.Context) error {
	s := c.supervisor
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		c.end()
		s.current = nil
	}()
	if err := c.stopWriting('B'); err != nil {
		return s.ended(err)
	}
	return s.awaitBarrier(ctx)
}

// stopWriting sends a frame behind everything that was written, or will be: what comes later
// would be for the client of the next connection.
func (c *Connection) stopWriting(kind byte) error {
	s := c.supervisor
	s.mu.Lock()
	c.ending = true
	s.mu.Unlock()
	s.changed.Broadcast()
	c.sending.Lock()
	defer c.sending.Unlock()
	return s.send(kind, nil)
}
