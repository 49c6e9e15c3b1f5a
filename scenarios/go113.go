package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/peers"
)

const (
	go113TLS13Notes = "https://go.dev/doc/go1.13#tls_1_3"
	go113Notes      = "https://go.dev/doc/go1.13#cryptotlspkgcryptotls"
)

// Go113 is what the release notes of Go 1.13 say about TLS, and what TLS 1.3 by
// default brings with it.
func Go113() Table {
	return Table{
		Name:  "go1.13",
		Title: "Go 1.13 release notes: TLS 1.3 by default, Ed25519, HTTP/2 on demand",
		Scenarios: []harness.Scenario{
			tls13ByDefault(),
			tls13OffByMaxVersion(),
			helloTLS13(),
			serverTLS13ByDefault(),
			serverDowngradeMarker(),
			serverDowngradeMarkerTLS10(),
			serverFallbackSCSV(),
			ed25519Server(),
			ed25519ServerUnasked(),
			serverEd25519(),
			serverEd25519TLS11(),
			clientCertificateEd25519(),
			x25519ZeroShare(),
			httpOwnTLSConfig(),
			httpForceAttemptHTTP2(),
		},
	}
}

// tls13Off are the default and the one setting that turned TLS 1.3 off again,
// in Go 1.13 alone.
func tls13Off() []harness.Settings {
	return []harness.Settings{{}, {GODEBUG: "tls13=0"}}
}

// tls13OffRules are the rules for everything that TLS 1.3 by default changed.
func tls13OffRules(without, with harness.Expectation) []harness.Rule {
	return []harness.Rule{
		{When: harness.Go("<1.13"), Want: without},
		{When: harness.Go("<1.14").GODEBUG("tls13=0"), Want: without},
		{Want: with},
	}
}

func tls13ByDefault() harness.Scenario {
	return harness.Scenario{
		Name:     "tls13-by-default",
		Claim:    "Clients speak TLS 1.3 by default since Go 1.13; tls13=0 turns it off in 1.13 and never again.",
		Source:   go113TLS13Notes,
		Server:   fixtures.Modern(),
		Settings: tls13Off(),
		Rules:    tls13OffRules(connectsIn(tls.VersionTLS12), connectsIn(tls.VersionTLS13)),
	}
}

func tls13OffByMaxVersion() harness.Scenario {
	return harness.Scenario{
		Name:   "tls13-off-by-max-version",
		Claim:  "A client with tls.Config.MaxVersion of TLS 1.2 does not offer TLS 1.3 in any release.",
		Source: go113TLS13Notes,
		Server: fixtures.TLS13Only(),
		Client: harness.Client{MaxVersion: tls.VersionTLS12},
		Rules:  []harness.Rule{{Want: unsupportedVersion()}},
	}
}

func helloTLS13() harness.Scenario {
	return harness.Scenario{
		Name:     "hello-tls13",
		Claim:    "With TLS 1.3 its suites, its version and a key share of X25519 come to the ClientHello.",
		Source:   go113TLS13Notes,
		Server:   fixtures.Modern(),
		Client:   helloOf(harness.Client{}),
		Settings: tls13Off(),
		Rules: tls13OffRules(
			harness.All(harness.OffersSuitesOfTLS13(), harness.SharesKeys()),
			harness.All(offersSuite(tls.TLS_AES_128_GCM_SHA256), sharesKey(uint16(tls.X25519)))),
	}
}

func serverTLS13ByDefault() harness.Scenario {
	return harness.Scenario{
		Name:     "server-tls13-by-default",
		Claim:    "Servers speak TLS 1.3 by default since Go 1.13; tls13=0 turns it off in 1.13 and never again.",
		Source:   go113TLS13Notes,
		GoServer: &harness.GoServer{},
		Client: harness.Client{
			MinVersion:   tls.VersionTLS12,
			MaxVersion:   tls.VersionTLS13,
			CipherSuites: gcmSuite(),
		},
		Settings: tls13Off(),
		Rules:    tls13OffRules(connectsIn(tls.VersionTLS12), connectsIn(tls.VersionTLS13)),
	}
}

// The last bytes of the random of a server that speaks less than it could
// (RFC 8446, section 4.1.3).
const (
	downgradeToTLS12 = "DOWNGRD\x01"
	downgradeToTLS11 = "DOWNGRD\x00"
)

func serverDowngradeMarker() harness.Scenario {
	return harness.Scenario{
		Name:     "server-downgrade-marker",
		Claim:    "A server that speaks TLS 1.3 and ends up at TLS 1.2 marks its random since Go 1.13.",
		Source:   "RFC 8446, section 4.1.3; " + go113TLS13Notes,
		GoServer: &harness.GoServer{},
		Raw:      hello12(gcmSuite()),
		Settings: tls13Off(),
		Rules: tls13OffRules(
			harness.Answers(harness.In(tls.VersionTLS12), withoutMarker()),
			harness.Answers(harness.In(tls.VersionTLS12), withMarker(downgradeToTLS12))),
	}
}

func serverDowngradeMarkerTLS10() harness.Scenario {
	client := hello12([]uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA})
	client.Version = tls.VersionTLS10
	return harness.Scenario{
		Name:     "server-downgrade-marker-tls10",
		Claim:    "A server that speaks TLS 1.2 and ends up at TLS 1.0 marks its random in every release.",
		Source:   "RFC 8446, section 4.1.3; src/crypto/tls/handshake_server.go",
		GoServer: &harness.GoServer{MinVersion: tls.VersionTLS10},
		Raw:      client,
		Rules: []harness.Rule{
			{Want: harness.Answers(harness.In(tls.VersionTLS10), withMarker(downgradeToTLS11))},
		},
	}
}

// serverFallbackSCSV: TLS_FALLBACK_SCSV in a hello that offers less than the
// server has.
func serverFallbackSCSV() harness.Scenario {
	return harness.Scenario{
		Name:     "server-fallback-scsv",
		Claim:    "Since TLS 1.3 is the highest version of servers, one refuses a client that falls back to TLS 1.2 and says so.",
		Source:   "RFC 7507, section 3; " + go113TLS13Notes,
		GoServer: &harness.GoServer{},
		Raw:      hello12(append(gcmSuite(), tls.TLS_FALLBACK_SCSV)),
		Settings: tls13Off(),
		Rules: tls13OffRules(
			harness.Answers(harness.In(tls.VersionTLS12)),
			harness.Refused(
				harness.LocalAlert(harness.InappropriateFallback),
				harness.ErrorText("tls: client using inappropriate protocol fallback"))),
	}
}

// x25519ZeroShare: a share of all zeros makes a shared secret that everybody
// knows (RFC 7748, section 6.1).
func x25519ZeroShare() harness.Scenario {
	refused := func(alert harness.AlertCode) harness.Expectation {
		return harness.Refused(harness.LocalAlert(alert), harness.ErrorText("tls: invalid ServerKeyExchange message"))
	}
	return harness.Scenario{
		Name:    "x25519-zero-share",
		Claim:   "Since Go 1.13 a client refuses an X25519 share of all zeros, with another alert since 1.24.",
		Source:  "RFC 7748, section 6.1; src/crypto/tls/key_schedule.go, key_agreement.go",
		Server:  fixtures.TLS12Only(),
		Backend: peers.KeyExchange{Group: uint16(tls.X25519), Point: make([]byte, 32)},
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: takesKeyExchange()},
			{When: harness.Go("<1.24"), Want: refused(harness.UnexpectedMessage)},
			{Want: refused(harness.IllegalParameter)},
		},
	}
}
