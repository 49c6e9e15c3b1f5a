package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

const (
	go116Notes     = "https://go.dev/doc/go1.16#cryptotlspkgcryptotls"
	go116X509Notes = "https://go.dev/doc/go1.16#cryptox509pkgcryptox509"
)

// Go116 is what the release notes of Go 1.16 say about TLS and certificates.
func Go116() Table {
	return Table{
		Name:  "go1.16",
		Title: "Go 1.16 release notes: ALPN that nobody asked for, names in ASCII, no DSA, ChaCha20 without AES hardware",
		Scenarios: []harness.Scenario{
			unadvertisedALPN(),
			unrequestedALPN(),
			nonASCII("san-non-ascii-dns", "san-non-ascii", "x509: SAN dNSName is malformed"),
			nonASCII("san-non-ascii-email", "san-non-ascii-email", "x509: SAN rfc822Name is malformed"),
			dsaChain(),
			helloWithoutAES(),
			serverChaCha20WithoutAES(),
			serverChaCha20ForClientWithoutAES(),
			serverChaCha20ForClientWithoutAESTLS13(),
		},
	}
}

// selectsSPDY is an accelerator of the time before HTTP/2.
func selectsSPDY() fixtures.Profile {
	return quirky("tls12-selects-spdy", "TLS 1.2, selects spdy/3, whatever it was offered", fixtures.Quirks{SelectALPN: "spdy/3"})
}

func unadvertisedALPN() harness.Scenario {
	return harness.Scenario{
		Name:   "unadvertised-alpn",
		Claim:  "A client refuses an application protocol that it did not offer since Go 1.16; before, it went on with it.",
		Source: "RFC 7301, section 3.1; " + go116Notes,
		Server: selectsSPDY(),
		Client: harness.Client{ALPN: []string{"http/1.1"}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.16"), Want: harness.ConnectsWith(withProtocol("spdy/3"))},
			{Want: harness.Refused(
				harness.LocalAlert(harness.UnsupportedExtension),
				harness.ErrorText("tls: server selected unadvertised ALPN protocol"))},
		},
	}
}

func unrequestedALPN() harness.Scenario {
	refused := func(alert harness.AlertCode) harness.Expectation {
		return harness.Refused(harness.LocalAlert(alert), harness.ErrorText("tls: server advertised unrequested ALPN extension"))
	}
	return harness.Scenario{
		Name:   "unrequested-alpn",
		Claim:  "A client that offers no application protocols refuses one, with another alert since Go 1.16.",
		Source: "RFC 7301, section 3.1; src/crypto/tls/handshake_client.go (processServerHello)",
		Server: selectsSPDY(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.16"), Want: refused(harness.HandshakeFailure)},
			{Want: refused(harness.UnsupportedExtension)},
		},
	}
}

// nonASCII is a certificate whose first name is good and whose second is not
// written in ASCII (RFC 5280, section 4.2.1.6).
func nonASCII(name, certificate, text string) harness.Scenario {
	return harness.Scenario{
		Name:   name,
		Claim:  "A certificate with an alternative name that is not ASCII does not parse since Go 1.16, even if another name is the one that matters.",
		Source: go116X509Notes,
		Server: certified(certificate),
		Client: harness.Client{ServerName: "localhost"},
		Rules: []harness.Rule{
			{When: harness.Go("<1.16"), Want: harness.Connects()},
			{Want: doesNotParse(text)},
		},
	}
}

func dsaChain() harness.Scenario {
	unimplemented := harness.FailsVerification(
		harness.ErrorText(unknownAuthority),
		harness.ErrorText("x509: cannot verify signature: algorithm unimplemented"))
	return harness.Scenario{
		Name:     "dsa-chain",
		Claim:    "Signatures of DSA authorities are not verified any more since Go 1.16, not even where SHA-1 is allowed.",
		Source:   go116X509Notes,
		Server:   certified("dsa-root"),
		Settings: []harness.Settings{{}, {GODEBUG: "x509sha1=1"}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.16"), Want: harness.Connects()},
			{When: harness.Go(">=1.27").GODEBUG("x509sha1=1"), Want: diesOf("x509sha1", "1")},
			{When: harness.Go("<1.18"), Want: unimplemented},
			{When: harness.Go("<1.24").GODEBUG("x509sha1=1"), Want: unimplemented},
			{Want: insecureAlgorithm("DSA-SHA1")},
		},
	}
}

// withoutAES is a machine without AES instructions, as far as crypto/tls can
// tell. There is no scenario with them: not every machine has them.
func withoutAES() []harness.Settings { return []harness.Settings{{GODEBUG: "cpu.aes=off"}} }

func helloWithoutAES() harness.Scenario {
	return harness.Scenario{
		Name:     "hello-without-aes",
		Claim:    "On a machine without AES instructions clients offer ChaCha20 before AES, in every release: a list of suites is that of a machine.",
		Source:   "src/crypto/tls/cipher_suites.go",
		Server:   anyServer(),
		Client:   helloOf(harness.Client{}),
		Settings: withoutAES(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: chaCha20First()},
			{Want: harness.All(chaCha20First(), ordersSuites(tls.TLS_CHACHA20_POLY1305_SHA256, tls.TLS_AES_128_GCM_SHA256))},
		},
	}
}

func chaCha20First() harness.Expectation {
	return ordersSuites(tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256)
}

func serverChaCha20WithoutAES() harness.Scenario {
	return harness.Scenario{
		Name:     "server-chacha20-without-aes",
		Claim:    "A server without AES instructions chooses ChaCha20 even for a client that prefers AES since Go 1.16; before, the client's order decided.",
		Source:   go116Notes,
		GoServer: &harness.GoServer{},
		Raw: hello12([]uint16{
			tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
			tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
		}),
		Settings: withoutAES(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.16"), Want: harness.Answers(harness.WithSuite(tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256))},
			{Want: harness.Answers(harness.WithSuite(tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256))},
		},
	}
}

// A client that puts ChaCha20 first has no AES instructions, servers guess.
func serverChaCha20ForClientWithoutAES() harness.Scenario {
	return harness.Scenario{
		Name:     "server-chacha20-for-client-without-aes",
		Claim:    "A client that prefers ChaCha20 gets it in every release: until Go 1.16 for its order, since then because it has no AES instructions, as the server guesses.",
		Source:   go116Notes,
		GoServer: &harness.GoServer{},
		Raw: hello12([]uint16{
			tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
			tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
		}),
		Rules: []harness.Rule{
			{Want: harness.Answers(harness.WithSuite(tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256))},
		},
	}
}

func serverChaCha20ForClientWithoutAESTLS13() harness.Scenario {
	return harness.Scenario{
		Name:     "server-chacha20-for-client-without-aes-tls13",
		Claim:    "The same holds for the suites of TLS 1.3.",
		Source:   go116Notes,
		GoServer: &harness.GoServer{},
		Raw:      hello13(tls.TLS_CHACHA20_POLY1305_SHA256, tls.TLS_AES_128_GCM_SHA256),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: unsupportedClientVersion("[304]")},
			{Want: harness.Answers(harness.WithSuite(tls.TLS_CHACHA20_POLY1305_SHA256))},
		},
	}
}
