package foreign_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
)

func TestSessionsAreResumedByTicketAndByID(t *testing.T) {
	t.Parallel()
	p := newPKI(t, certs.RSA2048)
	both, tickets := serveOpenSSL(t, p), serveOpenSSL(t, p, "-no_cache")
	eachClient(t, func(t *testing.T, c *foreign.Client) {
		for _, row := range []struct {
			name    string
			request foreign.Request
			want    bool
		}{
			{"not asked to", foreign.Request{Addr: both}, false},
			{"ticket", foreign.Request{Addr: tickets, Resume: true}, true},
			{"id", foreign.Request{Addr: both, Resume: true, NoTicket: true}, true},
			{"id that the server does not keep", foreign.Request{Addr: tickets, Resume: true, NoTicket: true}, false},
		} {
			row.request.Version = wire.VersionTLS12
			got := connect(t, c, row.request)
			requireConnected(t, got)
			require.Equal(t, row.want, got.Resumed, "%s: %s", row.name, got.Output)
		}
	})
}

func TestAClientRenegotiates(t *testing.T) {
	sweep.AllOrSkip(t, "starts Java")
	t.Parallel()
	server := serveJava(t, newPKI(t, certs.RSA2048))
	eachClient(t, func(t *testing.T, c *foreign.Client) {
		got := connect(t, c, foreign.Request{Addr: server, Version: wire.VersionTLS12, Renegotiate: true})
		requireConnected(t, got)
		require.True(t, got.Renegotiated, got.Output)
		got = connect(t, c, foreign.Request{Addr: server, Version: wire.VersionTLS12})
		require.False(t, got.Renegotiated, got.Output)
	})
}

func TestARefusedRenegotiationIsReported(t *testing.T) {
	t.Parallel()
	p := newPKI(t, certs.RSA2048)
	eachClient(t, func(t *testing.T, c *foreign.Client) {
		server := serveOpenSSL(t, p)
		got := connect(t, c, foreign.Request{Addr: server, Version: wire.VersionTLS12, Renegotiate: true})
		require.False(t, got.Renegotiated, got.Output)
		require.False(t, got.Echoed, got.Output)
		require.NotEmpty(t, got.Problem, got.Output)
		require.Equal(t, "no_renegotiation", got.Alert, got.Output)
	})
}
