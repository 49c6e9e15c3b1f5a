package legacy_test

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/wire"
)

// Schemes of RFC 5246 that crypto/tls has no names for.
const (
	md5RSA      tls.SignatureScheme = 0x0101
	sha224RSA   tls.SignatureScheme = 0x0301
	sha224ECDSA tls.SignatureScheme = 0x0303
)

// A signatureReport is how clients call a scheme. What a client has no name for it does not offer.
type signatureReport struct {
	scheme  tls.SignatureScheme
	key     certs.Key
	openssl string
	gnutls  string
}

func signatureReports() []signatureReport {
	return []signatureReport{
		{md5RSA, certs.RSA2048, "", ""},
		{tls.PKCS1WithSHA1, certs.RSA2048, "digest: SHA1\nPeer signature type: RSA\n", "RSA-SHA1"},
		{sha224RSA, certs.RSA2048, "digest: SHA224\nPeer signature type: RSA\n", ""},
		{tls.PKCS1WithSHA256, certs.RSA2048, "digest: SHA256\nPeer signature type: RSA\n", "RSA-SHA256"},
		{tls.PKCS1WithSHA384, certs.RSA2048, "digest: SHA384\nPeer signature type: RSA\n", "RSA-SHA384"},
		{tls.PKCS1WithSHA512, certs.RSA2048, "digest: SHA512\nPeer signature type: RSA\n", "RSA-SHA512"},
		{tls.PSSWithSHA256, certs.RSA2048, "digest: SHA256\nPeer signature type: RSA-PSS\n", "RSA-PSS-RSAE-SHA256"},
		{tls.PSSWithSHA384, certs.RSA2048, "digest: SHA384\nPeer signature type: RSA-PSS\n", "RSA-PSS-RSAE-SHA384"},
		{tls.PSSWithSHA512, certs.RSA2048, "digest: SHA512\nPeer signature type: RSA-PSS\n", "RSA-PSS-RSAE-SHA512"},
		{tls.ECDSAWithSHA1, certs.ECDSAP256, "digest: SHA1\nPeer signature type: ECDSA\n", "ECDSA-SHA1"},
		{sha224ECDSA, certs.ECDSAP256, "digest: SHA224\nPeer signature type: ECDSA\n", ""},
		{tls.ECDSAWithP256AndSHA256, certs.ECDSAP256, "digest: SHA256\nPeer signature type: ECDSA\n", "ECDSA-SHA256"},
		{tls.ECDSAWithP384AndSHA384, certs.ECDSAP384, "digest: SHA384\nPeer signature type: ECDSA\n", "ECDSA-SHA384"},
		{tls.ECDSAWithP521AndSHA512, certs.ECDSAP521, "digest: SHA512\nPeer signature type: ECDSA\n", "ECDSA-SHA512"},
		{tls.Ed25519, certs.Ed25519, "Peer signature type: ed25519\n", "EdDSA-Ed25519"},
	}
}

// signing is a profile of TLS 1.2 that signs with these schemes alone.
func signing(tb testing.TB, key certs.Key, schemes ...tls.SignatureScheme) fixtures.Profile {
	tb.Helper()
	suite := uint16(ecdheCBC)
	if !key.IsRSA() {
		suite = ecdsaCBC
	}
	return pinned(tb, wire.VersionTLS12, suite, showing(key), func(p *fixtures.Profile) { p.SignatureSchemes = schemes })
}

// RFC 5246, section 7.4.3. Java says nothing about it.
func TestTheKeyExchangeIsSignedWithTheSchemeOfTheProfile(t *testing.T) {
	t.Parallel()
	eachClient(t, allClients(), func(t *testing.T, c *foreign.Client) {
		for _, row := range signatureReports() {
			s := startEcho(t, signing(t, row.key, row.scheme))
			report := map[string]string{"openssl": row.openssl, "gnutls": row.gnutls, "java": "suite="}[c.Name()]
			if report == "" {
				requireRefused(t, c, s.request(wire.VersionTLS12), "handshake_failure")
				continue
			}
			got := requireConnects(t, c, s.request(wire.VersionTLS12))
			require.Contains(t, got.Output, report)
			requireSignedWith(t, s, row.scheme)
		}
	})
}

func requireSignedWith(t *testing.T, s *server, want tls.SignatureScheme) {
	t.Helper()
	got := wire.DecodeFlow(s.visit(t).sent).SignatureScheme()
	require.Equal(t, wire.SignatureSchemeName(uint16(want)), wire.SignatureSchemeName(got))
}

func TestTheOrderOfSchemesIsThatOfTheProfileOrElseOfTheClient(t *testing.T) {
	t.Parallel()
	type schemes = []tls.SignatureScheme
	eachClient(t, allClients(), func(t *testing.T, c *foreign.Client) {
		for _, row := range []struct {
			profile schemes
			want    tls.SignatureScheme
		}{
			{nil, tls.PKCS1WithSHA384}, // SHA-1 is the last resort
			{schemes{tls.PSSWithSHA256, tls.PKCS1WithSHA256, tls.PKCS1WithSHA384}, tls.PKCS1WithSHA256},
			{schemes{tls.PKCS1WithSHA1, tls.PKCS1WithSHA384}, tls.PKCS1WithSHA1},
		} {
			s := startEcho(t, signing(t, certs.RSA2048, row.profile...))
			r := s.request(wire.VersionTLS12)
			r.SignatureSchemes = schemes{tls.PKCS1WithSHA1, tls.PKCS1WithSHA384, tls.PKCS1WithSHA256, tls.ECDSAWithP256AndSHA256}
			requireConnects(t, c, r)
			requireSignedWith(t, s, row.want)
		}
	})
}

// RFC 5246, section 7.4.3.
func TestAClientWithoutTheSchemeIsRefused(t *testing.T) {
	t.Parallel()
	s := startEcho(t, signing(t, certs.RSA2048, tls.PKCS1WithSHA1))
	eachClient(t, allClients(), func(t *testing.T, c *foreign.Client) {
		r := s.request(wire.VersionTLS12)
		r.SignatureSchemes = []tls.SignatureScheme{tls.PSSWithSHA256, tls.ECDSAWithP256AndSHA256}
		requireRefused(t, c, r, "handshake_failure")
	})
}

// It is the client that gives up then. OpenSSL tolerates SHA-1 that it did not offer
// (tls12_check_peer_sigalg in ssl/t1_lib.c).
func TestAServerThatIgnoresTheSchemesOfTheClientSignsRegardless(t *testing.T) {
	t.Parallel()
	eachClient(t, allClients(), func(t *testing.T, c *foreign.Client) {
		for _, scheme := range []tls.SignatureScheme{tls.PKCS1WithSHA1, tls.PKCS1WithSHA512} {
			p := signing(t, certs.RSA2048, scheme)
			p.Quirks.IgnoreSignatureAlgorithms = true
			s := startEcho(t, p)
			r := s.request(wire.VersionTLS12)
			r.SignatureSchemes = []tls.SignatureScheme{tls.PSSWithSHA256, tls.ECDSAWithP256AndSHA256}
			if c.Name() == "openssl" && scheme == tls.PKCS1WithSHA1 {
				requireConnects(t, c, r)
			} else {
				requireRefused(t, c, r, "")
			}
			requireSignedWith(t, s, scheme)
		}
	})
}
