package harness

import (
	"crypto/tls"
	"errors"
	"io"
	"net"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/rewrite13"
	"github.com/legacytls/legacytls/internal/wire"
)

// rewritten reports whether crypto/tls plays p with its records rewritten on their way.
func rewritten(p fixtures.Profile) bool { return len(p.Quirks.InTLS().Set()) > 0 }

// serveRewritten is ServeConn for profiles of TLS 1.3 with quirks.
func (e *cryptoTLSEngine) serveRewritten(conn net.Conn, c *Conversation) error {
	below := rewrite13.New(conn, e.profile)
	if err := below.Begin(); err != nil {
		return err
	}
	server := tls.Server(below, e.config)
	if err := server.Handshake(); err != nil {
		if below.Err() != nil {
			below.Refuse() // nobody else can: its alert has failed like what came before
			return below.Err()
		}
		return plainly(conn, err)
	}
	c.Established(stateOf(server.ConnectionState()))
	if err := below.Established(); err != nil {
		var alert *rewrite13.AlertError
		if errors.As(err, &alert) {
			c.Alert(Alert{From: ServerSide, Code: AlertCode(alert.Code)})
		}
		return err
	}
	c.Answer(server)
	server.Close() // with the close_notify that may be due
	return below.Err()
}

// plainly returns the error of crypto/tls, or the alert of a client that refused what
// was changed in the ServerHello. That comes in the clear, and crypto/tls takes it for
// a record that it cannot open.
func plainly(conn net.Conn, err error) error {
	t := tapBelow(conn)
	if t == nil {
		return err
	}
	in, _ := t.handshake()
	alerts := wire.DecodeFlow(in).Alerts
	if len(alerts) == 0 {
		return err
	}
	return &net.OpError{Op: "remote error", Err: tls.AlertError(alerts[0].Code)}
}

// logged makes a configuration log its keys for the rewriting, if there is any.
func logged(config *tls.Config, conn net.Conn) *tls.Config {
	if below, ok := conn.(*rewrite13.Conn); ok && config != nil {
		config.KeyLogWriter = withKeyLog(below.KeyLog(), config.KeyLogWriter)
	}
	return config
}

// withKeyLog writes to both, if there is another.
func withKeyLog(ours, other io.Writer) io.Writer {
	if other == nil {
		return ours
	}
	return io.MultiWriter(ours, other)
}
