package harness_test

import (
	"crypto/tls"
	"crypto/x509"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// A server that asks for a certificate after the request, and does not insist, looks
// the same to whoever has one and whoever has none.
func TestAConnectionIsDescribedWithTheCertificateOfTheClient(t *testing.T) {
	t.Parallel()
	p := profile(fixtures.ClientCertificateAfterRequest(), "optional", func(p *fixtures.Profile) { p.ClientAuth = tls.RequestClientCert })
	s, over := watch(t, p)
	config := clientOf(t, s)
	_, err := ping(s, config)
	require.NoError(t, err)
	with := next(t, over)
	require.Regexp(t, `^connection 1: TLS 1\.2 [A-Z0-9-]+, client certificate CN=a test client$`, with.Describe(p))
	require.Equal(t, "CN=a test client", with.ClientSubject())

	config.Certificates = nil
	_, err = ping(s, config)
	require.NoError(t, err)
	without := next(t, over)
	require.Regexp(t, `^connection 2: TLS 1\.2 [A-Z0-9-]+$`, without.Describe(p))
	require.Empty(t, without.ClientSubject())
}

func TestAConnectionIsDescribedAsResumed(t *testing.T) {
	t.Parallel()
	for _, p := range []fixtures.Profile{fixtures.AES128SHAOnly(), fixtures.TLS13Only()} {
		s, over := watch(t, p)
		config := explicitClient(s)
		config.ClientSessionCache = tls.NewLRUClientSessionCache(1)
		for _, want := range []string{`: TLS 1\.\d [A-Z0-9_-]+$`, `: TLS 1\.\d [A-Z0-9_-]+, resumed$`} {
			_, err := ping(s, config)
			require.NoError(t, err)
			require.Regexp(t, want, next(t, over).Describe(p))
		}
	}
}

func TestACertificateWithoutASubjectIsOneAllTheSame(t *testing.T) {
	t.Parallel()
	c := harness.Connection{Established: true, State: harness.State{Version: tls.VersionTLS12, Suite: 0x002F}}
	c.State.ClientCertificates = []*x509.Certificate{{}}
	require.Equal(t, "connection 0: TLS 1.2 AES128-SHA, client certificate without a subject", c.Describe(fixtures.AES128SHAOnly()))
}
