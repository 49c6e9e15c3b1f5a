package foreign_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
)

// Suites that the tests pin.
const (
	aes128SHA      = 0x002f
	aes256SHA256   = 0x003d
	dheAES128SHA   = 0x0033
	ecdheAES256SHA = 0xc014
	rc4MD5         = 0x0004
)

// eachClient runs a subtest for every client that sends lines, in a cut for OpenSSL alone.
func eachClient(t *testing.T, test func(t *testing.T, c *foreign.Client)) {
	t.Helper()
	all := []func(testing.TB) *foreign.Client{foreign.OpenSSL, foreign.GnuTLS, foreign.Java}
	for _, open := range sweep.Some(t, len(all), all) {
		c := open(t)
		t.Run(c.Name(), func(t *testing.T) {
			t.Parallel()
			test(t, c)
		})
	}
}

func connect(t *testing.T, c *foreign.Client, r foreign.Request) foreign.Result {
	t.Helper()
	got, err := c.Connect(context.Background(), r)
	require.NoError(t, err)
	return got
}

// requireConnected asserts that all went well.
func requireConnected(t *testing.T, got foreign.Result) {
	t.Helper()
	require.Empty(t, got.Problem, got.Output)
	require.Empty(t, got.Alert, got.Output)
	require.True(t, got.Echoed, got.Output)
}

// requireRefused asserts that the handshake failed, with this alert of the server.
func requireRefused(t *testing.T, got foreign.Result, alert string) {
	t.Helper()
	require.Equal(t, alert, got.Alert, got.Output)
	require.NotEmpty(t, got.Problem, got.Output)
	require.False(t, got.Echoed, got.Output)
	require.Zero(t, got.Version, got.Output)
	require.Zero(t, got.Suite, got.Output)
}

func TestEveryPairThatAClientAndJavaHaveConnectsAndIsReported(t *testing.T) {
	sweep.AllOrSkip(t, "starts Java")
	t.Parallel()
	server := serveJava(t, newPKI(t, certs.RSA2048))
	versions := sweep.Some(t, 2, []uint16{wire.VersionTLS10, wire.VersionSSL30, wire.VersionTLS13, wire.VersionTLS12})
	eachClient(t, func(t *testing.T, c *foreign.Client) {
		pairs := 0
		for _, version := range versions {
			for _, id := range c.Suites(version) {
				s, ok := fixtures.SuiteByID(id)
				if !ok || !s.UsableIn(version) || !javaServes(s, version) {
					continue
				}
				got := connect(t, c, foreign.Request{Addr: server, Version: version, Suites: []uint16{id}})
				requireConnected(t, got)
				require.Equal(t, version, got.Version, got.Output)
				require.Equal(t, s.Name, fixtures.SuiteName(got.Suite), got.Output)
				pairs++
			}
		}
		require.Greater(t, pairs, 10)
	})
}

// javaServes says whether the Java of the tests' server has the suite, for a
// server with an RSA key.
func javaServes(s fixtures.Suite, version uint16) bool {
	switch s.Cipher {
	case "NULL", "RC4-128", "3DES-EDE-CBC", "AES-128-CBC", "AES-256-CBC", "AES-128-GCM", "AES-256-GCM", "CHACHA20-POLY1305":
	case "DES-CBC":
		return version < wire.VersionTLS12 && s.Authentication == "RSA"
	default:
		return false
	}
	exported := s.KeyExchange == "RSA-EXPORT" || s.KeyExchange == "DHE-EXPORT"
	return s.TLS13() || (s.Authentication == "RSA" || s.Authentication == "none") && s.KeyExchange != "ECDH" && !exported && s.ID != 0xcc13
}

func TestAServerWithAnECDSAKeyIsReached(t *testing.T) {
	t.Parallel()
	p := newPKI(t, certs.ECDSAP256)
	server := serveOpenSSL(t, p)
	eachClient(t, func(t *testing.T, c *foreign.Client) {
		for version := wire.VersionTLS10; version <= wire.VersionTLS12; version++ {
			got := connect(t, c, foreign.Request{Addr: server, Version: version, Suites: []uint16{0xc00a}, RootsPEM: p.roots})
			requireConnected(t, got)
			require.Equal(t, uint16(0xc00a), got.Suite)
		}
	})
}

// OpenSSL 3 takes no group below 1024 bits, whatever its security level
// (ssl_security_default_callback in ssl/ssl_cert.c).
func TestAllButOpenSSLTakeADiffieHellmanGroupOf768Bits(t *testing.T) {
	sweep.AllOrSkip(t, "starts Java")
	t.Parallel()
	server := serveJava(t, newPKI(t, certs.RSA2048), "-Djdk.tls.ephemeralDHKeySize=legacy")
	eachClient(t, func(t *testing.T, c *foreign.Client) {
		got := connect(t, c, foreign.Request{Addr: server, Version: wire.VersionTLS12, Suites: []uint16{dheAES128SHA}})
		if c.Name() == "openssl" {
			requireRefused(t, got, "")
			require.Contains(t, got.Problem, "dh key too small")
			return
		}
		requireConnected(t, got)
	})
}

func TestALongLineComesBack(t *testing.T) {
	sweep.AllOrSkip(t, "starts Java")
	t.Parallel()
	server := serveJava(t, newPKI(t, certs.RSA2048))
	eachClient(t, func(t *testing.T, c *foreign.Client) {
		r := foreign.Request{Addr: server, Version: wire.VersionTLS10, LineBytes: 100_000}
		require.GreaterOrEqual(t, len(foreign.Line(r)), r.LineBytes)
		requireConnected(t, connect(t, c, r))
	})
}
