package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

const go118Notes = "https://go.dev/doc/go1.18"

// Go118 is every sentence of the release notes of Go 1.18 about TLS that a peer
// can show, and what the notes are silent about.
func Go118() Table {
	return Table{
		Name:  "go1.18",
		Title: "Go 1.18 release notes: client minimum TLS 1.2, no SHA-1 signatures in certificates",
		Scenarios: append(sha1Signatures(),
			clientMinimumTLS10(),
			clientMinimumTLS11(),
			maxVersionTLS11Alone(),
			helloVersions(),
			serverSelectsTLS10(),
			serverSelectsTLS11(),
			md5Leaf(),
			serverGatedCryptography("sgc-eku-leaf", "eku-netscape-sgc"),
			serverGatedCryptography("sgc-eku-leaf-microsoft", "eku-microsoft-sgc"),
			serverGatedCryptography("sgc-eku-intermediate", "eku-netscape-sgc-intermediate"),
			serverNoPointFormats(),
		),
	}
}

// serverGatedCryptography: the extended key usages with which Netscape and
// Microsoft let servers outside the United States have strong suites in the
// 1990s counted as serverAuth until Go 1.17.
func serverGatedCryptography(name, certificate string) harness.Scenario {
	return harness.Scenario{
		Name:   name,
		Claim:  "An extended key usage of server-gated cryptography alone does not make a server's certificate any more.",
		Source: "crypto/x509, verify.go of Go 1.17 and 1.18, checkChainForKeyUsage",
		Server: certified(certificate),
		Rules: []harness.Rule{
			{When: harness.Go("<1.18"), Want: harness.Connects()},
			{Want: harness.FailsVerification(harness.ErrorText("x509: certificate specifies an incompatible key usage"))},
		},
	}
}

// serverNoPointFormats: RFC 8422, section 5.1.2 has a client without the
// extension understand uncompressed points.
func serverNoPointFormats() harness.Scenario {
	return harness.Scenario{
		Name:     "server-no-point-formats",
		Claim:    "Servers accept ECDHE suites from clients that send no ec_point_formats.",
		Source:   "RFC 8422, section 5.1.2; crypto/tls, handshake_server.go of Go 1.18, supportsECDHE",
		GoServer: &harness.GoServer{},
		Raw:      leavingOut(wire.ExtPointFormats, hello12(gcmSuite())),
		Rules: []harness.Rule{
			{When: harness.Go("<1.18"), Want: noCommonSuite()},
			{Want: harness.Answers(harness.WithSuite(tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256))},
		},
	}
}
