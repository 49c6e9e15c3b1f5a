package rewrite13_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// OpenSSL does not accept a ticket of no bytes in TLS 1.3, and what it prints of
// the message shows that nothing else is missing: lifetime and age_add, a nonce
// of 0 bytes, a ticket of 0 and extensions of 0.
func TestATicketHasNothingInIt(t *testing.T) {
	t.Parallel()
	server, _ := startGreeter(t, fixtures.Quirks{EmptyTicket: true})
	out := greet(t, server.Addr, "-ciphersuites", "TLS_AES_128_GCM_SHA256")
	require.Regexp(t, `NewSessionTicket\n    04 00 00 0d( [0-9a-f]{2}){8} 00 00 00 00\s+00\n`, out)
	require.Contains(t, out, "fatal decode_error")
	require.NotContains(t, out, greeting)
}

// No client but a Go of before 1.25 comes back with such a ticket.
func TestAClientThatComesBackWithAnEmptyTicketIsToldDecodeError(t *testing.T) {
	t.Parallel()
	server, over := startGreeter(t, fixtures.Quirks{EmptyTicket: true})
	alerts := answer(t, server.Addr, hello13(preSharedKey(nil))).Alerts
	require.Equal(t, []wire.Alert{{Level: 2, Code: 50}}, alerts)
	require.ErrorContains(t, next(t, over).Err, "by an empty identity")
}

func TestAClientThatComesBackWithAnotherTicketIsServed(t *testing.T) {
	t.Parallel()
	server, _ := startGreeter(t, fixtures.Quirks{EmptyTicket: true})
	for _, hello := range []*wire.ClientHello{hello13(), hello13(preSharedKey([]byte{7}))} {
		_, err := answer(t, server.Addr, hello).ServerHello()
		require.NoError(t, err)
	}
}

// preSharedKey has one identity and a binder that nobody checks (RFC 8446,
// section 4.2.11).
func preSharedKey(identity []byte) wire.Extension {
	data := append([]byte{0, byte(2 + len(identity) + 4), 0, byte(len(identity))}, identity...)
	data = append(data, 0, 0, 0, 0) // obfuscated_ticket_age
	data = append(data, 0, 33, 32)  // binders
	data = append(data, make([]byte, 32)...)
	return wire.Extension{ID: 41, Data: data}
}
