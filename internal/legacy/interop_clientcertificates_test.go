package legacy_test

import (
	"crypto/tls"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
)

// asking makes a server ask for a client certificate.
func asking(auth tls.ClientAuthType) func(*fixtures.Profile) {
	return func(p *fixtures.Profile) { p.ClientAuth = auth }
}

// namingNobody has a CertificateRequest without authorities: Java and curl show no certificate
// of another than those that are named.
func namingNobody(p *fixtures.Profile) { p.ClientCANames = []string{} }

// with makes the client show a certificate.
func with(tb testing.TB, r foreign.Request, c *certs.Certificate) foreign.Request {
	tb.Helper()
	key, err := c.KeyPEM()
	require.NoError(tb, err)
	r.CertificatePEM, r.KeyPEM = c.ChainPEM(), key
	return r
}

func clientCertificate(tb testing.TB, key certs.Key) *certs.Certificate {
	tb.Helper()
	return issue(tb, certs.Spec{Key: key, ForClient: true})
}

// keysOfClients are those with which a client of the version can sign: Ed25519 is for TLS
// 1.2 and up (RFC 8422, section 5.10), SSL 3.0 has no curves.
func keysOfClients(version uint16) []certs.Key {
	switch {
	case version == wire.VersionSSL30:
		return []certs.Key{certs.RSA2048}
	case version < wire.VersionTLS12:
		return []certs.Key{certs.RSA2048, certs.ECDSAP256}
	}
	return []certs.Key{certs.RSA1024, certs.RSA2048, certs.ECDSAP256, certs.ECDSAP384, certs.Ed25519}
}

// RFC 5246, sections 7.4.4 to 7.4.8.
func TestAClientCertificateIsTakenInEachVersion(t *testing.T) {
	sweep.AllOrSkip(t, "shows every certificate in every version")
	t.Parallel()
	eachClient(t, andCurl(), func(t *testing.T, c *foreign.Client) {
		eachVersion(c, rsaCBC, func(version uint16) {
			for auth := tls.RequestClientCert; auth <= tls.RequireAndVerifyClientCert; auth++ {
				s := startFor(t, c, pinned(t, version, rsaCBC, asking(auth)))
				for _, key := range keysOfClients(version) {
					certificate := clientCertificate(t, key)
					requireConnects(t, c, with(t, s.request(version), certificate))
					requireShown(t, s, certificate)
				}
			}
		})
	})
}

// requireShown asserts that the server got the certificate. Clients may show more behind it.
func requireShown(t *testing.T, s *server, want *certs.Certificate) {
	t.Helper()
	got := s.visit(t).ClientCertificates
	require.NotEmpty(t, got)
	require.Equal(t, want.Chain[0], got[0].Raw)
}

func TestAClientWithoutACertificateIsRefusedIfItIsRequired(t *testing.T) {
	t.Parallel()
	eachClient(t, andCurl(), func(t *testing.T, c *foreign.Client) {
		eachVersion(c, rsaCBC, func(version uint16) {
			for _, auth := range []tls.ClientAuthType{tls.RequestClientCert, tls.VerifyClientCertIfGiven} {
				requireConnects(t, c, startFor(t, c, pinned(t, version, rsaCBC, asking(auth))).request(version))
			}
			for _, auth := range []tls.ClientAuthType{tls.RequireAnyClientCert, tls.RequireAndVerifyClientCert} {
				requireRefused(t, c, startFor(t, c, pinned(t, version, rsaCBC, asking(auth))).request(version), "handshake_failure")
			}
		})
	})
}

// RFC 5246, section 7.2.2, for what each alert is.
func TestAClientCertificateThatDoesNotVerifyIsRefusedIfItIsVerified(t *testing.T) {
	t.Parallel()
	stranger, err := certs.NewAuthority(certs.AuthoritySpec{CommonName: "a stranger"})
	require.NoError(t, err)
	strange, err := stranger.Issue(certs.Spec{ForClient: true})
	require.NoError(t, err)
	expired := issue(t, certs.Spec{ForClient: true, NotBefore: -24 * time.Hour, NotAfter: -time.Hour})
	ofAServer := issue(t, certs.Spec{})
	eachClient(t, andCurl(), func(t *testing.T, c *foreign.Client) {
		for alert, certificate := range map[string]*certs.Certificate{
			"unknown_ca":          strange,
			"certificate_expired": expired,
			"bad_certificate":     ofAServer,
		} {
			for _, auth := range []tls.ClientAuthType{tls.VerifyClientCertIfGiven, tls.RequireAndVerifyClientCert} {
				s := startFor(t, c, pinned(t, wire.VersionTLS12, ecdheCBC, asking(auth), namingNobody))
				requireRefused(t, c, with(t, s.request(wire.VersionTLS12), certificate), alert)
			}
			s := startFor(t, c, pinned(t, wire.VersionTLS12, ecdheCBC, asking(tls.RequireAnyClientCert), namingNobody))
			requireConnects(t, c, with(t, s.request(wire.VersionTLS12), certificate))
		}
	})
}

// RFC 5246, section 7.4.4.
func TestOpenSSLSeesTheNamesAndSchemesOfACertificateRequest(t *testing.T) {
	t.Parallel()
	c := foreign.OpenSSL(t)
	requested := func(change func(*fixtures.Profile)) string {
		s := startEcho(t, pinned(t, wire.VersionTLS12, ecdheCBC, asking(tls.RequestClientCert), change))
		return requireConnects(t, c, s.request(wire.VersionTLS12)).Output
	}
	require.Contains(t, requested(func(*fixtures.Profile) {}), "Acceptable client certificate CA names\n"+
		"O = legacytls test authority (never trust), CN = legacytls test authority (never trust)\nClient Certificate Types: RSA sign, ECDSA sign\n")
	require.Contains(t, requested(func(p *fixtures.Profile) { p.ClientCANames = []string{"Root One", "Root Two"} }),
		"Acceptable client certificate CA names\nCN = Root One\nCN = Root Two\nClient Certificate Types: RSA sign, ECDSA sign\n")
	require.Contains(t, requested(namingNobody), "No client certificate CA names sent\n")
	require.Contains(t, requested(func(p *fixtures.Profile) {
		p.ClientSchemes = []tls.SignatureScheme{tls.PKCS1WithSHA1, tls.PSSWithSHA384, tls.ECDSAWithP256AndSHA256, tls.Ed25519}
	}), "\nRequested Signature Algorithms: RSA+SHA1:RSA-PSS+SHA384:ECDSA+SHA256:ed25519\n")
}

// A client signs with one of them, or has no certificate to show.
func TestAClientSignsWithASchemeThatIsAskedFor(t *testing.T) {
	t.Parallel()
	eachClient(t, andCurl(), func(t *testing.T, c *foreign.Client) {
		for _, scheme := range []tls.SignatureScheme{tls.PKCS1WithSHA1, tls.PKCS1WithSHA256, tls.PKCS1WithSHA512, tls.PSSWithSHA256} {
			s := startFor(t, c, pinned(t, wire.VersionTLS12, rsaCBC, asking(tls.RequireAndVerifyClientCert), func(p *fixtures.Profile) {
				p.ClientSchemes = []tls.SignatureScheme{scheme}
			}))
			requireConnects(t, c, with(t, s.request(wire.VersionTLS12), clientCertificate(t, certs.RSA2048)))
		}
	})
}
