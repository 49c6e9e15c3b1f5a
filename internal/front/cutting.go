package front

import (
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/legacytls/legacytls/fixtures"
)

// wrap returns the connection below the backend, which changes what goes out.
func (f *Front) wrap(conn net.Conn) net.Conn {
	if f.quirks.ResetAtEnd {
		conn = resetting{conn}
	}
	if cuts(f.quirks) {
		conn = newCutter(conn, f.quirks)
	}
	return conn
}

// cuts says whether one of the quirks is about records on their way out.
func cuts(q fixtures.Quirks) bool {
	return q.OneRecordFlight || q.HandshakeRecordSize != 0 || q.WriteSize != 0 || q.EmptyHandshakeRecord ||
		q.RecordVersion != 0 || q.AlertRecordVersion != 0
}

// A cutter is a connection below a server that cuts its records anew until they are
// encrypted.
type cutter struct {
	net.Conn
	size  int           // of what is written at a time, if not 0
	delay time.Duration // between two writes

	through atomic.Bool // nothing is changed any more
	mu      sync.Mutex
	records recutter
}

func newCutter(conn net.Conn, q fixtures.Quirks) *cutter {
	return &cutter{Conn: conn, size: q.WriteSize, delay: q.WriteDelay, records: recutter{quirks: q}}
}

// Write takes bytes of records, whole or not.
func (c *cutter) Write(p []byte) (int, error) {
	if c.through.Load() {
		return c.Conn.Write(p)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.send(c.records.add(p)); err != nil {
		return 0, err
	}
	c.through.Store(c.records.sealed)
	return len(p), nil
}

// Read first sends what was held back of a flight: a server that reads has ended its
// own.
func (c *cutter) Read(p []byte) (int, error) {
	if err := c.flush(); err != nil {
		return 0, err
	}
	return c.Conn.Read(p)
}

// Close does not wait for a Write that is going on.
func (c *cutter) Close() error {
	if c.mu.TryLock() {
		_ = c.send(c.records.release())
		c.mu.Unlock()
	}
	return c.Conn.Close()
}

// NetConn returns the connection below, as [crypto/tls.Conn.NetConn] does.
func (c *cutter) NetConn() net.Conn { return c.Conn }

func (c *cutter) flush() error {
	if c.through.Load() {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.send(c.records.release())
}

// send writes bytes as slowly as the server does.
func (c *cutter) send(b []byte) error {
	for size := c.size; len(b) > 0; {
		if size == 0 {
			size = len(b)
		}
		n := min(size, len(b))
		if _, err := c.Conn.Write(b[:n]); err != nil {
			return err
		}
		if b = b[n:]; len(b) > 0 {
			if err := pause(c.Conn, c.delay); err != nil {
				return err
			}
		}
	}
	return nil
}
