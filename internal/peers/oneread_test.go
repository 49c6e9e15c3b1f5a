package peers_test

import (
	"crypto/tls"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/peers"
)

func TestAHelloThatComesInOneReadIsServed(t *testing.T) {
	t.Parallel()
	const anyHello = 16 << 10
	server := harness.Start(t, fixtures.Modern(), harness.WithBackend(peers.OneRead(anyHello)), harness.WithLines(nil))
	conn, err := tls.Dial("tcp", server.Addr, &tls.Config{RootCAs: server.Roots})
	harness.RequireConnects(t, server, err)
	require.NoError(t, conn.Close())
}

func TestAHelloThatNeedsMoreThanOneReadIsReset(t *testing.T) {
	t.Parallel()
	const noHello = 64
	server := harness.Start(t, fixtures.Modern(), harness.WithBackend(peers.OneRead(noHello)))
	_, err := tls.Dial("tcp", server.Addr, &tls.Config{RootCAs: server.Roots})
	require.ErrorIs(t, err, syscall.ECONNRESET)
}

func TestAServerThatReadsOncePlaysNoMoreThanTheDefaultBackend(t *testing.T) {
	t.Parallel()
	for _, p := range fixtures.Catalogue() {
		require.Equal(t, harness.DefaultBackend(p).Supports(p), peers.OneRead(1448).Supports(p), p.Name)
	}
}
