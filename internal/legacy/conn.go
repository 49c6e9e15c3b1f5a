package legacy

import (
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/legacytls/legacytls/internal/tcp"
)

// A Conn is the server's end of one connection. It is a [net.Conn] that carries
// application data: any protocol runs on it unchanged.
//
// One goroutine may read while another writes and a third closes.
type Conn struct {
	server     *Server
	conn       net.Conn
	observer   Observer
	observerMu sync.Mutex // one call of it at a time
	records    *recordLayer

	handshakeMu   sync.Mutex
	handshakeOver bool
	handshakeErr  error

	readMu   sync.Mutex
	messages []byte // handshake messages that have come and were not read
	data     []byte // application data that has come and was not read
	readErr  error  // sticky: why there is no more
	warnings int    // that came in a row, against floods
	received int64  // bytes of application data
	askedAt  int64  // how many bytes had gone both ways when the server last asked for a handshake
	awaited  uint8  // the warning alert that would be an answer, 0 for none

	writeMu  sync.Mutex
	writeErr error        // sticky: why nothing more goes out
	sent     atomic.Int64 // bytes of application data; changes with writeMu held

	// What follows changes in handshakes alone, for which readMu and writeMu are both
	// held, so that either is enough to read it.
	protectedReads      bool
	protectedWrites     bool
	verifyData          verifyData
	secureRenegotiation bool
	lateAuth            lateAuth

	agreedMu sync.Mutex // held to change agreed besides, for those who hold neither
	agreed
}

// Conn returns the server's end of conn, on which nothing has been read yet. The
// observer may be nil.
func (s *Server) Conn(conn net.Conn, o *Observer) *Conn {
	c := &Conn{server: s, conn: conn, records: newRecordLayer(conn)}
	if o != nil {
		c.observer = *o
	}
	return c
}

// Handshake runs the handshake if it has not been run; Read and Write do so by
// themselves. The error is an [*Error] if the server turned the client away, a
// [*RemoteAlert] if it was the client that gave up, or an error of the
// connection below. By then the client has been told.
func (c *Conn) Handshake() error {
	c.handshakeMu.Lock()
	defer c.handshakeMu.Unlock()
	if c.handshakeOver {
		return c.handshakeErr
	}
	c.readMu.Lock()
	defer c.readMu.Unlock()
	c.handshakeOver = true
	hs := &handshake{c: c}
	c.writeMu.Lock()
	err := hs.run()
	if err == nil {
		c.establish(hs)
		err = c.server.hooks.onEstablished(c)
	}
	c.writeMu.Unlock()
	if err != nil {
		c.handshakeErr = c.giveUp(err)
	}
	return c.handshakeErr
}

// Read reads application data. It returns io.EOF after the client's
// close_notify. Handshakes that come in between are dealt with on the way.
func (c *Conn) Read(p []byte) (int, error) {
	if err := c.Handshake(); err != nil {
		return 0, err
	}
	c.readMu.Lock()
	defer c.readMu.Unlock()
	if len(p) == 0 {
		return 0, nil
	}
	for len(c.data) == 0 {
		if err := c.readMore(); err != nil {
			return 0, err
		}
	}
	n := copy(p, c.data)
	c.data = c.data[n:]
	return n, nil
}

// Write writes application data. It waits while a renegotiation is going on.
func (c *Conn) Write(p []byte) (int, error) {
	if err := c.Handshake(); err != nil {
		return 0, err
	}
	c.writeMu.Lock()
	defer c.writeMu.Unlock()
	if c.writeErr != nil {
		return 0, c.writeErr
	}
	written := 0
	for written < len(p) { // record by record, so that the client opens one while we make the next
		n, err := c.sendData(p[written:min(written+maxFragment, len(p))])
		written += n
		if err != nil {
			return written, c.stopWriting(err)
		}
	}
	return written, nil
}

// Close sends close_notify, if the handshake is complete and nobody is writing,
// and closes the connection below.
func (c *Conn) Close() error {
	if c.writeMu.TryLock() {
		c.sendCloseNotify()
		c.writeMu.Unlock()
	}
	return c.conn.Close()
}

// CloseWrite sends close_notify. What the client writes can still be read.
func (c *Conn) CloseWrite() error {
	c.writeMu.Lock()
	defer c.writeMu.Unlock()
	return c.sendCloseNotify()
}

var errClosed = errors.New("the connection has been closed for writing")

func (c *Conn) sendCloseNotify() error {
	if c.writeErr != nil {
		return c.writeErr
	}
	if c.state.Version == 0 {
		return errors.New("no close_notify can be sent before the handshake is complete")
	}
	const patience = 5 * time.Second // for a client that does not read
	c.conn.SetWriteDeadline(time.Now().Add(patience))
	err := c.server.hooks.onGoodbye(c)
	c.conn.SetWriteDeadline(time.Now()) // nothing more goes out
	c.stopWriting(errClosed)
	return err
}

// stopWriting keeps the first reason for which no more can be written.
func (c *Conn) stopWriting(err error) error {
	if c.writeErr == nil {
		c.writeErr = err
	}
	return err
}

// gone says whether the connection below has been closed, if that tells (see [tcp.Gone]).
func (c *Conn) gone() bool {
	select {
	case <-tcp.Gone(c.conn):
		return true
	default:
		return false
	}
}

// LocalAddr returns the address of the server's end.
func (c *Conn) LocalAddr() net.Addr { return c.conn.LocalAddr() }

// RemoteAddr returns the address of the client's end.
func (c *Conn) RemoteAddr() net.Addr { return c.conn.RemoteAddr() }

// SetDeadline sets the deadlines of reads and writes. A server that ends a
// connection by an alert or a close waits for the client's end for up to 2 seconds
// more, whatever the deadline.
func (c *Conn) SetDeadline(t time.Time) error { return c.conn.SetDeadline(t) }

// SetReadDeadline sets the deadline of reads. A Read that ran into it may be
// repeated, unless it was in the middle of a renegotiation.
func (c *Conn) SetReadDeadline(t time.Time) error { return c.conn.SetReadDeadline(t) }

// SetWriteDeadline sets the deadline of writes. After a Write that ran into it
// nothing more can be written.
func (c *Conn) SetWriteDeadline(t time.Time) error { return c.conn.SetWriteDeadline(t) }

// NetConn returns the connection below, as [crypto/tls.Conn.NetConn] does.
func (c *Conn) NetConn() net.Conn { return c.conn }
