package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/harness"
)

// httpServerWithoutHTTP2Suite: HTTP/2 wants a suite of its own (RFC 9113,
// section 9.2.2), and net/http sees to it before the first connection.
func httpServerWithoutHTTP2Suite() harness.Scenario {
	rsaOnly := []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}
	return harness.Scenario{
		Name:     "http-server-without-http2-suite",
		Claim:    "An HTTPS server with suites for old clients alone does not start, because it has none for HTTP/2; with http2server=0 it does.",
		Source:   "src/net/http/h2_bundle.go (http2ConfigureServer); RFC 9113, section 9.2.2",
		GoServer: &harness.GoServer{HTTP: true, CipherSuites: rsaOnly},
		PeerGo:   "1.20",
		Client:   harness.Client{CipherSuites: rsaOnly, MaxVersion: tls.VersionTLS12, HTTP: &harness.HTTPClient{}},
		Settings: []harness.Settings{{}, {GODEBUG: "http2server=0"}},
		Rules: []harness.Rule{
			{When: harness.AnyGo().GODEBUG("http2server=0"), Want: harness.Connects(rsaOnly[0])},
			{Want: harness.CannotConnect(harness.ErrorText("http2: TLSConfig.CipherSuites is missing an HTTP/2-required"))},
		},
	}
}
