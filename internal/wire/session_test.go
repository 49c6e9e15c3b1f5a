package wire_test

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

func TestAClientBringsTheTicketOfTheSessionBefore(t *testing.T) {
	client := &tls.Config{MaxVersion: tls.VersionTLS12, ClientSessionCache: tls.NewLRUClientSessionCache(1)}
	server := &tls.Config{}
	server.SetSessionTicketKeys([][32]byte{{1}})
	first := converse(t, client, server)
	hello, err := wire.DecodeFlow(first.clientSent).ClientHello()
	require.NoError(t, err)
	require.True(t, hello.SessionTicket)
	require.Empty(t, hello.Ticket, "there is none yet")

	second := converse(t, client, server)
	require.True(t, second.client.DidResume)
	hello, err = wire.DecodeFlow(second.clientSent).ClientHello()
	require.NoError(t, err)
	require.NotEmpty(t, hello.Ticket)
	const noLifetime = 0 // crypto/tls gives no hint
	require.Equal(t, only(t, wire.DecodeFlow(first.serverSent), wire.TypeNewSessionTicket), wire.MarshalNewSessionTicket(noLifetime, hello.Ticket))
}

func TestATicketIsComposedToWhatOpenSSLSends(t *testing.T) {
	_, server, printed := overheard(t, startServer(t), "-tls1_2", "-trace")
	const lifetime = 7200 // the default of OpenSSL, in seconds
	require.Contains(t, printed, "ticket_lifetime_hint=7200")
	ticket := tell(t, printed, wire.TypeNewSessionTicket).bytes("ticket")
	require.Equal(t, only(t, server, wire.TypeNewSessionTicket), wire.MarshalNewSessionTicket(lifetime, ticket))
	require.Equal(t, []byte{1, 2, 3, 4}, wire.MarshalNewSessionTicket(0x01020304, nil)[4:8])
}
