package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

const (
	go117ALPN  = "https://go.dev/doc/go1.17#ALPN"
	go117Notes = "https://go.dev/doc/go1.17#cryptotlspkgcryptotls"
)

// Go117 is what the release notes of Go 1.17 say about TLS and certificates,
// and what the new parser of crypto/x509 changed without a note.
func Go117() Table {
	return Table{
		Name:  "go1.17",
		Title: "Go 1.17 release notes: strict ALPN, an order of suites of its own, a new certificate parser",
		Scenarios: append([]harness.Scenario{
			serverALPNNoOverlap(),
			serverALPNHTTP11ForH2(),
			serverALPNNoneConfigured(),
			alpnNoOverlap(),
			helloSuiteOrder(),
			helloConfiguredSuiteOrder(),
			helloTLS13SuiteOrder(),
			suiteChosenByClientOrder(),
			serverSuiteOrder(),
		}, go117Certificates()...),
	}
}

func serverALPNNoOverlap() harness.Scenario {
	return harness.Scenario{
		Name:       "server-alpn-no-overlap",
		Claim:      "A server that shares no application protocol with its client refuses it since Go 1.17, before it went on without one. What it prints changed within Go 1.24.",
		Source:     go117ALPN,
		GoServer:   &harness.GoServer{ALPN: []string{"bar"}},
		Raw:        hello12(gcmSuite(), wire.ALPN("foo")),
		Boundaries: []string{"1.24.0"},
		Rules: []harness.Rule{
			{When: harness.Go("<1.17"), Want: harness.Answers(withoutProtocol())},
			{Want: harness.Refused(
				harness.LocalAlert(harness.NoApplicationProtocol),
				harness.ErrorText("tls: client requested unsupported application protocols ("))},
		},
	}
}

func serverALPNHTTP11ForH2() harness.Scenario {
	return harness.Scenario{
		Name:     "server-alpn-http11-for-h2",
		Claim:    "A server that has only h2 still goes on, without a protocol, with a client that has only http/1.1.",
		Source:   "src/crypto/tls/handshake_server.go (negotiateALPN)",
		GoServer: &harness.GoServer{ALPN: []string{"h2"}},
		Raw:      hello12(gcmSuite(), wire.ALPN("http/1.1")),
		Rules:    []harness.Rule{{Want: harness.Answers(withoutProtocol())}},
	}
}

func serverALPNNoneConfigured() harness.Scenario {
	return harness.Scenario{
		Name:     "server-alpn-none-configured",
		Claim:    "A server without tls.Config.NextProtos ignores what its client asks for.",
		Source:   go117ALPN,
		GoServer: &harness.GoServer{},
		Raw:      hello12(gcmSuite(), wire.ALPN("foo")),
		Rules:    []harness.Rule{{Want: harness.Answers(withoutProtocol())}},
	}
}

func alpnNoOverlap() harness.Scenario {
	server := fixtures.TLS12Only()
	server.Name = "tls12-alpn-bar"
	server.Title = "TLS 1.2 with the application protocol bar alone"
	server.ALPN = []string{"bar"}
	return harness.Scenario{
		Name:   "alpn-no-overlap",
		Claim:  "A client without the application protocol of a strict server is told so, in every release.",
		Source: "RFC 7301, section 3.2; " + go117ALPN,
		Server: server,
		Client: harness.Client{ALPN: []string{"foo"}},
		Rules: []harness.Rule{
			{Want: harness.Refused(
				harness.RemoteAlert(harness.NoApplicationProtocol),
				harness.ErrorText("remote error: tls: no application protocol"))},
		},
	}
}

// helloSuiteOrder looks at suites whose order does not depend on the machine.
func helloSuiteOrder() harness.Scenario {
	return harness.Scenario{
		Name:   "hello-suite-order",
		Claim:  "Clients offer ECDHE with ECDSA before ECDHE with RSA since Go 1.17, before it was the other way round.",
		Source: go117Notes + ", src/crypto/tls/cipher_suites.go (cipherSuitesPreferenceOrder)",
		Server: anyServer(),
		Client: helloOf(harness.Client{}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.17"), Want: ordersSuites(0xc02f, 0xc030, 0xc02b, 0xc02c, 0xc013, 0xc009, 0xc014, 0xc00a)},
			{Want: ordersSuites(0xc02b, 0xc02f, 0xc02c, 0xc030, 0xc009, 0xc013, 0xc00a, 0xc014)},
		},
	}
}

// weakAndStrong is RSA key exchange before ECDHE, as nobody would want it.
func weakAndStrong() []uint16 {
	return []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}
}

func helloConfiguredSuiteOrder() harness.Scenario {
	return harness.Scenario{
		Name:   "hello-configured-suite-order",
		Claim:  "Since Go 1.17 the order of tls.Config.CipherSuites means nothing: it only says which suites are offered.",
		Source: go117Notes,
		Server: anyServer(),
		Client: helloOf(harness.Client{CipherSuites: weakAndStrong(), MaxVersion: tls.VersionTLS12}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.17"), Want: harness.OffersSuites(weakAndStrong()...)},
			{Want: harness.OffersSuites(tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_RSA_WITH_AES_128_CBC_SHA)},
		},
	}
}

func helloTLS13SuiteOrder() harness.Scenario {
	return harness.Scenario{
		Name:   "hello-tls13-suite-order",
		Claim:  "On a machine with AES instructions clients offer ChaCha20 last among the suites of TLS 1.3 since Go 1.17, before it was second.",
		Source: "src/crypto/tls/cipher_suites.go (defaultCipherSuitesTLS13)",
		Server: anyServer(),
		Client: helloOf(harness.Client{}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: harness.OffersSuitesOfTLS13()},
			{When: harness.Go("<1.17"), Want: harness.OffersSuitesOfTLS13(0x1301, 0x1303, 0x1302)},
			{Want: harness.OffersSuitesOfTLS13(0x1301, 0x1302, 0x1303)},
		},
	}
}

func suiteChosenByClientOrder() harness.Scenario {
	const title = "TLS 1.2 with ECDHE and RSA key exchange, in the order of the client"
	server := variation(fixtures.TLS12Only(), "tls12-client-order", title, func(p *fixtures.Profile) {
		p.Suites, p.ClientOrder = weakAndStrong(), true
	})
	return harness.Scenario{
		Name:   "suite-chosen-by-client-order",
		Claim:  "A server that lets its client choose used to take the first of tls.Config.CipherSuites, RSA key exchange here; since Go 1.17 it takes ECDHE.",
		Source: go117Notes,
		Server: server,
		Client: harness.Client{CipherSuites: weakAndStrong()},
		Rules: []harness.Rule{
			{When: harness.Go("<1.17"), Want: harness.Connects(tls.TLS_RSA_WITH_AES_128_CBC_SHA)},
			{Want: harness.Connects(tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256)},
		},
	}
}

func serverSuiteOrder() harness.Scenario {
	return harness.Scenario{
		Name:     "server-suite-order",
		Claim:    "A server chose the first suite of its client; since Go 1.17 it chooses by an order of its own, and ECDHE is before RSA key exchange.",
		Source:   go117Notes,
		GoServer: &harness.GoServer{CipherSuites: weakAndStrong()},
		Raw:      hello12(weakAndStrong()),
		Rules: []harness.Rule{
			{When: harness.Go("<1.17"), Want: harness.Answers(harness.WithSuite(tls.TLS_RSA_WITH_AES_128_CBC_SHA))},
			{Want: harness.Answers(harness.WithSuite(tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256))},
		},
	}
}
