package harness_test

import (
	"crypto/tls"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// explainedBy returns what is said of a client of a release that does not reach p.
func explainedBy(t *testing.T, release string, p fixtures.Profile, c harness.Client) string {
	t.Helper()
	r := runnerWith(t, release)
	target := harness.TargetOf(harness.Start(t, p, harness.WithLines(nil)))
	o, err := r.Connect(bg, build(release, harness.Settings{}), c, target)
	require.NoError(t, err)
	require.False(t, o.OK(), p.Name)
	return r.Explain(bg, o, c, target).String()
}

// said is what an explanation has under a label, with the lines that go on with it.
func said(text, label string) string {
	var lines []string
	in := false
	for _, l := range strings.Split(text, "\n") {
		if len(l) < 21 || !strings.HasPrefix(l, "    ") {
			continue
		}
		if head := strings.TrimSpace(l[4:19]); head != "" {
			in = head == label
		}
		if in {
			lines = append(lines, strings.TrimSpace(l[19:]))
		}
	}
	return strings.Join(lines, "\n")
}

const (
	classicCurves = "tls.Config.CurvePreferences with x25519, secp256r1, secp384r1, secp521r1  (tried now)"
	ignoreUnknown = "let the server, and what stands before it, ignore what they do not know (RFC 8446, section 9.3)"
)

func TestAHelloThatAServerCannotStandIsExplained(t *testing.T) {
	t.Parallel()
	suites := quirky("suites", fixtures.Quirks{RefuseSuitesOver: 4})
	protocols := harness.Client{ALPN: []string{"h2", "http/1.1"}}
	for _, tc := range []struct {
		profile              fixtures.Profile
		client               harness.Client
		takes, cause         string
		label, helps, better string
	}{
		{fixtures.HelloOver1SegmentIntolerant(), harness.Client{}, "takes no ClientHello over 1443 bytes",
			"the ClientHello has 1484 bytes, this server takes 1443; 1216 bytes of the ClientHello are the key share of X25519MLKEM768, a post-quantum group; such is the default ClientHello of Go 1.23 and newer",
			"works", classicCurves + "\nGODEBUG=tlsmlkem=0, Go 1.24 to 1.27  (measured with go1.27.4)",
			"let the server, and what stands before it, read a ClientHello of any length (RFC 8446, section 5.1)"},
		{fixtures.SecpMLKEMIntolerant(), harness.Client{}, "takes no client that offers SecP256r1MLKEM768, SecP384r1MLKEM1024",
			"the client offers SecP256r1MLKEM768 in supported_groups, which this server does not take; such is the default ClientHello of Go 1.26 and newer",
			"works", classicCurves + "\nGODEBUG=tlssecpmlkem=0, Go 1.26 to 1.27  (measured with go1.27.4)", ignoreUnknown},
		{fixtures.MLDSAIntolerant(), harness.Client{}, "takes no client that offers mldsa44, mldsa65, mldsa87 in signature_algorithms",
			"the client offers mldsa44 in signature_algorithms, which this server does not take; such is the default ClientHello of Go 1.27 and newer",
			"works", "tls.Config.MaxVersion of TLS 1.2  (tried now)", ignoreUnknown},
		{fixtures.TLS13IntolerantReset(), harness.Client{}, "takes no client that offers TLS 1.3",
			"the client offers TLS 1.3 in supported_versions, which this server does not take; such is the default ClientHello of Go 1.13 and newer",
			"works", "tls.Config.MaxVersion of TLS 1.2  (tried now)", ignoreUnknown},
		{fixtures.TLS12VersionIntolerant(), harness.Client{}, "takes no ClientHello of a version over TLS 1.0",
			"the legacy_version of the ClientHello is TLS 1.2, this server takes none over TLS 1.0; such is the default ClientHello of every Go release since 1.12; " +
				"and behind that, no common protocol version: the client offers TLS 1.3, 1.2, the server speaks TLS 1.0; Go clients start at TLS 1.2 by default since Go 1.18" +
				"; the server knows nothing of supported_versions, and answers with TLS 1.0",
			"works", "tls.Config.MinVersion of TLS 1.0 and tls.Config.MaxVersion of TLS 1.0  (tried now)",
			"let the server answer with a version of its own (RFC 5246, appendix E.1)"},
		{fixtures.SignatureAlgorithmsCertIntolerant(), harness.Client{}, "takes no ClientHello with signature_algorithms_cert",
			"the ClientHello has the extension signature_algorithms_cert, which this server does not take; such is the default ClientHello of Go 1.25 and newer",
			"nothing helps", "no setting of Go leaves the extension out", ignoreUnknown},
		{fixtures.ALPNIntolerant(), protocols, "takes no ClientHello with application_layer_protocol_negotiation",
			"the ClientHello has the extension application_layer_protocol_negotiation, which this server does not take",
			"works", "tls.Config.NextProtos without anything  (tried now)", ignoreUnknown},
		{fixtures.UnknownFirstGroupIntolerant(), harness.Client{}, "takes only clients whose first group is one of its own",
			"the client's first group is X25519MLKEM768, this server wants one of its own there; such is the default ClientHello of every Go release since 1.12",
			"works", "tls.Config.CurvePreferences with secp256r1, secp384r1, secp521r1  (tried now)", ignoreUnknown},
		{fixtures.ServerNameRequired(), harness.Client{}, "takes only clients that ask for a server name",
			"the client sends no server_name, which this server insists on; Go sends none for an IP address",
			"works", "tls.Config.ServerName of localhost  (tried now)", "let the client dial the server by its name, not by an IP address"},
		{suites, harness.Client{}, "takes no client with over 4 suites",
			"the client offers 13 cipher suites, this server takes 4; such is the default ClientHello of every Go release since 1.12",
			"works", "tls.Config.MaxVersion of TLS 1.2 and tls.Config.CipherSuites with TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256  (tried now)", ignoreUnknown},
	} {
		text := explainedBy(t, go127, tc.profile, tc.client)
		require.Contains(t, said(text, "server accepts"), "; "+tc.takes)
		require.Equal(t, tc.cause, said(text, "cause"))
		require.Equal(t, tc.helps, said(text, tc.label))
		require.Equal(t, tc.better, said(text, "better"))
		require.NotContains(t, text, "refuses to start", "what is printed is for Go 1.27")
	}
}

// What was tried and does not help is said, and not that it works.
func TestATryThatDoesNotHelpIsSaidSo(t *testing.T) {
	t.Parallel()
	p := quirky("pss", fixtures.Quirks{RefuseSchemes: []tls.SignatureScheme{tls.PSSWithSHA256}})
	s, _ := watch(t, p)
	text := explained(t, s, explicitClient(s))
	require.Equal(t, "tls.Config.MaxVersion of TLS 1.2  (tried now)", said(text, "no help"))
	require.Equal(t, "no setting of Go leaves other signature schemes out than ML-DSA and SHA-1", said(text, "nothing helps"))
	require.Empty(t, said(text, "works"))
}

// Changes are tried for the name and the protocols of the client that failed.
func TestAChangeIsTriedForTheClientAsItIs(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 60) + ".example.test"
	for _, tc := range []struct {
		quirks fixtures.Quirks
		set    func(*tls.Config)
		works  string
	}{
		{fixtures.Quirks{RefuseHelloOver: 600}, func(c *tls.Config) { c.NextProtos = longProtocols(10) }, "tls.Config.NextProtos without anything  (tried now)"},
		{fixtures.Quirks{RefuseUnknownServerName: true}, func(c *tls.Config) { c.ServerName = long }, "tls.Config.ServerName of localhost  (tried now)"},
	} {
		s, _ := watch(t, quirky("as-it-is", tc.quirks))
		config := explicitClient(s)
		tc.set(config)
		text := explained(t, s, config)
		require.Equal(t, tc.works, said(text, "works"), text)
	}
}

// longProtocols are application protocols of 100 bytes each.
func longProtocols(n int) []string {
	var all []string
	for i := 0; i < n; i++ {
		all = append(all, strings.Repeat("x", 99)+string(rune('a'+i)))
	}
	return all
}

// What stands behind an intolerance needs its own remedy, at the same time.
func TestAChangeReachesWhatIsBehindAnIntolerance(t *testing.T) {
	t.Parallel()
	p := profile(fixtures.TLS10RSAKeyExchange(), "old-and-small", func(p *fixtures.Profile) { p.Quirks.RefuseHelloOver = 260 })
	s, _ := watch(t, p)
	config := explicitClient(s)
	config.MinVersion, config.CipherSuites = tls.VersionTLS12, []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}
	config.NextProtos = longProtocols(3)
	text := explained(t, s, config)
	require.Contains(t, said(text, "cause"), "; and behind that, no common protocol version: ")
	require.Contains(t, said(text, "cause"), "; and no common suite: ")
	require.Contains(t, said(text, "works"), "tls.Config.MinVersion of TLS 1.0")
	require.Contains(t, said(text, "works"), "tls.Config.CipherSuites with TLS_RSA_WITH_AES_256_CBC_SHA")
	require.Contains(t, said(text, "works"), "tls.Config.NextProtos without anything")
}

func TestAPortWithoutTLSIsCalledSo(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		profile fixtures.Profile
		cause   string
		better  string
	}{
		{fixtures.StartTLSPort(), `the server begins with the banner "220 mail.example.com ESMTP\r\n" and speaks no TLS before it is asked to (STARTTLS)`, "smtp.Client.StartTLS"},
		{fixtures.PlainHTTPPort(), `whatever comes, the server answers "HTTP/1.1 400 Bad Request\r\n`, "let the client dial a port with TLS 1.2"},
		{fixtures.SSL2Only(), `whatever comes, the server answers "\x80\x03\x00\x00\x01" and closes: it speaks no TLS here`, "let the client dial a port with TLS 1.2"},
	} {
		s, _ := watch(t, tc.profile)
		text := explained(t, s, explicitClient(s))
		require.Equal(t, "no TLS", said(text, "server accepts"))
		require.Contains(t, said(text, "cause"), tc.cause)
		require.Equal(t, "no setting of a TLS client changes what this port speaks", said(text, "nothing helps"))
		require.Contains(t, said(text, "better"), tc.better)
	}
}
