package legacy

import (
	"errors"
	"io"
	"time"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/tcp"
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
		tcp.Reset(c.conn)
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
	tcp.CloseWrite(c.conn)
	c.conn.SetReadDeadline(time.Now().Add(lingerTime))
	io.CopyN(io.Discard, c.conn, lingerBytes)
}
