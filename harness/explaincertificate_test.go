package harness_test

import (
	"crypto/tls"
	"crypto/x509"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

const (
	anyCertificate = "tls.Config.InsecureSkipVerify, which takes any certificate: only with a check of your own in VerifyConnection  (tried now)"
	newCertificate = "give the server a new certificate"
)

// showing is a server that every client reaches but for its certificate.
func showing(t *testing.T, certificate string) fixtures.Profile {
	t.Helper()
	spec, err := certs.Find(certificate)
	require.NoError(t, err)
	return profile(fixtures.TLS12Only(), certificate, func(p *fixtures.Profile) { p.Certificate = spec })
}

// What mends it is tried with a client that does look at the certificate, the least
// weakening first.
func TestACertificateThatAClientRefusesIsExplained(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		certificate         string
		set                 func(*tls.Config)
		cause, label, helps string
		better              string
	}{
		{"", func(c *tls.Config) { c.RootCAs = x509.NewCertPool() },
			"the client does not know the authority that issued the server's certificate",
			"works", "tls.Config.RootCAs with the server's authority  (tried now)", "trust it in tls.Config.RootCAs of the client (Server.Roots, -roots FILE)"},
		{"", func(c *tls.Config) { c.ServerName = "other.example.test" },
			"the certificate is for other names than the client asks for",
			"works", "tls.Config.ServerName of localhost  (tried now)", "give the server a certificate with the name among its alternative names (subjectAltName)"},
		{"expired-root", func(*tls.Config) {},
			"a certificate of the chain has expired, or is not valid yet, by the client's clock: current time ",
			"works", anyCertificate, newCertificate + ", or set the clocks right"},
		{"san-bad-uri", func(*tls.Config) {},
			`a certificate that the server sends is malformed, as far as is known for every Go release since 1.12: cannot parse URI "http://[::1"`,
			"nothing helps", "no setting of Go makes crypto/x509 read it, and InsecureSkipVerify does not skip reading", newCertificate},
	} {
		p := fixtures.TLS12Only()
		if tc.certificate != "" {
			p = showing(t, tc.certificate)
		}
		s, _ := watch(t, p)
		config := explicitClient(s)
		tc.set(config)
		text := explained(t, s, config)
		require.Contains(t, line(t, text, "cause"), tc.cause)
		require.Equal(t, tc.helps, said(text, tc.label))
		require.Equal(t, tc.better, said(text, "better"))
	}
}

// Of a server that is not ours the client's words tell.
func TestACertificateOfAStrangerIsExplained(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go127)
	s := harness.Start(t, showing(t, "sha1-leaf"), harness.WithLines(nil))
	stranger := harness.Target{Addr: s.Addr, RootsPEM: s.RootsPEM}
	o, err := r.Connect(bg, build(go127, harness.Settings{}), harness.Client{}, stranger)
	require.NoError(t, err)
	e := r.Explain(bg, o, harness.Client{}, stranger)
	require.Equal(t, harness.CauseCertificate, e.Cause)
	text := e.String()
	require.Equal(t, "a certificate of the chain is signed with SHA-1, which Go refuses since 1.18", said(text, "cause"))
	require.Contains(t, said(text, "works"), "GODEBUG=x509sha1=1, Go 1.18 to 1.23  (measured with go1.23.12)\n(a Go 1.27 program refuses to start with these in its environment)")
	require.Contains(t, text, anyCertificate, "what is left for Go 1.27")
}
