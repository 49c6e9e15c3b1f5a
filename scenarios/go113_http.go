package scenarios

import (
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

func httpOwnTLSConfig() harness.Scenario {
	return harness.Scenario{
		Name:   "http-own-tls-config",
		Claim:  "An http.Transport with a TLSClientConfig of its own asks for no application protocol, so that it never gets HTTP/2.",
		Source: "https://go.dev/doc/go1.13#nethttppkgnethttp",
		Server: anyServer(),
		Client: harness.Client{HTTP: &harness.HTTPClient{}},
		Rules: []harness.Rule{
			{Want: harness.All(harness.Connects(), harness.OffersNoExtension(wire.ExtALPN))},
		},
	}
}

// The server of the next scenario does not know HTTP/2; what the client asks
// for is in its ClientHello.
func httpForceAttemptHTTP2() harness.Scenario {
	return harness.Scenario{
		Name:     "http-force-attempt-http2",
		Claim:    "Transport.ForceAttemptHTTP2, new in Go 1.13, makes it ask for HTTP/2 all the same; http2client=0 wins over it.",
		Source:   "https://go.dev/doc/go1.13#nethttppkgnethttp",
		Server:   anyServer(),
		Client:   harness.Client{HTTP: &harness.HTTPClient{ForceAttemptHTTP2: true}},
		Settings: []harness.Settings{{}, {GODEBUG: "http2client=0"}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: harness.All(harness.Connects(), harness.OffersNoExtension(wire.ExtALPN))},
			{When: harness.AnyGo().GODEBUG("http2client=0"), Want: harness.All(harness.Connects(), harness.OffersNoExtension(wire.ExtALPN))},
			{Want: harness.All(harness.Connects(), offersProtocol("h2"))},
		},
	}
}
