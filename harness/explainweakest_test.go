package harness_test

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// Of what helps, that which weakens least is printed: a strong cipher although the server
// prefers a weak one, and the newest version that it speaks.
func TestTheLeastWeakeningIsPrinted(t *testing.T) {
	t.Parallel()
	prefersRC4 := profile(fixtures.RSAKeyExchangeOnly(), "prefers-rc4", func(p *fixtures.Profile) {
		p.Suites = []uint16{tls.TLS_RSA_WITH_RC4_128_SHA, tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA, tls.TLS_RSA_WITH_AES_256_CBC_SHA}
	})
	upTo11 := profile(fixtures.TLS11ECDHE(), "up-to-11", func(p *fixtures.Profile) { p.MinVersion = tls.VersionTLS10 })
	for _, tc := range []struct {
		profile fixtures.Profile
		works   string
	}{
		{prefersRC4, "tls.Config.CipherSuites with TLS_RSA_WITH_AES_256_CBC_SHA  (tried now)"},
		{upTo11, "tls.Config.MinVersion of TLS 1.1  (tried now)"},
	} {
		s, _ := watch(t, tc.profile)
		config := explicitClient(s)
		config.MinVersion = tls.VersionTLS12
		config.CipherSuites = []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA}
		require.Equal(t, tc.works, said(explained(t, s, config), "works"))
	}
}

// A server that prefers weak ciphers needs no setting for them.
func TestTheSettingThatIsPrintedIsForStrongCiphers(t *testing.T) {
	t.Parallel()
	text := explainedBy(t, go127, fixtures.F5BIGIP112(), harness.Client{}) // RC4-SHA, AES128-SHA, ..., DES-CBC3-SHA
	require.Contains(t, said(text, "works"), "TLS_RSA_WITH_AES_128_CBC_SHA  (tried now)\nGODEBUG=tlsrsakex=1, Go 1.22 to 1.26  (measured with go1.26.11)")
	require.NotContains(t, text, "tls3des=1")
}

func TestAProtocolThatTheServerHasIsTried(t *testing.T) {
	t.Parallel()
	p := profile(fixtures.TLS12Only(), "acme", func(p *fixtures.Profile) { p.ALPN = []string{"acme"} })
	s, _ := watch(t, p)
	config := explicitClient(s)
	config.NextProtos = []string{"http/1.1"}
	require.Equal(t, `tls.Config.NextProtos with ["acme"]  (tried now)`, said(explained(t, s, config), "works"))
}

func TestAVersionThatTheServerHasIsTried(t *testing.T) {
	t.Parallel()
	s, _ := watch(t, fixtures.TLS13Only())
	config := explicitClient(s)
	config.MaxVersion = tls.VersionTLS12
	require.Equal(t, "tls.Config.MaxVersion of TLS 1.3  (tried now)", said(explained(t, s, config), "works"))

	s, _ = watch(t, fixtures.TLS12Only())
	config = explicitClient(s)
	config.MinVersion = tls.VersionTLS13
	require.Equal(t, "tls.Config.MinVersion of TLS 1.2  (tried now)", said(explained(t, s, config), "works"))
}
