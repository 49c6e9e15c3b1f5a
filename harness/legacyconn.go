package harness

import (
	"crypto/tls"
	"errors"
	"net"
	"sync"

	"github.com/legacytls/legacytls/internal/legacy"
	"github.com/legacytls/legacytls/internal/wire"
)

// A legacyConn is a connection of the legacy engine as answers see it. The first
// handshake may not be the last, so it keeps the witness up to date, and it tells
// what was agreed on as a *tls.Conn does.
type legacyConn struct {
	*legacy.Conn
	conversation *Conversation

	mu  sync.Mutex
	own error // the engine's reason to end the connection
}

func newLegacyConn(server *legacy.Server, conn net.Conn, c *Conversation) *legacyConn {
	secured := &legacyConn{conversation: c}
	secured.Conn = server.Conn(conn, &legacy.Observer{
		Message: func(event legacy.Event) {
			if event.Kind == wire.AlertRecord && event.Protected {
				c.Alert(alertOf(event))
			}
		},
		Began:       c.Renegotiating,
		Established: func(s legacy.State) { c.Established(stateOfLegacy(s, secured.ExportKeyingMaterial)) },
	})
	return secured
}

func alertOf(event legacy.Event) Alert {
	alert := Alert{From: ClientSide, Code: AlertCode(event.Message[1])}
	if event.Sent {
		alert.From = ServerSide
	}
	return alert
}

// Read reads application data, and goes through the handshakes that come first.
func (c *legacyConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if own := reasonOf(err); errors.As(own, new(ruling)) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.own = own
	}
	return n, err
}

// ruled returns why the engine has ended the connection, nil if it has not.
func (c *legacyConn) ruled() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.own
}

// ConnectionState returns what the last handshake agreed on, as a *tls.Conn does.
func (c *legacyConn) ConnectionState() tls.ConnectionState {
	s := c.State()
	cs := stateOfLegacy(s, nil).connectionState()
	cs.VerifiedChains = s.VerifiedChains
	return cs
}

func stateOfLegacy(s legacy.State, export func(string, []byte, int) ([]byte, error)) State {
	return State{
		Version:            s.Version,
		Suite:              s.Suite,
		Group:              s.Group,
		ALPN:               s.ALPN,
		ServerName:         s.ServerName,
		Resumed:            s.Resumed,
		ClientCertificates: s.ClientCertificates,
		Export:             export,
	}
}
