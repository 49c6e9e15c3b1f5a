package legacy

import (
	"errors"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/refusal"
)

// giveUp tells the client that the connection is over, in the way that the
// reason asks for, and returns the reason. But for a reset, the connection stays
// open for its owner to close.
func (c *Conn) giveUp(err error) error {
	var own *Error
	if !errors.As(err, &own) {
		return err // the client, or the network, was first
	}
	var how fixtures.Refusal
	if own.Refused {
		how = c.server.config.Profile.Refusal
	}
	if how.Alert != 0 {
		own.Alert = how.Alert
	}
	refusal.End(c.conn, how, own.Alert, c.sendLastAlert)
	return err
}

// sendLastAlert sends an alert. Nothing follows it (RFC 5246, section 7.2.2).
func (c *Conn) sendLastAlert(level, code uint8) {
	c.writeMu.Lock()
	defer c.writeMu.Unlock()
	c.queueAlert(level, code)
	c.records.flush()
	c.stopWriting(errClosed)
}
