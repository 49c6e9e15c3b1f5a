package harness

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
)

// A Backend plays profiles: it is the TLS implementation behind a [Server].
//
// The Server owns the listener, the accept loop, the recording of each
// connection and its deadlines; a backend only gets connections that a client
// has already opened. That is enough for an implementation in this process and
// for a front before a child process or a container, which dials its server
// and relays the bytes with [Relay].
//
// A Backend must be safe for concurrent use.
type Backend interface {
	// Name is how the backend is called in messages and reports, for
	// example "crypto/tls".
	Name() string

	// Supports returns nil if the backend plays p exactly as it stands.
	// Otherwise the error says what the backend lacks and, if any has it,
	// which backend does. A backend never plays something close to p. It plays
	// Quirks.InTLS alone: the others the Server plays, and leaves them out of p.
	Supports(p fixtures.Profile) error

	// Open prepares one server. The context bounds the preparation only.
	Open(ctx context.Context, s Setup) (Engine, error)
}

// Setup is what a [Server] asks of its backend.
type Setup struct {
	// Profile is what to play, without the quirks that the Server plays before the
	// backend; the backend has said that it supports it.
	Profile fixtures.Profile

	// Certificate is the server's certificate chain and key.
	Certificate *certs.Certificate

	// ClientRoots are the authorities that client certificates are checked
	// against when the profile asks for them.
	ClientRoots *x509.CertPool

	// ClientRootsPEM are the same authorities for backends in other processes.
	ClientRootsPEM []byte

	// OCSPResponse is what the server staples, nil unless the profile has StapleOCSP.
	OCSPResponse []byte

	// KeyLog gets the secrets of each connection as lines, a line with each call of Write
	// (draft-ietf-tls-keylogfile). It is safe for concurrent use, and never fails. With them a
	// [Transcript] shows what was encrypted.
	KeyLog io.Writer
}

// An Engine is one server of a backend. Its methods are safe for concurrent use.
type Engine interface {
	// ServeConn serves one client until the connection is over, and returns
	// the server's own reason if it was the server that gave up. It tells c
	// when a handshake is complete and lets c answer. The Server closes
	// conn after ServeConn has returned, and from another goroutine when the
	// Server itself is closed.
	ServeConn(conn net.Conn, c *Conversation) error

	// Close releases what Open prepared. Connections are over by then.
	Close() error
}

// State is what a completed handshake agreed on, as the server sees it.
type State struct {
	Version    uint16      // protocol version, for example tls.VersionTLS12
	Suite      uint16      // cipher suite id
	Group      tls.CurveID // named group of the key exchange, 0 if there is none or it is not known
	ALPN       string      // application protocol, "" if none was negotiated
	ServerName string      // name that the client asked for, "" if none
	Resumed    bool        // true if an earlier session was resumed

	// ClientCertificates is the chain that the client sent, leaf first.
	ClientCertificates []*x509.Certificate

	// Export computes exported keying material of the connection (RFC 5705,
	// RFC 8446 section 7.5). It is nil if the backend cannot tell.
	Export func(label string, context []byte, length int) ([]byte, error)
}

// A Conversation is the part of a connection that lies above TLS. A backend
// gets one with each connection.
type Conversation struct {
	entry  *entry
	server *Server
}

// Established notes that a handshake is complete, and what it agreed on. From the
// first on the bytes of the connection are no longer recorded; later ones, of a
// renegotiation, replace what was noted before.
func (c *Conversation) Established(s State) { c.entry.established(s) }

// Renegotiating notes that another handshake has begun on the connection. The client
// has as long for it as for the first, until Established is called again.
func (c *Conversation) Renegotiating() { c.entry.begin(c.server.opts.handshakeTimeout) }

// Alert notes an alert that was sent encrypted, which cannot be read off the wire.
func (c *Conversation) Alert(a Alert) { c.entry.alerted(a) }

// Log notes what the server's own log has to say of the connection, for a person: later
// texts replace what was noted before.
func (c *Conversation) Log(text string) { c.entry.logged(text) }

// Answer speaks with the client over conn, which carries application data in
// the clear, until the client or the server ends it. A backend whose server
// answers by itself does not call it.
func (c *Conversation) Answer(conn net.Conn) {
	answer := c.server.answer
	if c.server.isProbe(c.entry) { // one of our own, which no handler is to see
		answer = &lineAnswer{reply: func(line string) string { return line }, failed: c.server.fail}
	}
	answer.serve(conn)
}
