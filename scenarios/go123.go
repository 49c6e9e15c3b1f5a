package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

const go123Notes = "https://go.dev/doc/go1.23#cryptotlspkgcryptotls"

// Go123 is every sentence of the release notes of Go 1.23 about TLS that a peer
// can show, and the much that the notes are silent about.
func Go123() Table {
	table := Table{
		Name:  "go1.23",
		Title: "Go 1.23 release notes: 3DES, the Kyber draft, large ClientHellos; stricter certificates",
		Scenarios: []harness.Scenario{
			ecdhe3DES(),
			rsa3DES(),
			server3DES(),
			hello3DES(),
			helloExtensionOrder(),
			serverKeyShareOutsideGroups(),
		},
	}
	table.Scenarios = append(table.Scenarios, kyberDraft()...)
	table.Scenarios = append(table.Scenarios, go123Certificates()...)
	return table
}

// extStatusRequest is status_request (RFC 6066, section 8).
const extStatusRequest = 5

func helloExtensionOrder() harness.Scenario {
	return harness.Scenario{
		Name:   "hello-extension-order",
		Claim:  "The extensions of the ClientHello are in another order.",
		Source: "https://go.dev/issue/68528; crypto/tls, handshake_messages.go of Go 1.22 and 1.23, clientHelloMsg.marshal",
		Server: fixtures.TLS12Only(),
		Client: helloOf(harness.Client{MaxVersion: tls.VersionTLS12}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.23"), Want: harness.OrdersExtensions(
				wire.ExtServerName, extStatusRequest, wire.ExtSupportedGroups, wire.ExtPointFormats, wire.ExtSignatureAlgorithms)},
			{Want: harness.OrdersExtensions(
				wire.ExtServerName, wire.ExtPointFormats, extStatusRequest, wire.ExtSupportedGroups, wire.ExtSignatureAlgorithms)},
		},
	}
}

// serverKeyShareOutsideGroups is a client with a key share of X25519 that lists
// P-256 alone.
func serverKeyShareOutsideGroups() harness.Scenario {
	return harness.Scenario{
		Name:     "server-key-share-outside-groups",
		Claim:    "A key share of a group that the client does not list is used until Go 1.22, refused in Go 1.23, and passed over since.",
		Source:   "RFC 8446, section 4.2.8; crypto/tls, handshake_server_tls13.go of Go 1.22, 1.23 and 1.24",
		GoServer: &harness.GoServer{},
		Raw:      hello13On(shareOfX25519(), tls.CurveP256),
		Rules: []harness.Rule{
			// TLS 1.3 is off by default before Go 1.13.
			{When: harness.Go("<1.13"), Want: unsupportedClientVersion("[304]")},
			{When: harness.Go("<1.23"), Want: harness.Answers(harness.WithGroup(tls.X25519))},
			{When: harness.Go("<1.24"), Want: refusedBecause(harness.IllegalParameter, "tls: client sent key share for group it does not support")},
			{Want: harness.Answers(harness.AskingFor(tls.CurveP256))},
		},
	}
}
