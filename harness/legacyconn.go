package harness

import (
	"crypto/tls"
	"errors"
	"net"
	"sync"
	"sync/atomic"

	"github.com/legacytls/legacytls/internal/legacy"
	"github.com/legacytls/legacytls/internal/wire"
)

// A legacyConn is a connection of the legacy engine as answers see it. The first
// handshake may not be the last, so it keeps the witness up to date, and it tells
// what was agreed on as a *tls.Conn does.
type legacyConn struct {
	*legacy.Conn
	conversation *Conversation
	finished     atomic.Bool // a Finished message went by that noteState has not seen

	mu    sync.Mutex
	state State
	own   error // the engine's reason to end the connection
}

func newLegacyConn(server *legacy.Server, conn net.Conn, c *Conversation) *legacyConn {
	secured := &legacyConn{conversation: c}
	secured.Conn = server.Conn(conn, secured.observe)
	return secured
}

// observe is called with each message. The engine is in the middle of its work
// then, and cannot be asked anything.
func (c *legacyConn) observe(event legacy.Event) {
	switch {
	case event.Kind == wire.AlertRecord && event.Protected:
		c.conversation.Alert(alertOf(event))
	case event.Kind == wire.Handshake && wire.HandshakeType(event.Message[0]) == wire.TypeFinished:
		c.finished.Store(true)
	}
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
	if c.finished.Load() {
		c.noteState()
	}
	if own := reasonOf(err); errors.As(own, new(ruling)) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.own = own
	}
	return n, err
}

// noteState tells the witness what the last handshake agreed on.
func (c *legacyConn) noteState() {
	c.finished.Store(false)
	state := stateOfLegacy(c.Conn)
	c.mu.Lock()
	c.state = state
	c.mu.Unlock()
	c.conversation.Established(state)
}

// ruled returns why the engine has ended the connection, nil if it has not.
func (c *legacyConn) ruled() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.own
}

// ConnectionState returns what the last handshake agreed on, as a *tls.Conn does.
func (c *legacyConn) ConnectionState() tls.ConnectionState {
	c.mu.Lock()
	s := c.state
	c.mu.Unlock()
	cs := tls.ConnectionState{
		Version:            s.Version,
		HandshakeComplete:  true,
		DidResume:          s.Resumed,
		CipherSuite:        s.Suite,
		NegotiatedProtocol: s.ALPN,
		ServerName:         s.ServerName,
		PeerCertificates:   s.ClientCertificates,
	}
	setGroup(&cs, s.Group)
	return cs
}

func stateOfLegacy(conn *legacy.Conn) State {
	s := conn.State()
	return State{
		Version:            s.Version,
		Suite:              s.Suite,
		Group:              s.Group,
		ALPN:               s.ALPN,
		ServerName:         s.ServerName,
		Resumed:            s.Resumed,
		ClientCertificates: s.ClientCertificates,
		Export:             conn.ExportKeyingMaterial,
	}
}
