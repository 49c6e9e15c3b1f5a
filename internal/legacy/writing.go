package legacy

import (
	"errors"

	"github.com/legacytls/legacytls/internal/wire"
)

// sendMessage queues a handshake message, in a record of its own.
func (c *Conn) sendMessage(message []byte) {
	c.observe(Event{Sent: true, Kind: wire.Handshake, Message: message, Protected: c.protectedWrites})
	c.records.queue(wire.Handshake, message)
}

func (c *Conn) sendChangeCipherSpec() {
	c.observe(Event{Sent: true, Kind: wire.ChangeCipherSpec, Message: []byte{1}, Protected: c.protectedWrites})
	c.records.queue(wire.ChangeCipherSpec, []byte{1})
}

// sendData sends a record of application data, or what quirks make of it, and returns
// how much of it that was.
func (c *Conn) sendData(data []byte) (int, error) {
	sent := 0
	for _, fragment := range c.server.hooks.onData(c, [][]byte{data}) {
		c.records.queueOne(wire.ApplicationData, fragment)
		sent += len(fragment)
	}
	if err := c.records.flush(); err != nil {
		return 0, err
	}
	c.sent.Add(int64(sent))
	return sent, c.server.hooks.onSent(c)
}

// sayGoodbye sends close_notify (RFC 5246, section 7.2.1).
func (c *Conn) sayGoodbye() error {
	c.queueAlert(levelWarning, alertCloseNotify)
	return c.records.flush()
}

func (c *Conn) queueAlert(level, code uint8) {
	if errors.Is(c.writeErr, errClosed) {
		return // nothing follows the last alert
	}
	alert := []byte{level, code}
	c.observe(Event{Sent: true, Kind: wire.AlertRecord, Message: alert, Protected: c.protectedWrites})
	c.records.queue(wire.AlertRecord, alert)
}

// warn sends a warning alert.
func (c *Conn) warn(code uint8) error {
	c.queueAlert(levelWarning, code)
	return c.records.flush()
}

func (c *Conn) protectReads(p protection) {
	c.records.protectReads(p)
	c.protectedReads = true
}

func (c *Conn) protectWrites(p protection) {
	c.records.protectWrites(p)
	c.protectedWrites = true
}
