package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

const (
	go125TLS  = "https://go.dev/doc/go1.25#cryptotlspkgcryptotls"
	go125X509 = "https://go.dev/doc/go1.25#cryptox509pkgcryptox509"
)

// Go125 is what Go 1.25 changed for TLS connections.
func Go125() Table {
	scenarios := append(sha1InTLS12(), strictness125()...)
	return Table{
		Name:  "go1.25",
		Title: "Go 1.25: no SHA-1 signatures in TLS 1.2, stricter with peers that do not keep to the standards",
		Scenarios: append(scenarios,
			serverHighestVersion(),
			serverLegacyVersion(),
			serverNameAcknowledged(),
			serverNoCommonSuiteText(),
			userCanceledAlert(),
			setenvFIPS140(),
			negativePathLength(),
			bmpStringSurrogate(),
			teletexStringLatin1(),
		),
	}
}

// serverHighestVersion: "TLS servers now prefer the highest supported protocol
// version, even if it isn't the client's most preferred protocol version."
func serverHighestVersion() harness.Scenario {
	client := hello12([]uint16{tls.TLS_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256},
		wire.SupportedVersions(tls.VersionTLS12, tls.VersionTLS13), shareOfX25519())
	return harness.Scenario{
		Name:     "server-highest-version",
		Claim:    "A client that lists TLS 1.2 before TLS 1.3 gets TLS 1.3 since Go 1.25.",
		Source:   go125TLS,
		GoServer: &harness.GoServer{},
		Raw:      client,
		Rules: []harness.Rule{
			{When: harness.Go("<1.25"), Want: harness.Answers(harness.In(tls.VersionTLS12))},
			{Want: harness.Answers(harness.In(tls.VersionTLS13))},
		},
	}
}

func serverLegacyVersion() harness.Scenario {
	client := hello12(gcmSuite())
	client.Version = tls.VersionTLS13
	return harness.Scenario{
		Name:     "server-legacy-version-0304",
		Claim:    "A client that says TLS 1.3 in the old place alone, where nobody may, gets TLS 1.2 since Go 1.25, as it did in 1.12; between them it was refused.",
		Source:   "RFC 8446, section 4.1.2; src/crypto/tls/handshake_server.go of Go 1.25",
		GoServer: &harness.GoServer{},
		Raw:      client,
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: harness.Answers(harness.In(tls.VersionTLS12))},
			{When: harness.Go("<1.25"), Want: harness.Refused(
				harness.LocalAlert(harness.IllegalParameter),
				harness.ErrorText("tls: client used the legacy version field to negotiate TLS 1.3"))},
			{Want: harness.Answers(harness.In(tls.VersionTLS12))},
		},
	}
}

func serverNameAcknowledged() harness.Scenario {
	return harness.Scenario{
		Name:     "server-name-acknowledged",
		Claim:    "A server acknowledges the server name since Go 1.25, with an empty extension.",
		Source:   "RFC 6066, section 3; src/crypto/tls/handshake_server.go of Go 1.25",
		GoServer: &harness.GoServer{},
		Raw:      hello12(gcmSuite(), wire.ServerName("localhost")),
		Rules: []harness.Rule{
			{When: harness.Go("<1.25"), Want: harness.Answers(harness.WithoutExtension(wire.ExtServerName))},
			{Want: harness.Answers(harness.WithExtension(wire.ExtServerName))},
		},
	}
}

func serverNoCommonSuiteText() harness.Scenario {
	return harness.Scenario{
		Name:     "server-no-common-suite-text",
		Claim:    "A server without a common suite lists what the client offered, in hexadecimal, since Go 1.25.",
		Source:   "src/crypto/tls/handshake_server.go of Go 1.25, pickCipherSuite",
		GoServer: &harness.GoServer{},
		Raw:      hello12([]uint16{0x003D}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.25"), Want: harness.Refused(
				harness.LocalAlert(harness.HandshakeFailure),
				errorEnds("tls: no cipher suite supported by both client and server"))},
			{Want: harness.Refused(
				harness.LocalAlert(harness.HandshakeFailure),
				errorEnds("tls: no cipher suite supported by both client and server; client offered: [3d]"))},
		},
	}
}

func userCanceledAlert() harness.Scenario {
	return harness.Scenario{
		Name:   "user-canceled-alert",
		Claim:  "The alert user_canceled, after which a server of TLS 1.3 may go on, does not end a connection since Go 1.25.",
		Source: "RFC 8446, section 6.1; src/crypto/tls/conn.go of Go 1.25, readRecordOrCCS",
		Server: quirky13("tls13-user-canceled", "TLS 1.3, user_canceled before all that it says", fixtures.Quirks{UserCanceled: true}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: unsupportedVersion()},
			{When: harness.Go("<1.25"), Want: harness.Refused(afterHandshake(), harness.ErrorText("remote error: tls: user canceled"))},
			{Want: harness.Connects()},
		},
	}
}

func negativePathLength() harness.Scenario {
	return harness.Scenario{
		Name:   "negative-path-length",
		Claim:  "An authority with a negative path length does not parse since Go 1.25.",
		Source: go125X509 + "; RFC 5280, section 4.2.1.9",
		Server: certified("pathlen-negative"),
		Rules: []harness.Rule{
			{When: harness.Go("<1.25"), Want: harness.Connects()},
			{Want: doesNotParse("x509: invalid basic constraints")},
		},
	}
}

func bmpStringSurrogate() harness.Scenario {
	return harness.Scenario{
		Name:   "bmpstring-surrogate",
		Claim:  "A name with half of a surrogate pair in a BMPString does not parse since Go 1.25.",
		Source: go125X509,
		Server: certified("subject-bmp-surrogate"),
		Rules: []harness.Rule{
			{When: harness.Go("<1.25"), Want: harness.Connects()},
			{Want: doesNotParse("x509: invalid RDNSequence: invalid attribute value: invalid BMPString")},
		},
	}
}

func teletexStringLatin1() harness.Scenario {
	return harness.Scenario{
		Name:   "teletexstring-latin1",
		Claim:  "A name with Latin-1 in a T61String is accepted by every release; Go 1.25 changed how it is read, not whether.",
		Source: go125X509,
		Server: certified("subject-t61-latin1"),
		Rules:  []harness.Rule{{Want: harness.Connects()}},
	}
}

// setenvFIPS140: "Changing the fips140 GODEBUG setting after the program has
// started is now a no-op. Previously, it was documented as not allowed".
func setenvFIPS140() harness.Scenario {
	return harness.Scenario{
		Name:       "setenv-fips140",
		Claim:      "A program that sets fips140=on for itself, with os.Setenv, goes on to offer what it offered, in every release.",
		Source:     "https://go.dev/doc/go1.25#cryptopkgcrypto",
		Server:     anyServer(),
		Settings:   []harness.Settings{{Setenv: "fips140=on"}},
		Boundaries: []string{"1.24.0"},
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: harness.All(harness.Connects(), offersSuite(tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256))},
			{Want: harness.All(harness.Connects(), offersSuite(tls.TLS_CHACHA20_POLY1305_SHA256))},
		},
	}
}
