package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

func ed25519Server() harness.Scenario {
	return harness.Scenario{
		Name:   "ed25519-server",
		Claim:  "A TLS 1.2 server whose key is Ed25519 is reached since Go 1.13; older clients do not offer to check such signatures.",
		Source: go113Notes,
		Server: certified("ed25519"),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: handshakeFailure()},
			{Want: harness.Connects()},
		},
	}
}

// ed25519ServerUnasked is the server that does not look at what the client offers.
func ed25519ServerUnasked() harness.Scenario {
	server := variation(certified("ed25519"), "tls12-ed25519-unasked", "TLS 1.2, signs with Ed25519 whatever the client offers", func(p *fixtures.Profile) {
		p.SignatureSchemes = []tls.SignatureScheme{tls.Ed25519}
		p.Quirks.IgnoreSignatureAlgorithms = true
	})
	return harness.Scenario{
		Name:   "ed25519-server-unasked",
		Claim:  "If such a server does not look at what they offer, they say that they do not know what kind of key that is.",
		Source: go113Notes,
		Server: server,
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: harness.Refused(harness.ErrorText("tls: server's certificate contains an unsupported type of public key: <nil>"))},
			{Want: harness.ConnectsWith(harness.WithScheme(tls.Ed25519))},
		},
	}
}

func serverEd25519() harness.Scenario {
	return harness.Scenario{
		Name:     "server-ed25519",
		Claim:    "A server can have an Ed25519 key since Go 1.13; before, it cannot load it.",
		Source:   go113Notes,
		GoServer: &harness.GoServer{Certificates: []certs.Spec{{Key: certs.Ed25519}}},
		Client:   ed25519Client(tls.VersionTLS12, tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: harness.CannotConnect(harness.ErrorText("unknown algorithm"))},
			{Want: connectsIn(tls.VersionTLS12)},
		},
	}
}

// ed25519Client is a client of one version with a suite for an Ed25519 key, which
// goes with the ECDSA suites (RFC 8422, section 5.10).
func ed25519Client(version, suite uint16) harness.Client {
	return harness.Client{MinVersion: version, MaxVersion: version, CipherSuites: []uint16{suite}}
}

func serverEd25519TLS11() harness.Scenario {
	return harness.Scenario{
		Name:     "server-ed25519-tls11",
		Claim:    "A server with an Ed25519 key cannot speak TLS 1.1 and older: Ed25519 came to TLS with 1.2.",
		Source:   "RFC 8422, section 5.10; " + go113Notes,
		GoServer: &harness.GoServer{MinVersion: tls.VersionTLS10, Certificates: []certs.Spec{{Key: certs.Ed25519}}},
		Client:   ed25519Client(tls.VersionTLS11, tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: harness.CannotConnect(harness.ErrorText("unknown algorithm"))},
			{Want: harness.Refused(
				harness.LocalAlert(harness.HandshakeFailure),
				harness.ErrorText("tls: Ed25519 public keys are not supported before TLS 1.2"))},
		},
	}
}

func clientCertificateEd25519() harness.Scenario {
	return harness.Scenario{
		Name:   "client-certificate-ed25519",
		Claim:  "A client can show an Ed25519 certificate since Go 1.13.",
		Source: go113Notes,
		Server: fixtures.ClientCertificateRequired(),
		Client: harness.Client{Certificate: harness.Ed25519Certificate},
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: harness.CannotConnect(harness.ErrorText("unknown algorithm"))},
			{Want: harness.Connects()},
		},
	}
}
