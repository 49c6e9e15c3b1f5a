package rewrite13

import (
	"fmt"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/tcp"
	"github.com/legacytls/legacytls/internal/wire"
)

// The levels of alerts, and those that are spoken of here (RFC 8446, section 6).
const (
	levelWarning = 1
	levelFatal   = 2

	closeNotify    = 0
	decodeError    = 50
	internalError  = 80
	canceledByUser = 90
)

func alert(level, code uint8, secret string) plain {
	return plain{wire.AlertRecord, secret, []byte{level, code}}
}

func noCloseNotify(fixtures.Quirks) edit {
	return func(p plain) []plain {
		if p.kind == wire.AlertRecord && p.content[1] == closeNotify {
			return nil
		}
		return []plain{p}
	}
}

// userCanceled comes before application data: clients should read on (RFC 8446,
// section 6.1).
func userCanceled(fixtures.Quirks) edit {
	return func(p plain) []plain {
		if p.kind != wire.ApplicationData {
			return []plain{p}
		}
		return []plain{alert(levelWarning, canceledByUser, p.secret), p}
	}
}

// alertAfterHandshake says the alert behind the session tickets, which crypto/tls has
// sent, and nothing more.
func alertAfterHandshake(c *Conn) error {
	code := c.quirks.AlertAfterHandshake
	sealed, err := c.seal(alert(levelFatal, code, applicationSecret))
	if err != nil {
		return err
	}
	if _, err := c.Conn.Write(sealed); err != nil {
		return err
	}
	tcp.Linger(c.Conn)
	return &AlertError{Code: code}
}

// An AlertError is the alert with which a quirk has ended a connection, encrypted.
type AlertError struct{ Code uint8 }

func (e *AlertError) Error() string {
	return fmt.Sprintf("the server ends the connection after the handshake by the alert %s", wire.AlertName(e.Code))
}

// refuse ends a connection by an alert in the clear.
func (c *Conn) refuse(code uint8) {
	c.Conn.Write(wire.MarshalRecord(wire.AlertRecord, wire.VersionTLS12, []byte{levelFatal, code}))
	tcp.Linger(c.Conn)
}
