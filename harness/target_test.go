package harness_test

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// serveTLS12 serves HTTP in this process, with TLS 1.2 and newer.
func serveTLS12(t *testing.T, config *tls.Config) harness.Target {
	t.Helper()
	authority, err := certs.Shared()
	require.NoError(t, err)
	cert, err := authority.Issue(certs.Spec{})
	require.NoError(t, err)
	srv := httptest.NewUnstartedServer(http.NotFoundHandler())
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.TLS = config
	srv.TLS.Certificates, srv.TLS.MinVersion, srv.TLS.ClientCAs = []tls.Certificate{cert.TLS()}, tls.VersionTLS12, authority.Pool()
	srv.StartTLS()
	t.Cleanup(srv.Close)
	return harness.Target{Addr: srv.Listener.Addr().String(), RootsPEM: authority.PEM()}
}

// oldClients is what clients of every age make of a server of TLS 1.2 and newer.
func oldClients(target harness.Target) []harness.Scenario {
	return []harness.Scenario{{
		Name: "default-clients", Claim: "Every client connects.", Source: "this test",
		Target: target,
		Rules:  []harness.Rule{{When: harness.Go("<1.13"), Want: harness.ConnectsWith(harness.In(tls.VersionTLS12))}, {Want: harness.ConnectsWith(harness.In(tls.VersionTLS13))}},
	}, {
		Name: "http-clients", Claim: "So does every HTTP client.", Source: "this test",
		Target: target, Client: harness.Client{HTTP: &harness.HTTPClient{}},
		Rules: []harness.Rule{{Want: harness.Connects()}},
	}, {
		Name: "tls10-clients", Claim: "TLS 1.0 is turned away.", Source: "this test",
		Target: target, Client: harness.Client{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS10},
		Rules: []harness.Rule{{Want: harness.Refused(harness.RemoteAlert(harness.ProtocolVersion))}},
	}}
}

func TestOldClientsMeetTheServerOfTheTest(t *testing.T) {
	t.Parallel()
	runnerWith(t, go112, go122)
	harness.RunScenarios(t, harness.Matrix{Go: []string{"1.12", "1.22"}}, oldClients(serveTLS12(t, &tls.Config{}))...)
}

func TestTheServerOfTheTestCanWantCertificates(t *testing.T) {
	t.Parallel()
	runnerWith(t, go122)
	target := serveTLS12(t, &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert})
	scenario := func(name string, shown harness.ClientCertificate, want harness.Expectation) harness.Scenario {
		s := modernClient(name)
		s.Server, s.Target, s.Client.Certificate, s.Rules[0].Want = fixtures.Profile{}, target, shown, want
		return s
	}
	harness.RunScenarios(t, harness.Matrix{Go: []string{"1.22"}},
		scenario("good", harness.GoodCertificate, harness.Connects()),
		scenario("none", "", harness.Refused(harness.RemoteAlert(harness.CertificateRequired))),
		scenario("expired", harness.ExpiredCertificate, harness.Refused(harness.ErrorText("remote error: tls: ")))) // which alert is the server's release's own
}

// Options that a scenario has no field for are those of a server that the caller starts.
func TestATargetCanBeAServerOfOursWithOptions(t *testing.T) {
	t.Parallel()
	runnerWith(t, go122)
	srv := harness.Start(t, fixtures.Modern(), harness.WithConn(func(net.Conn) {})) // which hangs up
	s := modernClient("hangs-up")
	s.Server, s.Target = fixtures.Profile{}, harness.TargetOf(srv)
	s.Rules = []harness.Rule{{Want: harness.Refused(harness.ErrorText("EOF"))}}
	harness.RunScenarios(t, harness.Matrix{Go: []string{"1.22"}}, s)
	require.Len(t, srv.Connections(), 1)
}

func TestFaultsOfATargetAreReported(t *testing.T) {
	t.Parallel()
	for want, spoil := range map[string]func(*harness.Scenario){
		"the target wants host:port":                   func(s *harness.Scenario) { s.Target.Addr = "127.0.0.1" },
		"set Target or GoServer":                       func(s *harness.Scenario) { s.GoServer = &harness.GoServer{} },
		"set Target, or Server with Backend or PeerGo": func(s *harness.Scenario) { s.Server = fixtures.Modern() },
		"nothing is played before a target":            func(s *harness.Scenario) { s.Backend = harness.Legacy() },
		"or Server with Backend":                       func(s *harness.Scenario) { s.PeerGo = "1.20" },
	} {
		s := modernClient("target")
		s.Server, s.Target = fixtures.Profile{}, harness.Target{Addr: "127.0.0.1:443"}
		require.NoError(t, s.Check())
		spoil(&s)
		require.ErrorContains(t, s.Check(), want)
	}
}
