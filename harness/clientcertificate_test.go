package harness_test

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

func TestAClientCertificateOfTheAuthorityIsAccepted(t *testing.T) {
	t.Parallel()
	s, over := watch(t, fixtures.ClientCertificateRequired())
	config := clientOf(t, s)
	_, err := ping(s, config)
	require.NoError(t, err)
	chain := next(t, over).State.ClientCertificates
	require.Len(t, chain, 1)
	require.Equal(t, "a test client", chain[0].Subject.CommonName)
}

// RFC 5246, section 7.4.6, and OpenSSL have handshake_failure; crypto/tls has
// it since Go 1.25 only.
func TestAClientWithoutACertificateIsRefusedByHandshakeFailure(t *testing.T) {
	t.Parallel()
	s, over := watch(t, fixtures.ClientCertificateRequired())
	_, err := ping(s, explicitClient(s))
	require.EqualError(t, err, "remote error: tls: handshake failure")
	c := next(t, over)
	require.Equal(t, &harness.Alert{From: harness.ServerSide, Code: harness.HandshakeFailure}, c.Alert)
	require.EqualError(t, c.Err, "the client has no certificate, the server requires one")
}

func TestAForeignClientCertificateIsRefused(t *testing.T) {
	t.Parallel()
	s, over := watch(t, fixtures.ClientCertificateRequired())
	config := explicitClient(s)
	// Sent although the server's list of authorities does not have its issuer.
	stranger := issueClient(t, foreign(t))
	config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &stranger, nil }
	_, err := ping(s, config)
	require.ErrorContains(t, err, "remote error: tls: ")
	c := next(t, over)
	require.False(t, c.Established)
	require.ErrorContains(t, c.Err, "leads to none of the authorities that the server trusts")
	require.Equal(t, harness.ServerSide, c.Alert.From)
}

func TestWithClientAuthorityAcceptsItsCertificatesAlone(t *testing.T) {
	t.Parallel()
	partners := foreign(t)
	s, over := watch(t, fixtures.ClientCertificateRequired(), harness.WithClientAuthority(partners))
	config := explicitClient(s)
	config.Certificates = []tls.Certificate{issueClient(t, partners)}
	_, err := ping(s, config)
	require.NoError(t, err)
	next(t, over)

	ours := clientCertificate(t)
	config.Certificates = nil
	config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &ours, nil }
	_, err = ping(s, config)
	require.Error(t, err)
	require.ErrorContains(t, next(t, over).Err, "leads to none of the authorities that the server trusts")
}

// In TLS 1.3 the client is through before the server has judged its
// certificate, and learns the verdict when it reads.
func TestAClientOfTLS13WithoutACertificateIsRefused(t *testing.T) {
	t.Parallel()
	s, over := watch(t, profile(fixtures.TLS13Only(), "mutual", func(p *fixtures.Profile) { p.ClientAuth = tls.RequireAndVerifyClientCert }))
	_, err := ping(s, explicitClient(s))
	require.ErrorContains(t, err, "remote error: tls: certificate required")
	require.ErrorContains(t, next(t, over).Err, "client didn't provide a certificate")

	_, err = ping(s, clientOf(t, s))
	require.NoError(t, err)
	require.Len(t, next(t, over).State.ClientCertificates, 1)
}

func TestASessionOfAClientWithACertificateIsResumed(t *testing.T) {
	t.Parallel()
	s, over := watch(t, fixtures.ClientCertificateRequired())
	config := clientOf(t, s)
	config.ClientSessionCache = tls.NewLRUClientSessionCache(1)
	for _, resumed := range []bool{false, true} {
		_, err := ping(s, config)
		require.NoError(t, err)
		c := next(t, over)
		require.Equal(t, resumed, c.State.Resumed)
		require.Len(t, c.State.ClientCertificates, 1)
	}
}
