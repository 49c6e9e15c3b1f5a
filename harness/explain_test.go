package harness_test

import (
	"crypto/tls"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// The causes are those that a client sees as something else.
func TestAnExplanationNamesTheCause(t *testing.T) {
	t.Parallel()
	set := func(f func(*tls.Config)) func(*harness.Server) *tls.Config {
		return func(s *harness.Server) *tls.Config {
			config := explicitClient(s)
			f(config)
			return config
		}
	}
	from12 := set(func(c *tls.Config) { c.MinVersion = tls.VersionTLS12 })
	for _, tc := range []struct {
		profile             fixtures.Profile
		client              func(*harness.Server) *tls.Config
		cause, label, helps string
	}{
		{fixtures.TLS10RSAKeyExchange(), from12, "the server knows nothing of supported_versions, and answers with TLS 1.0", "works", "tls.Config.MinVersion of TLS 1.0"},
		{fixtures.TLS10RSAKeyExchange(), ecdheOnly, "; and no common suite: no RSA key exchange suites", "works", "tls.Config.MinVersion of TLS 1.0"},
		{fixtures.SSL3Only(), from12, "the server speaks SSL 3.0", "nothing helps", "no Go release since 1.14 has SSL 3.0"},
		{fixtures.DHEOnly(), from12, "no Go release implements DHE-RSA-AES256-SHA, DHE-RSA-AES128-SHA, DHE-RSA-AES256-GCM-SHA384, DHE-RSA-AES128-GCM-SHA256", "nothing helps", "no Go release implements"},
		{fixtures.SchannelReset(), ecdheOnly, "no RSA key exchange suites in the default ClientHello since Go 1.22", "works", "tls.Config.CipherSuites with TLS_RSA_WITH_AES_256_GCM_SHA384  (tried now)"},
		{fixtures.ECDHECBCOnly(), set(func(c *tls.Config) { c.CurvePreferences = []tls.CurveID{tls.X25519} }), "no common named group: the client offers x25519, the server accepts secp256r1, secp384r1, secp521r1", "works", "tls.Config.CurvePreferences with secp256r1, secp384r1, secp521r1  (tried now)"},
		{profile(fixtures.TLS12Only(), "md5", func(p *fixtures.Profile) { p.SignatureSchemes = []tls.SignatureScheme{0x0101} }), from12, "the server signs its key exchange with rsa_pkcs1_md5 alone, which the client does not offer", "better", "let the server sign with SHA-256"},
		{fixtures.ClientCertificateRequired(), from12, "the server requires a client certificate", "works", "tls.Config.Certificates with one of the authority that the server trusts  (tried now)"},
	} {
		s, _ := watch(t, tc.profile)
		text := explained(t, s, tc.client(s))
		require.Contains(t, line(t, text, "cause"), tc.cause)
		require.Contains(t, line(t, text, tc.label), tc.helps)
	}
}

func TestAnExplanationSaysHowAServerEndsWithoutAnAlert(t *testing.T) {
	t.Parallel()
	for kind, ending := range map[fixtures.RefusalKind]string{
		fixtures.RefuseClose:   "the server, closing without an alert",
		fixtures.RefuseReset:   "the server, resetting the TCP connection",
		fixtures.RefuseSilence: "the server, silence",
	} {
		s, _ := watch(t, refusing(fixtures.Refusal{Kind: kind}), harness.WithHandshakeTimeout(50*time.Millisecond))
		text := explained(t, s, ecdheOnly(s))
		require.Equal(t, ending, line(t, text, "ended by"))
		require.Contains(t, line(t, text, "server's error"), "the client offers 7 cipher suites, none of them AES128-GCM-SHA256")
	}
}

func TestWhatTheClientsAlertSaysIsNotSaidAgain(t *testing.T) {
	t.Parallel()
	for _, p := range []fixtures.Profile{fixtures.TLS12Only(), fixtures.TLS13Only()} {
		s, _ := watch(t, p)
		config := explicitClient(s)
		config.RootCAs = foreign(t).Pool()
		text := explained(t, s, config)
		require.Equal(t, "alert bad_certificate(42) from the client", line(t, text, "ended by"))
		require.NotContains(t, text, "server's error")
	}
}

// SHA-1 signatures and small keys depend on GODEBUG settings of the program. With
// those that the explanation names they work.
func TestSettingsThatBringTheServerBackAreNamed(t *testing.T) {
	causes := map[string]string{
		"sha1-signer": "the server signs its key exchange with rsa_pkcs1_sha1 alone, which the client does not offer; Go clients offer no SHA-1 in TLS 1.2 since Go 1.25, GODEBUG=tlssha1=1 brings it back",
		"small-key":   "the server's RSA key has 512 bits, and crypto/rsa refuses keys below 1024 since Go 1.24; GODEBUG=rsa1024min=0 brings them back",
	}
	if os.Getenv(childVariable) != "" {
		for _, p := range []fixtures.Profile{
			fixtures.SHA1Signer(),
			profile(fixtures.RSAKeyExchangeOnly(), "small-key", func(p *fixtures.Profile) { p.Certificate.Key = certs.RSA512 }),
		} {
			s, _ := watch(t, p)
			if os.Getenv("GODEBUG") == "tlssha1=1,rsa1024min=0" {
				_, err := ping(s, explicitClient(s))
				require.NoError(t, err, p.Name)
				continue
			}
			require.Equal(t, causes[p.Name], line(t, explained(t, s, explicitClient(s)), "cause"))
		}
		return
	}
	t.Parallel()
	if minorOf() < 25 {
		t.Skip("Go offers no SHA-1 since 1.25")
	}
	for _, settings := range []string{"tlssha1=0,rsa1024min=1", "tlssha1=1,rsa1024min=0"} {
		out, err := child(t, t.Name(), "GODEBUG="+settings).CombinedOutput()
		require.NoError(t, err, "%s: %s", settings, out)
	}
}
