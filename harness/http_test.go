package harness_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

const alpn = wire.ExtALPN

// The field ForceAttemptHTTP2 came with Go 1.13 (its notes, net/http).
func TestAnHTTPClientGetsAPage(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go112, go127)
	for release, offers := range map[string]harness.Expectation{
		go112: harness.OffersNoExtension(alpn),
		go127: harness.OffersExtension(alpn),
	} {
		plain := harness.Scenario{
			Name: "http", Claim: "A page comes.", Source: "net/http", Server: fixtures.Modern(),
			Client: harness.Client{HTTP: &harness.HTTPClient{}},
			Rules:  []harness.Rule{{Want: harness.Connects()}},
		}
		expect(t, outcomes(t, r, plain, release)[release], harness.All(harness.Connects(), harness.OffersNoExtension(alpn)))
		plain.Client.HTTP.ForceAttemptHTTP2 = true
		expect(t, outcomes(t, r, plain, release)[release], harness.All(harness.Connects(), offers))
	}
}

func TestAnHTTPClientThatIsRefusedSaysSoInItsWords(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go112, go127)
	s := harness.Scenario{
		Name: "http", Claim: "No page comes.", Source: "net/http", Server: fixtures.RC4SHAOnly(),
		Client: harness.Client{HTTP: &harness.HTTPClient{}},
		Rules:  []harness.Rule{{Want: harness.Connects()}},
	}
	got := outcomes(t, r, s, go112, go127)
	expect(t, got[go112], harness.Refused(harness.RemoteAlert(harness.HandshakeFailure), harness.ErrorText("Get https://127.0.0.1:")))
	expect(t, got[go127], harness.Refused(harness.RemoteAlert(harness.HandshakeFailure), harness.ErrorText(`Get "https://127.0.0.1:`)))

	s.Server, s.Client.ServerName = fixtures.Modern(), "other.example.test"
	for _, o := range outcomes(t, r, s, go112, go127) {
		expect(t, o, harness.FailsVerification(harness.ErrorText("not other.example.test")))
	}
}

func TestAnHTTPServerIsUnderTest(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go112, go120, go127)
	s := underTest("http-server", harness.GoServer{HTTP: true}, nil)
	s.PeerGo, s.Client.HTTP = "1.20", &harness.HTTPClient{}
	for _, o := range outcomes(t, r, s, go112, go127) {
		expect(t, o, harness.Connects())
	}
	plain := underTest("http-server-plain", harness.GoServer{HTTP: true}, &harness.RawClient{Bytes: []byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n")})
	for _, o := range outcomes(t, r, plain, go112, go127) {
		expect(t, o, harness.Refused(harness.ErrorText("Client sent an HTTP request to an HTTPS server.")))
	}
	old := underTest("http-server-old", harness.GoServer{HTTP: true}, &harness.RawClient{Version: 0x0300, Suites: []uint16{0x002F}})
	expect(t, outcomes(t, r, old, go127)[go127], harness.Refused(harness.LocalAlert(harness.ProtocolVersion), harness.ErrorText("client offered only unsupported versions")))

	// HTTP/2 wants a suite of its own (RFC 9113, section 9.2.2).
	unfit := underTest("http-server-unfit", harness.GoServer{HTTP: true, CipherSuites: []uint16{0x002F}}, hello12([]uint16{0x002F}))
	for _, o := range outcomes(t, r, unfit, go112, go127) {
		expect(t, o, harness.CannotConnect(harness.ErrorText("http2: TLSConfig.CipherSuites is missing an HTTP/2-required")))
	}
}

// What net/http says about a listener that it lost is no connection.
func TestAnHTTPServerThatIsClosedReportsNothing(t *testing.T) {
	t.Parallel()
	for _, release := range []string{go112, go127} {
		require.Empty(t, harness.ReportsOfIdleHTTPServer(t, runnerWith(t, release), release))
	}
}
