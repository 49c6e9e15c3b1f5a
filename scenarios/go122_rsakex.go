package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

func helloRSAKeyExchange() harness.Scenario {
	offered := harness.All(
		offersSuite(tls.TLS_RSA_WITH_AES_128_GCM_SHA256), offersSuite(tls.TLS_RSA_WITH_AES_256_GCM_SHA384),
		offersSuite(tls.TLS_RSA_WITH_AES_128_CBC_SHA), offersSuite(tls.TLS_RSA_WITH_AES_256_CBC_SHA))
	return harness.Scenario{
		Name:     "hello-rsa-key-exchange",
		Claim:    "The default ClientHello has no suite with RSA key exchange; tlsrsakex=1 and an old go line brought four back until Go 1.26.",
		Source:   go122Notes,
		Server:   fixtures.TLS12Only(),
		Settings: tlsrsakex(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.22"), Want: offered},
			{When: harness.Go(">=1.27").GODEBUG("tlsrsakex=1"), Want: diesOf("tlsrsakex", "1")},
			{When: harness.AnyGo().GODEBUG("tlsrsakex=1"), Want: offered},
			{When: harness.Go("<1.27").GoLine("<1.22"), Want: offered},
			{Want: offersNoRSAKeyExchange()},
		},
	}
}

// offersNoRSAKeyExchange expects a ClientHello without any suite of TLS 1.2 and
// below that is not ECDHE.
func offersNoRSAKeyExchange() harness.Expectation {
	rsa := func(h *harness.ClientHello) (ids []uint16) {
		for _, id := range h.CipherSuites {
			if s, _ := fixtures.SuiteByID(id); s.KeyExchange == "RSA" {
				ids = append(ids, id)
			}
		}
		return ids
	}
	return harness.Sends("no suite of RSA key exchange",
		func(h *harness.ClientHello) bool { return len(rsa(h)) == 0 },
		func(h *harness.ClientHello) string { return "the suites " + suiteList(rsa(h)) })
}

func serverNoGroups() harness.Scenario {
	client := leavingOut(wire.ExtSupportedGroups, hello12(suitesOf2010()))
	return serverWithoutECDHE("server-no-groups", "Clients that send no supported_groups have nothing but RSA key exchange with a Go server, and lost it.", client)
}

func serverNoExtensions() harness.Scenario {
	client := hello12(suitesOf2010())
	client.Extensions = nil
	return serverWithoutECDHE("server-no-extensions", "Clients that send no extensions at all have nothing but RSA key exchange with a Go server, and lost it.", client)
}

// serverWithoutECDHE is a client that lists ECDHE suites, but does not say what
// Go servers want to know for them.
func serverWithoutECDHE(name, claim string, client *harness.RawClient) harness.Scenario {
	answers := harness.Answers(harness.In(tls.VersionTLS12), harness.WithSuite(tls.TLS_RSA_WITH_AES_128_GCM_SHA256))
	return harness.Scenario{
		Name:     name,
		Claim:    claim,
		Source:   go122Notes + "; crypto/tls, handshake_server.go, supportsECDHE",
		GoServer: &harness.GoServer{},
		Raw:      client,
		Settings: tlsrsakex(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.22"), Want: answers},
			{When: harness.Go(">=1.27").GODEBUG("tlsrsakex=1"), Want: diesOf("tlsrsakex", "1")},
			{When: harness.AnyGo().GODEBUG("tlsrsakex=1"), Want: answers},
			{When: harness.Go("<1.27").GoLine("<1.22"), Want: answers},
			{Want: noCommonSuite()},
		},
	}
}

// suitesOf2010 is what a client of TLS 1.2 with and without elliptic curves
// lists.
func suitesOf2010() []uint16 {
	return []uint16{
		tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
		tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
		tls.TLS_RSA_WITH_AES_128_GCM_SHA256,
		tls.TLS_RSA_WITH_AES_128_CBC_SHA,
	}
}

func serverSelectsRSAKeyExchange() harness.Scenario {
	server := variation(fixtures.AES128SHAOnly(), "selects-aes128-sha", "selects AES128-SHA, whatever it was offered", func(p *fixtures.Profile) {
		p.Quirks.SelectSuite = tls.TLS_RSA_WITH_AES_128_CBC_SHA
	})
	return harness.Scenario{
		Name:     "server-selects-rsa-key-exchange",
		Claim:    "A server that chooses a suite with RSA key exchange, whatever it was offered, is refused by the client itself.",
		Source:   go122Notes + "; crypto/tls, handshake_client.go, pickCipherSuite",
		Server:   server,
		Settings: tlsrsakex(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.22"), Want: harness.Connects(tls.TLS_RSA_WITH_AES_128_CBC_SHA)},
			{When: harness.Go(">=1.27").GODEBUG("tlsrsakex=1"), Want: diesOf("tlsrsakex", "1")},
			{When: harness.AnyGo().GODEBUG("tlsrsakex=1"), Want: harness.Connects(tls.TLS_RSA_WITH_AES_128_CBC_SHA)},
			{When: harness.Go("<1.27").GoLine("<1.22"), Want: harness.Connects(tls.TLS_RSA_WITH_AES_128_CBC_SHA)},
			{Want: harness.Refused(
				harness.LocalAlert(harness.HandshakeFailure),
				harness.ErrorText("tls: server chose an unconfigured cipher suite"))},
		},
	}
}
