package harness_test

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/sweep"
)

// ecdheOnly is what Go 1.22 and later offer by default, as far as it matters.
func ecdheOnly(s *harness.Server) *tls.Config {
	config := explicitClient(s)
	config.MinVersion = tls.VersionTLS12
	config.CipherSuites = []uint16{
		tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
		tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
	}
	return config
}

// explained returns what RequireConnects says of a client of s that fails.
func explained(t *testing.T, s *harness.Server, config *tls.Config) string {
	t.Helper()
	_, err := ping(s, config)
	require.Error(t, err)
	text := fatal(t, func(tb testing.TB) { harness.RequireConnects(tb, s, err) })
	require.NotEmpty(t, text)
	return text
}

// line returns the text behind a label of an explanation.
func line(t *testing.T, text, label string) string {
	t.Helper()
	m := regexp.MustCompile(`(?m)^    ` + regexp.QuoteMeta(label) + ` +(.*)$`).FindStringSubmatch(text)
	require.NotNil(t, m, "no line %q in\n%s", label, text)
	return m[1]
}

func TestAConnectionIsAllThatRequireConnectsWants(t *testing.T) {
	t.Parallel()
	s, _ := watch(t, fixtures.RSAKeyExchangeOnly())
	_, err := ping(s, explicitClient(s))
	require.Empty(t, fatal(t, func(tb testing.TB) { harness.RequireConnects(tb, s, err) }))
}

func TestARefusalForTheReasonIsAllThatRequireRefusedWants(t *testing.T) {
	t.Parallel()
	s, _ := watch(t, fixtures.RSAKeyExchangeOnly())
	_, err := ping(s, ecdheOnly(s))
	require.Empty(t, fatal(t, func(tb testing.TB) {
		harness.RequireRefused(tb, s, err, harness.RemoteAlert(harness.HandshakeFailure), harness.ErrorText("tls: handshake failure"))
	}))
}

func TestAFailureIsExplainedFromBothEnds(t *testing.T) {
	t.Parallel()
	s, _ := watch(t, fixtures.RSAKeyExchangeOnly())
	text := explained(t, s, ecdheOnly(s))
	require.Regexp(t, `^rsa-key-exchange-only refused the handshake: remote error: tls: handshake failure\n`, text)
	require.Regexp(t, `^TLS 1\.3, 1\.2; 7 suites: 4 ECDHE, 3 TLS 1\.3, no others; \d+ bytes on the wire  \(go`, line(t, text, "client offered"))
	require.Equal(t, "TLS 1.2, 1.1, 1.0; AES128-GCM-SHA256, AES256-GCM-SHA384, AES128-SHA256, AES128-SHA, AES256-SHA, DES-CBC3-SHA", line(t, text, "server accepts"))
	require.Equal(t, "alert handshake_failure(40) from the server", line(t, text, "ended by"))
	require.Equal(t, "the client offers 7 cipher suites, none of them AES128-GCM-SHA256, AES256-GCM-SHA384, AES128-SHA256, AES128-SHA, AES256-SHA, DES-CBC3-SHA", line(t, text, "server's error"))
	require.Contains(t, line(t, text, "cause"), "no RSA key exchange suites in the default ClientHello since Go 1.22")
	require.Equal(t, "tls.Config.CipherSuites with TLS_RSA_WITH_AES_128_GCM_SHA256  (tried now)", line(t, text, "works"))
	require.Contains(t, text, "GODEBUG=tlsrsakex=1, Go 1.22 to 1.26  (measured with go1.26.11)")
	require.Contains(t, text, "(a Go 1.27 program refuses to start with these in its environment)")
	require.Equal(t, "enable an ECDHE suite on the server", line(t, text, "better"))
}

// A setting does not act on a client that names its suites, so none is
// advertised to it.
func TestAClientWithAListOfItsOwnIsToldSo(t *testing.T) {
	t.Parallel()
	s, _ := watch(t, fixtures.RSAKeyExchangeOnly())
	config := ecdheOnly(s)
	config.CipherSuites = config.CipherSuites[:1]
	text := explained(t, s, config)
	require.Contains(t, line(t, text, "cause"), "the client offers a list of its own (tls.Config.CipherSuites)")
	require.Equal(t, "tls.Config.CipherSuites with TLS_RSA_WITH_AES_128_GCM_SHA256  (tried now)", line(t, text, "works"))
	require.NotContains(t, text, "GODEBUG=tlsrsakex=1")
}

// remedy reads a remedy that was tried off an explanation and applies it to a
// client that sets nothing else.
func remedy(t *testing.T, s *harness.Server, text string) *tls.Config {
	t.Helper()
	config := &tls.Config{RootCAs: s.Roots, ServerName: "localhost"}
	works := line(t, text, "works")
	require.Contains(t, works, "(tried now)")
	if m := regexp.MustCompile(`CipherSuites with (\w+)`).FindStringSubmatch(works); m != nil {
		suite, err := fixtures.FindSuite(m[1])
		require.NoError(t, err)
		config.CipherSuites = []uint16{suite.ID}
	}
	if m := regexp.MustCompile(`MaxVersion of TLS 1\.(\d)`).FindStringSubmatch(works); m != nil {
		config.MaxVersion = 0x0301 + uint16(m[1][0]-'0')
	}
	if strings.Contains(works, "CurvePreferences with") {
		config.CurvePreferences = s.Profile.Groups
	}
	if m := regexp.MustCompile(`MinVersion of TLS 1\.(\d)`).FindStringSubmatch(works); m != nil {
		config.MinVersion = 0x0301 + uint16(m[1][0]-'0')
	}
	if m := regexp.MustCompile(`NextProtos with \["([^"]+)"\]`).FindStringSubmatch(works); m != nil {
		config.NextProtos = m[1:]
	}
	if strings.Contains(works, "tls.RenegotiateFreelyAsClient") {
		config.Renegotiation = tls.RenegotiateFreelyAsClient
	}
	return config
}

func TestARemedyThatIsPrintedIsTrue(t *testing.T) {
	t.Parallel()
	refused, tried := 0, sweep.Some(t, 5, reachable())
	for _, p := range tried {
		if p.ClientAuth != tls.NoClientCert || p.Quirks.Intolerance.Kind == fixtures.RefuseSilence {
			continue
		}
		limit := longest
		if goesSilent(p.Quirks) {
			limit = brief
		}
		s, over := watch(t, p, harness.WithHandshakeTimeout(limit))
		_, err := ping(s, ecdheOnly(s))
		if err == nil {
			continue
		}
		next(t, over)
		text := fatal(t, func(tb testing.TB) { harness.RequireConnects(tb, s, err) })
		if len(p.Quirks.Set()) > 0 && !strings.Contains(text, "works  ") {
			continue // some servers are past help
		}
		_, err = ping(s, remedy(t, s, text))
		require.NoError(t, err, text)
		refused++
	}
	require.Greater(t, refused, len(tried)/16)
}

func TestAnOldVersionIsExplained(t *testing.T) {
	t.Parallel()
	s, _ := watch(t, fixtures.TLS10PinnedModernStack())
	config := explicitClient(s)
	config.MinVersion = tls.VersionTLS12
	text := explained(t, s, config)
	require.Contains(t, line(t, text, "cause"), "no common protocol version: the client offers TLS 1.3, 1.2, the server speaks TLS 1.0; Go clients start at TLS 1.2 by default since Go 1.18")
	require.Equal(t, "alert protocol_version(70) from the server", line(t, text, "ended by"))
	require.Equal(t, "tls.Config.MinVersion of TLS 1.0  (tried now)", line(t, text, "works"))
}

func TestAClientThatLeavesTheServersVersionOutIsTold(t *testing.T) {
	t.Parallel()
	new13, _ := watch(t, fixtures.TLS13Only())
	config := explicitClient(new13)
	config.MaxVersion = tls.VersionTLS12
	text := explained(t, new13, config)
	require.Contains(t, line(t, text, "cause"), "the client offers TLS 1.2, 1.1, 1.0, the server speaks TLS 1.3")
	require.Equal(t, "let tls.Config.MaxVersion of the client include TLS 1.3", line(t, text, "better"))

	old12, _ := watch(t, fixtures.TLS12Only())
	config = explicitClient(old12)
	config.MinVersion = tls.VersionTLS13
	text = explained(t, old12, config)
	require.Contains(t, line(t, text, "cause"), "the client offers TLS 1.3, the server speaks TLS 1.2")
	require.Equal(t, "let tls.Config.MinVersion of the client include TLS 1.2", line(t, text, "better"))
}

func TestAMissingClientCertificateIsNamed(t *testing.T) {
	t.Parallel()
	s, _ := watch(t, fixtures.ClientCertificateRequired())
	text := explained(t, s, explicitClient(s))
	require.Contains(t, line(t, text, "cause"), "the server requires a client certificate")
	require.Contains(t, line(t, text, "better"), "tls.Config.Certificates")
	require.NotContains(t, text, "nothing helps")
}

// The probe has no client certificate of the user, and that must not be taken
// for a remedy that failed.
func TestNothingHelpsIsOnlySaidWhereItIsTrue(t *testing.T) {
	t.Parallel()
	rsaOnly := func(s *harness.Server) *tls.Config {
		config := explicitClient(s)
		config.MaxVersion, config.CipherSuites = tls.VersionTLS12, []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}
		return config
	}
	for _, p := range []fixtures.Profile{
		fixtures.ClientCertificateRequired(),
		profile(fixtures.TLS12Only(), "another-host", func(p *fixtures.Profile) { p.Certificate.Hosts = []string{"old.partner.test"} }),
	} {
		s, _ := watch(t, p)
		text := explained(t, s, rsaOnly(s))
		require.Contains(t, line(t, text, "cause"), "no common suite", p.Name)
		require.NotContains(t, text, "nothing helps", p.Name)
		require.NotContains(t, text, "no Go release implements", p.Name)
		require.Equal(t, "let tls.Config.CipherSuites of the client include TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", line(t, text, "better"))
	}
}

func TestACertificateThatTheClientDoesNotTrustIsNoRefusalOfTheServer(t *testing.T) {
	t.Parallel()
	for _, p := range []fixtures.Profile{fixtures.TLS12Only(), fixtures.TLS13Only()} {
		s, _ := watch(t, p)
		config := explicitClient(s)
		config.RootCAs = foreign(t).Pool()
		text := explained(t, s, config)
		require.Regexp(t, "^"+p.Name+": the client did not accept the certificate: ", text)
		require.Contains(t, text, "certificate signed by unknown authority")
		require.Equal(t, "alert bad_certificate(42) from the client", line(t, text, "ended by"))
		require.NotContains(t, text, "no common")

		_, err := ping(s, config)
		require.Empty(t, fatal(t, func(tb testing.TB) {
			harness.RequireRefused(tb, s, err, harness.LocalAlert(harness.BadCertificate))
		}), "a reason says so")
		_, err = ping(s, config)
		require.Contains(t, fatal(t, func(tb testing.TB) { harness.RequireRefused(tb, s, err) }), "want refused, which this is not")
	}
}

func TestSuccessWithoutAConnectionIsSuspicious(t *testing.T) {
	t.Parallel()
	s, _ := watch(t, fixtures.RSAKeyExchangeOnly())
	text := fatal(t, func(tb testing.TB) { harness.RequireConnects(tb, s, nil) })
	require.Contains(t, text, "the client reports no error, but rsa-key-exchange-only saw no connection")

	_, err := ping(s, ecdheOnly(s))
	require.Error(t, err)
	text = fatal(t, func(tb testing.TB) { harness.RequireConnects(tb, s, nil) }) // a client that hides its error
	require.Contains(t, text, "connection 1 without a complete handshake (the client offers 7 cipher suites, none of them AES128-GCM-SHA256, ")
}

func TestAnErrorAfterTheHandshakeIsNotBlamedOnIt(t *testing.T) {
	t.Parallel()
	s, _ := watch(t, fixtures.AES128SHAOnly())
	_, err := ping(s, explicitClient(s))
	require.NoError(t, err)
	text := fatal(t, func(tb testing.TB) { harness.RequireConnects(tb, s, errors.New("login failed")) })
	require.Equal(t, "aes128-sha-only completed the handshake (TLS 1.2 AES128-SHA), but the client reports: login failed", text)
}

func TestRequireRefusedFailsOnTheDayWhenTheBreakageIsGone(t *testing.T) {
	t.Parallel()
	s, _ := watch(t, fixtures.AES128SHAOnly())
	_, err := ping(s, explicitClient(s))
	text := fatal(t, func(tb testing.TB) { harness.RequireRefused(tb, s, err, harness.RemoteAlert(harness.HandshakeFailure)) })
	require.Equal(t, "aes128-sha-only: the client reports no error, want refused: alert handshake_failure(40) from the peer", text)

	_, err = ping(s, explicitClient(s))
	require.NoError(t, err)
	text = fatal(t, func(tb testing.TB) { harness.RequireRefused(tb, s, errors.New("login failed")) })
	require.Contains(t, text, "completed the handshake (TLS 1.2 AES128-SHA), want refused; the client reports: login failed")

	text = fatal(t, func(tb testing.TB) { harness.RequireRefused(tb, s, errors.New("no such host")) })
	require.Contains(t, text, "aes128-sha-only saw no connection, want refused; the client reports: no such host")
}

func TestRequireRefusedForAnotherReasonExplains(t *testing.T) {
	t.Parallel()
	s, _ := watch(t, fixtures.RSAKeyExchangeOnly())
	_, err := ping(s, ecdheOnly(s))
	text := fatal(t, func(tb testing.TB) { harness.RequireRefused(tb, s, err, harness.RemoteAlert(harness.ProtocolVersion)) })
	require.Regexp(t, `^want refused: alert protocol_version\(70\) from the peer\nrsa-key-exchange-only refused the handshake: `, text)
	require.Contains(t, line(t, text, "ended by"), "handshake_failure(40)")
}

// A transport may dial more than once; the error belongs to the last.
func TestAllConnectionsSinceTheLastLookAreTakenTogether(t *testing.T) {
	t.Parallel()
	s, over := watch(t, fixtures.RSAKeyExchangeOnly())
	_, first := ping(s, ecdheOnly(s))
	require.Error(t, first)
	_, second := ping(s, explicitClient(s)) // the client tries again, with more
	next(t, over)
	next(t, over)
	require.Empty(t, fatal(t, func(tb testing.TB) { harness.RequireConnects(tb, s, second) }))

	text := fatal(t, func(tb testing.TB) { harness.RequireConnects(tb, s, nil) })
	require.Contains(t, text, "saw no connection", "both were looked at")
}

func TestAnHTTPTransportThatDialsAgainIsJudgedByAllItsConnections(t *testing.T) {
	t.Parallel()
	s := harness.Start(t, fixtures.RSAKeyExchangeOnly(), harness.WithHandler(http.NotFoundHandler()))
	client := httpClient(t, s)
	for i := 0; i < 2; i++ {
		_, _, err := get(client, s.URL)
		client.CloseIdleConnections() // the next request dials again
		require.Empty(t, fatal(t, func(tb testing.TB) { harness.RequireConnects(tb, s, err) }))
	}
	require.Len(t, s.Connections(), 2)

	client.Transport.(*http.Transport).TLSClientConfig = ecdheOnly(s)
	_, _, err := get(client, s.URL)
	require.Contains(t, fatal(t, func(tb testing.TB) { harness.RequireConnects(tb, s, err) }), "no common suite")
}

func TestProbesLeaveNoTrace(t *testing.T) {
	t.Parallel()
	s, _ := watch(t, fixtures.RSAKeyExchangeOnly())
	text := explained(t, s, ecdheOnly(s))
	require.Contains(t, text, "tried now")
	require.Len(t, s.Connections(), 1)
	require.Contains(t, fatal(t, func(tb testing.TB) { harness.RequireConnects(tb, s, nil) }), "saw no connection")
}

func TestAConnectionThatIsReusedCounts(t *testing.T) {
	t.Parallel()
	s := harness.Start(t, fixtures.Modern())
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: s.Roots}}}
	for i := 0; i < 2; i++ {
		response, err := client.Get(s.URL)
		if err == nil {
			_, err = io.Copy(io.Discard, response.Body)
			response.Body.Close()
		}
		harness.RequireConnects(t, s, err)
	}
	require.Len(t, s.Connections(), 1)

	client.CloseIdleConnections()
	over := func() bool { return s.Connections()[0].Over }
	require.Eventually(t, over, 10*time.Second, time.Millisecond)
	require.Contains(t, fatal(t, func(tb testing.TB) { harness.RequireConnects(tb, s, nil) }), "saw no connection")
}

func TestAClientWithoutTLSIsNotRefused(t *testing.T) {
	t.Parallel()
	s := harness.Start(t, fixtures.Modern())
	_, err := http.Get("http://" + s.Addr)
	require.Error(t, err)
	require.Contains(t, fatal(t, func(tb testing.TB) { harness.RequireRefused(tb, s, err) }), "want refused, which this is not")
}

// The last connection is the one that the error is about, also after one that
// was fine.
func TestARefusalAfterASuccessIsExplained(t *testing.T) {
	t.Parallel()
	s := harness.Start(t, fixtures.RSAKeyExchangeOnly(), harness.WithLines(nil))
	_, err := ping(s, explicitClient(s))
	require.NoError(t, err)
	text := explained(t, s, ecdheOnly(s))
	require.Contains(t, line(t, text, "cause"), "no RSA key exchange suites")
}

func TestAnErrorWithoutAConnectionIsNotBlamedOnTheServer(t *testing.T) {
	t.Parallel()
	s := harness.Start(t, fixtures.Modern())
	text := fatal(t, func(tb testing.TB) { harness.RequireConnects(tb, s, errors.New("no such host")) })
	require.Regexp(t, "^modern saw no connection .*; the client reports: no such host$", text)
}

func TestProbesDoNotReachHandlersNorTheLog(t *testing.T) {
	t.Parallel()
	var handled, logged atomic.Int64
	s := harness.Start(t, fixtures.RSAKeyExchangeOnly(),
		harness.WithConn(func(net.Conn) { handled.Add(1) }),
		harness.WithConnectionLog(func(harness.Connection) { logged.Add(1) }))
	text := explained(t, s, ecdheOnly(s))
	require.Contains(t, text, "tried now")
	require.NoError(t, s.Close())
	require.Zero(t, handled.Load())
	require.EqualValues(t, 1, logged.Load(), "the refused connection, and no probe")
}
