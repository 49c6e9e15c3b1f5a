package foreign_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/wire"
)

func TestTheProtocolThatTheServerChoseIsReported(t *testing.T) {
	t.Parallel()
	server := serveOpenSSL(t, newPKI(t, certs.RSA2048), "-alpn", "imap")
	eachClient(t, func(t *testing.T, c *foreign.Client) {
		got := connect(t, c, foreign.Request{Addr: server, Version: wire.VersionTLS12, ALPN: []string{"smtp", "imap"}})
		requireConnected(t, got)
		require.Equal(t, "imap", got.ALPN, got.Output)
		got = connect(t, c, foreign.Request{Addr: server, Version: wire.VersionTLS12})
		require.Empty(t, got.ALPN, got.Output)
	})
}

func TestOpenSSLAndGnuTLSTellWhatTheServerAgreedTo(t *testing.T) {
	t.Parallel()
	p := newPKI(t, certs.RSA2048)
	stapling := serveStapling(t, p)
	for _, c := range []*foreign.Client{foreign.OpenSSL(t), foreign.GnuTLS(t)} {
		got := connect(t, c, foreign.Request{Addr: stapling, Version: wire.VersionTLS12, StatusRequest: true})
		require.Equal(t, foreign.Yes, got.ExtendedMasterSecret, got.Output)
		require.Equal(t, foreign.Yes, got.SecureRenegotiation, got.Output)
		require.Equal(t, foreign.Yes, got.StatusResponse, got.Output)
		got = connect(t, c, foreign.Request{Addr: serveOpenSSL(t, p), Version: wire.VersionTLS12, NoExtendedMasterSecret: true})
		require.Equal(t, foreign.No, got.ExtendedMasterSecret, got.Output)
		require.Equal(t, foreign.No, got.StatusResponse, got.Output)
	}
}

func TestOpenSSLAndGnuTLSLogTheirKeys(t *testing.T) {
	t.Parallel()
	server := serveOpenSSL(t, newPKI(t, certs.RSA2048))
	for _, c := range []*foreign.Client{foreign.OpenSSL(t), foreign.GnuTLS(t)} {
		log := filepath.Join(t.TempDir(), "keys")
		requireConnected(t, connect(t, c, foreign.Request{Addr: server, Version: wire.VersionTLS12, KeyLog: log}))
		keys, err := os.ReadFile(log)
		require.NoError(t, err, c.Name())
		require.Regexp(t, `(?m)^CLIENT_RANDOM [0-9A-Fa-f]{64} [0-9A-Fa-f]{96}$`, string(keys))
	}
}
