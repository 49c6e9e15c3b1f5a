package harness

import (
	"bytes"

	"github.com/legacytls/legacytls/internal/dissect"
	"github.com/legacytls/legacytls/internal/wire"
)

// dissect takes the connection apart, as far as it has gone.
func (e *entry) dissect() *dissect.Connection {
	return dissect.Dissect(e.tap.all(), e.secretsOf)
}

// secretsOf returns the secrets of a handshake of the connection. crypto/tls logs nothing of a
// session of TLS 1.2 that is resumed. Its master secret is that of the connection that the
// client has the ticket from (RFC 5077, section 3.1).
func (e *entry) secretsOf(hello *ClientHello) dissect.Secrets {
	secrets := e.server.secrets.of(hello)
	ticket, _ := hello.Extension(wire.ExtSessionTicket)
	if len(secrets) > 0 || len(ticket.Data) == 0 {
		return secrets
	}
	for _, earlier := range e.server.snapshot() {
		in, out := earlier.tap.handshake()
		if earlier.id >= e.id || !bringsTicket(out, ticket.Data) {
			continue
		}
		if first, _ := wire.DecodeFlow(in).ClientHello(); first != nil {
			secrets[dissect.MasterSecret] = earlier.secretsOf(first)[dissect.MasterSecret]
		}
	}
	return secrets
}

// bringsTicket reports whether a server's flow has the ticket.
func bringsTicket(flow, ticket []byte) bool {
	if !bytes.Contains(flow, ticket) {
		return false
	}
	for _, m := range wire.DecodeFlow(flow).Messages {
		if m.Type != wire.TypeNewSessionTicket {
			continue
		}
		if t, err := wire.ParseNewSessionTicket(m.Raw); err == nil && bytes.Equal(t.Ticket, ticket) {
			return true
		}
	}
	return false
}
