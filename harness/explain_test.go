package harness_test

import (
	"crypto/tls"
	"os"
	"strings"
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
		{fixtures.SSL3Only(), from12, "the server speaks SSL 3.0", "nothing helps", "no Go client since 1.12 offers SSL 3.0"},
		{fixtures.DHE1024Only(), from12, "no Go release implements DHE-RSA-AES256-SHA, DHE-RSA-AES128-SHA, DHE-RSA-AES256-GCM-SHA384, DHE-RSA-AES128-GCM-SHA256", "nothing helps", "no Go release implements"},
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

// The clause about the defaults of Go is for clients that start where they do.
func TestAClientIsToldOfTheLowestVersionOfGoOnlyIfItHasThat(t *testing.T) {
	t.Parallel()
	const clause = "since Go 1.18"
	for _, tc := range []struct {
		profile fixtures.Profile
		lowest  uint16
		told    bool
	}{
		{fixtures.TLS10PinnedModernStack(), tls.VersionTLS12, true},
		{fixtures.TLS10PinnedModernStack(), tls.VersionTLS11, false},
		{fixtures.TLS10PinnedModernStack(), tls.VersionTLS13, false},
		{fixtures.SSL3Only(), tls.VersionTLS10, false},
		{fixtures.SSL3Only(), tls.VersionTLS12, false},
	} {
		s, _ := watch(t, tc.profile)
		config := explicitClient(s)
		config.MinVersion = tc.lowest
		cause := line(t, explained(t, s, config), "cause")
		require.Equal(t, tc.told, strings.Contains(cause, clause), "%s, from %04x: %s", tc.profile.Name, tc.lowest, cause)
	}
}

func TestAHeadlineSaysWhoEndedTheHandshake(t *testing.T) {
	t.Parallel()
	from12 := func(c *tls.Config) { c.MinVersion = tls.VersionTLS12 }
	ecdhe := func(c *tls.Config) { c.CipherSuites = []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256} }
	for _, tc := range []struct {
		profile  fixtures.Profile
		set      func(*tls.Config)
		headline string
	}{
		{fixtures.TLS10RSAKeyExchange(), from12, "tls10-rsa-key-exchange: the client ended the handshake with alert protocol_version(70): tls: server selected unsupported protocol version 301"},
		{fixtures.TLS10PinnedModernStack(), from12, "tls10-pinned-modern-stack refused the handshake: remote error: tls: protocol version not supported"},
		{refusing(fixtures.Refusal{Kind: fixtures.RefuseClose}), ecdhe, "refusing refused the handshake: EOF"},
	} {
		s, _ := watch(t, tc.profile)
		config := explicitClient(s)
		tc.set(config)
		require.Equal(t, tc.headline, strings.SplitN(explained(t, s, config), "\n", 2)[0])
	}
}

// Suites that are missing for the same reason are told together, each reason once.
func TestACauseSaysNothingTwice(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		profile fixtures.Profile
		cause   string
	}{
		{fixtures.RSAKeyExchangeOnly(), "no common suite: no RSA key exchange suites in the default ClientHello since Go 1.22; no 3DES suites in the default ClientHello since Go 1.23; the default ClientHello never has AES128-SHA256"},
		{fixtures.DESCBC3SHAOnly(), "no common suite: no RSA key exchange suites in the default ClientHello since Go 1.22; no 3DES suites in the default ClientHello since Go 1.23"},
		{fixtures.ECDHE3DESOnly(), "no common suite: no 3DES suites in the default ClientHello since Go 1.23"},
		{fixtures.ECDHECBCOnly(), "no common suite: the client's configuration leaves out ECDHE-RSA-AES128-SHA, ECDHE-RSA-AES256-SHA"},
	} {
		s, _ := watch(t, tc.profile)
		require.Equal(t, tc.cause, line(t, explained(t, s, ecdheOnly(s)), "cause"))
	}
}

func TestOneSuiteIsSpokenOfAsOne(t *testing.T) {
	t.Parallel()
	s, _ := watch(t, fixtures.AES128SHAOnly())
	config := explicitClient(s)
	config.MaxVersion, config.CipherSuites = tls.VersionTLS12, []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}
	require.Contains(t, line(t, explained(t, s, config), "client offered"), "; 1 suite: 1 ECDHE, ")
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
		"sha1-signer": "the server signs its key exchange with rsa_pkcs1_sha1 alone, which the client does not offer; Go clients offer no SHA-1 in TLS 1.2 since Go 1.25",
		"small-key":   "the server's RSA key has 512 bits, and crypto/rsa refuses keys below 1024 since Go 1.24",
	}
	works := map[string]string{
		"sha1-signer": "GODEBUG=tlssha1=1, Go 1.25 to 1.27  (measured with go1.27.4)",
		"small-key":   "GODEBUG=rsa1024min=0, Go 1.24 to 1.27  (measured with go1.27.4)",
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
			text := explained(t, s, explicitClient(s))
			require.Equal(t, causes[p.Name], line(t, text, "cause"))
			require.Contains(t, text, works[p.Name])
			require.NotContains(t, text, "refuses to start", "these settings are not removed")
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

// What a server that wants a client certificate says is not always about that.
func TestACauseIsWhatTheAlertIsAbout(t *testing.T) {
	t.Parallel()
	acme := profile(fixtures.ClientCertificateRequired(), "acme", func(p *fixtures.Profile) { p.ALPN = []string{"acme"} })
	optional := profile(fixtures.ClientCertificateRequired(), "optional", func(p *fixtures.Profile) { p.ClientAuth = tls.VerifyClientCertIfGiven })
	strange := profile(fixtures.TLS12Only(), "strange", func(p *fixtures.Profile) { p.Quirks.SelectSuite = tls.TLS_RSA_WITH_AES_128_CBC_SHA })
	const ecdsaSHA224 = 0x0303 // which no Go client offers
	ecdsa := profile(fixtures.TLS12Only(), "ecdsa", func(p *fixtures.Profile) {
		p.Suites, p.Certificate.Key = []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}, certs.ECDSAP256
		p.SignatureSchemes = []tls.SignatureScheme{tls.PKCS1WithSHA256, ecdsaSHA224}
	})
	stranger := certificateOfAStranger(t)
	for _, tc := range []struct {
		profile fixtures.Profile
		change  func(*tls.Config)
		cause   string
	}{
		{acme, func(c *tls.Config) { c.NextProtos = []string{"http/1.1"} }, `no common application protocol (ALPN): the client offers ["http/1.1"], the server has ["acme"]`},
		{acme, func(c *tls.Config) { c.NextProtos = []string{"acme"} }, "the server requires a client certificate"},
		{optional, func(c *tls.Config) { c.Certificates = []tls.Certificate{stranger} }, "the server does not accept the client's certificate, and would do without one"},
		{strange, func(c *tls.Config) { c.CipherSuites = []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256} }, "the server selects AES128-SHA, whether the client offers it or not"},
		{ecdsa, func(*tls.Config) {}, "the server signs its key exchange with ecdsa_sha224 alone"},
	} {
		s, _ := watch(t, tc.profile)
		config := explicitClient(s)
		tc.change(config)
		require.Contains(t, line(t, explained(t, s, config), "cause"), tc.cause)
	}
}

// certificateOfAStranger is a client certificate of an authority that no server trusts.
func certificateOfAStranger(t *testing.T) tls.Certificate {
	t.Helper()
	authority, err := certs.NewAuthority(certs.AuthoritySpec{})
	require.NoError(t, err)
	cert, err := authority.Issue(certs.Spec{ForClient: true})
	require.NoError(t, err)
	return cert.TLS()
}
