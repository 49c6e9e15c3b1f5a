package legacy

import (
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/legacytls/legacytls/internal/wire"
)

const (
	// maxMessage is the longest handshake message that the server takes: room for
	// the longest ClientHello that there can be in practice, and for a client's chain.
	maxMessage = 1 << 16

	// maxHeld is how much application data the server keeps that comes during a
	// renegotiation.
	maxHeld = 1 << 20

	// maxWarnings is how many warning alerts a client may send in a row.
	maxWarnings = 8

	messageHeader = 4
)

// readMore reads a record after the handshake and does with it what it is for.
func (c *Conn) readMore() error {
	if c.readErr != nil {
		return c.readErr
	}
	err := c.readOne()
	if err == nil || isTimeout(err) {
		return err
	}
	if !errors.Is(err, io.EOF) {
		err = c.giveUp(err)
	}
	c.readErr, c.data = err, nil // what a failed renegotiation was to be about is not for Read
	return err
}

func (c *Conn) readOne() error {
	if begun, err := c.clientSpeaks(); begun || err != nil {
		return err
	}
	kind, fragment, err := c.readRecord()
	if err != nil {
		return err
	}
	switch kind {
	case wire.ApplicationData:
		c.data = fragment
		c.received += int64(len(fragment))
		if err := c.askLate(); err != nil {
			return err
		}
		return c.server.hooks.onReceived(c)
	case wire.Handshake:
		c.messages = append(c.messages, fragment...)
		return nil
	}
	return fatal(alertUnexpectedMessage, "expected application data or a ClientHello, got a record of type %s", kind)
}

// askLate begins the second handshake in which a server asks for the client's
// certificate, after its first data.
func (c *Conn) askLate() error {
	if c.lateAuth != lateAuthDue || len(c.data) == 0 {
		return nil
	}
	return c.anotherHandshake(c.serverBegins)
}

// clientSpeaks deals with a handshake message that has come after the handshake, and
// says whether there was one.
func (c *Conn) clientSpeaks() (bool, error) {
	size, err := c.messageSize()
	if size == 0 || err != nil {
		return false, err
	}
	if got := wire.HandshakeType(c.messages[0]); got != wire.TypeClientHello {
		return true, fatal(alertUnexpectedMessage, "expected application data or a ClientHello, got %s", got)
	}
	return true, c.anotherHandshake(c.clientBegins)
}

// readMessage returns the next handshake message of a handshake, with its header.
// The error says what was awaited.
func (c *Conn) readMessage(want string) ([]byte, error) {
	for {
		message, err := c.nextMessage()
		if message != nil || err != nil {
			return message, err
		}
		if err := c.moreMessages(want); err != nil {
			return nil, awaiting(want, err)
		}
	}
}

func (c *Conn) moreMessages(want string) error {
	kind, fragment, err := c.readRecord()
	if err != nil {
		return err
	}
	switch {
	case kind == wire.Handshake:
		c.messages = append(c.messages, fragment...)
		return nil
	case kind == wire.ApplicationData && c.state.Version != 0 && want != wire.TypeFinished.String():
		return c.hold(fragment, want) // Finished follows its ChangeCipherSpec at once (RFC 5246, section 7.4.9)
	}
	return fatal(alertUnexpectedMessage, "expected %s, got a record of type %s", want, kind)
}

// hold keeps application data that was on its way when a renegotiation began.
func (c *Conn) hold(fragment []byte, want string) error {
	if len(c.data)+len(fragment) > maxHeld {
		return fatal(alertUnexpectedMessage, "more than %d bytes of application data before the %s of a renegotiation", maxHeld, want)
	}
	c.data = append(c.data, fragment...)
	c.received += int64(len(fragment))
	return nil
}

// nextMessage cuts a complete message off what has come, nil if there is none.
func (c *Conn) nextMessage() ([]byte, error) {
	size, err := c.messageSize()
	if size == 0 || err != nil {
		return nil, err
	}
	message := append([]byte(nil), c.messages[:size]...)
	c.messages = append(c.messages[:0], c.messages[size:]...)
	c.observe(Event{Kind: wire.Handshake, Message: message, Protected: c.protectedReads})
	return message, nil
}

// messageSize is the size of the first message that has come, with its header; 0
// if it is not complete.
func (c *Conn) messageSize() (int, error) {
	if len(c.messages) < messageHeader {
		return 0, nil
	}
	size := messageHeader + (int(c.messages[1])<<16 | int(c.messages[2])<<8 | int(c.messages[3]))
	if size > maxMessage {
		return 0, fatal(alertIllegalParameter, "a %s of %d bytes, the server takes %d", wire.HandshakeType(c.messages[0]), size, maxMessage)
	}
	if len(c.messages) < size {
		return 0, nil
	}
	return size, nil
}

// readChangeCipherSpec reads the message that is none of the handshake protocol
// (RFC 5246, section 7.1). No handshake message may be cut in two by it.
func (c *Conn) readChangeCipherSpec() error {
	const want = "ChangeCipherSpec"
	if len(c.messages) > 0 {
		return fatal(alertUnexpectedMessage, "expected %s, got %s", want, wire.HandshakeType(c.messages[0]))
	}
	for {
		kind, fragment, err := c.readRecord()
		switch {
		case err != nil:
			return awaiting(want, err)
		case kind == wire.ApplicationData && c.state.Version != 0:
			if err := c.hold(fragment, want); err != nil {
				return err
			}
		case kind != wire.ChangeCipherSpec || len(fragment) != 1 || fragment[0] != 1:
			return fatal(alertUnexpectedMessage, "expected %s, got a record of type %s with %d bytes", want, kind, len(fragment))
		default:
			c.observe(Event{Kind: kind, Message: []byte{1}, Protected: c.protectedReads})
			return nil
		}
	}
}

// awaiting says what did not come. Errors of the server's own judgement and of
// the client's say enough.
func awaiting(want string, err error) error {
	if errors.As(err, new(*Error)) || errors.As(err, new(*RemoteAlert)) || isTimeout(err) {
		return err
	}
	return fmt.Errorf("the connection ended before the client's %s came: %w", want, err)
}

// readRecord returns the next record that is no alert, or one that matters as an
// error.
func (c *Conn) readRecord() (wire.ContentType, []byte, error) {
	for {
		kind, fragment, err := c.records.read()
		if err != nil || kind != wire.AlertRecord {
			if len(fragment) > 0 {
				c.warnings = 0
			}
			return kind, fragment, err
		}
		if err := c.heed(fragment); err != nil {
			return kind, nil, err
		}
	}
}

// heed returns an error for an alert after which nothing goes on as before: io.EOF
// for close_notify. Other warnings do not matter (RFC 5246, section 7.2.2), unless
// it is an answer that the server awaits.
func (c *Conn) heed(alert []byte) error {
	if len(alert) != 2 {
		return fatal(alertDecodeError, "an alert of %d bytes, expected 2", len(alert))
	}
	c.observe(Event{Kind: wire.AlertRecord, Message: append([]byte(nil), alert...), Protected: c.protectedReads})
	got := wire.Alert{Level: alert[0], Code: alert[1]}
	switch {
	case got.Code == alertCloseNotify:
		return io.EOF
	case got.Level != levelWarning, got.Code == c.awaited:
		return &RemoteAlert{got}
	}
	if c.warnings++; c.warnings > maxWarnings {
		return fatal(alertUnexpectedMessage, "more than %d warning alerts in a row, the last %s", maxWarnings, got)
	}
	return nil
}

// A RemoteAlert is an alert of the client's that ended something.
type RemoteAlert struct{ Alert wire.Alert }

func (e *RemoteAlert) Error() string { return fmt.Sprintf("the client sent the alert %s", e.Alert) }

// isWarning says whether the client answered with that alert, and goes on.
func isWarning(err error, code uint8) bool {
	var alert *RemoteAlert
	return errors.As(err, &alert) && alert.Alert == wire.Alert{Level: levelWarning, Code: code}
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}
