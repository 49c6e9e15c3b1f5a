package legacy

import (
	"errors"
	"io"
	"net"
	"time"

	"github.com/legacytls/legacytls/fixtures"
)

const (
	// lingerTime and lingerBytes bound what is read from a client after the last
	// word, so that the close does not become a reset that overtakes it.
	lingerTime  = 2 * time.Second
	lingerBytes = 1 << 18
)

// giveUp tells the client that the connection is over, in the way that the
// reason asks for, and returns the reason. But for a reset, the connection stays
// open for its owner to close.
func (c *Conn) giveUp(err error) error {
	var own *Error
	if !errors.As(err, &own) {
		return err // the client, or the network, was first
	}
	if !own.Refused {
		c.endByAlert(own.Alert)
		return err
	}
	how := c.server.config.Profile.Refusal
	switch how.Kind {
	case fixtures.RefuseClose:
		c.linger()
	case fixtures.RefuseReset:
		c.reset()
	case fixtures.RefuseSilence:
		io.Copy(io.Discard, c.conn)
	default:
		if how.Alert != 0 {
			own.Alert = how.Alert
		}
		c.endByAlert(own.Alert)
	}
	return err
}

// endByAlert sends a fatal alert. Nothing follows it (RFC 5246, section 7.2.2).
func (c *Conn) endByAlert(code uint8) {
	c.writeMu.Lock()
	c.queueAlert(levelFatal, code)
	c.records.flush()
	c.stopWriting(errClosed)
	c.writeMu.Unlock()
	c.linger()
}

// linger ends the server's direction with a FIN, and reads what the client still
// sends until it ends its own.
func (c *Conn) linger() {
	if half, ok := transport(c.conn).(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
	c.conn.SetReadDeadline(time.Now().Add(lingerTime))
	io.CopyN(io.Discard, c.conn, lingerBytes)
}

// reset makes the end of the connection a TCP reset.
func (c *Conn) reset() {
	if tcp, ok := transport(c.conn).(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	c.conn.Close()
}

// transport returns the connection at the bottom of wrappers that have a NetConn
// method, as a tls.Conn has.
func transport(conn net.Conn) net.Conn {
	for {
		wrapper, ok := conn.(interface{ NetConn() net.Conn })
		if !ok {
			return conn
		}
		conn = wrapper.NetConn()
	}
}
