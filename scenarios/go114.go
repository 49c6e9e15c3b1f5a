package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

const go114Notes = "https://go.dev/doc/go1.14#cryptotlspkgcryptotls"

// Go114 is what the release notes of Go 1.14 say about TLS, and the stricter
// reading that came with them.
func Go114() Table {
	return Table{
		Name:  "go1.14",
		Title: "Go 1.14 release notes: no way back from TLS 1.3, SSL 3.0 and NPN gone, RSA-PSS in TLS 1.2",
		Scenarios: append([]harness.Scenario{
			tls13SettingGone(),
			serverSSL30MinVersion(),
			ssl30Server(),
			ssl30ServerDefaults(),
			helloNPN(),
			serverRSAPSSTLS12(),
			rsaPSSClientCertificateTLS12(),
			serverTLS13NoSignatureAlgorithms(),
			emptyPointFormats(),
		}, go114Certificates()...),
	}
}

func tls13SettingGone() harness.Scenario {
	return harness.Scenario{
		Name:     "tls13-setting-gone",
		Claim:    "tls13=0 turned TLS 1.3 off in Go 1.13; since 1.14 it means nothing.",
		Source:   go114Notes,
		Server:   fixtures.TLS13Only(),
		Settings: tls13Off(),
		Rules:    tls13OffRules(unsupportedVersion(), connectsIn(tls.VersionTLS13)),
	}
}

func serverSSL30MinVersion() harness.Scenario {
	return harness.Scenario{
		Name:     "server-ssl30-min-version",
		Claim:    "A server with tls.Config.MinVersion of SSL 3.0 accepted it until Go 1.13; since 1.14 there is no SSL 3.0.",
		Source:   go114Notes,
		GoServer: &harness.GoServer{MinVersion: versionSSL30},
		Raw:      ssl30Client(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.14"), Want: harness.Answers(harness.In(versionSSL30))},
			{Want: unsupportedClientVersion("[]")},
		},
	}
}

func ssl30Server() harness.Scenario {
	return harness.Scenario{
		Name:   "ssl30-server",
		Claim:  "Clients refuse a server of SSL 3.0 in every release, even with tls.Config.MinVersion of SSL 3.0 and a suite that both have.",
		Source: "src/crypto/tls/common.go (Config.supportedVersions); " + go114Notes,
		Server: fixtures.SSL3Only(),
		Client: harness.Client{MinVersion: versionSSL30, CipherSuites: []uint16{tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA}},
		Rules:  []harness.Rule{{Want: selectedUnsupported("300")}},
	}
}

// ssl30ServerDefaults: the suites are looked at before anybody sees the version.
func ssl30ServerDefaults() harness.Scenario {
	return harness.Scenario{
		Name:     "ssl30-server-defaults",
		Claim:    "By default a client is told handshake failure by such a server once it offers no suite that SSL 3.0 has, from Go 1.22 on; before, and with tlsrsakex=1 and tls3des=1, it refuses the version.",
		Source:   go122Notes + "; " + go123Notes,
		Server:   fixtures.SSL3Only(),
		Settings: []harness.Settings{{}, {GODEBUG: "tlsrsakex=1,tls3des=1"}, {GoLine: "1.21"}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.22"), Want: selectedUnsupported("300")},
			{When: harness.Go(">=1.27").GODEBUG("tlsrsakex=1"), Want: harness.DoesNotStart("fatal error: removed GODEBUG")},
			{When: harness.AnyGo().GODEBUG("tlsrsakex=1"), Want: selectedUnsupported("300")},
			{When: harness.Go("<1.27").GoLine("<1.22"), Want: selectedUnsupported("300")},
			{Want: handshakeFailure()},
		},
	}
}

// helloNPN: Next Protocol Negotiation was what HTTP/2 began with, before ALPN.
func helloNPN() harness.Scenario {
	const npn = 13172 // next_protocol_negotiation, an internet draft of 2012
	return harness.Scenario{
		Name:   "hello-npn",
		Claim:  "A client with tls.Config.NextProtos offers NPN besides ALPN until Go 1.13, and ALPN alone since.",
		Source: go114Notes,
		Server: anyServer(),
		Client: helloOf(harness.Client{ALPN: []string{"h2", "http/1.1"}}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.14"), Want: harness.All(offersProtocol("h2"), harness.OffersExtension(npn))},
			{Want: harness.All(offersProtocol("h2"), harness.OffersNoExtension(npn))},
		},
	}
}

func serverRSAPSSTLS12() harness.Scenario {
	return harness.Scenario{
		Name:     "server-rsa-pss-tls12",
		Claim:    "A server signs with RSA-PSS in TLS 1.2, too, since Go 1.14, for a client that prefers it.",
		Source:   go114Notes,
		GoServer: &harness.GoServer{},
		Raw:      hello12(gcmSuite()),
		Rules: []harness.Rule{
			{When: harness.Go("<1.14"), Want: harness.Answers(harness.WithScheme(tls.PKCS1WithSHA256))},
			{Want: harness.Answers(harness.WithScheme(tls.PSSWithSHA256))},
		},
	}
}

// rsaPSSClientCertificateTLS12 is what breaks keys in hardware that can do no
// RSA-PSS.
func rsaPSSClientCertificateTLS12() harness.Scenario {
	return harness.Scenario{
		Name:   "rsa-pss-client-certificate-tls12",
		Claim:  "A client proves with RSA-PSS that a certificate is its own in TLS 1.2, too, since Go 1.14, if the server asks for that first.",
		Source: go114Notes,
		Server: fixtures.ClientCertificateRequired(),
		Client: harness.Client{Certificate: harness.GoodCertificate},
		Rules: []harness.Rule{
			{When: harness.Go("<1.14"), Want: harness.ConnectsWith(harness.WithClientScheme(tls.PKCS1WithSHA256))},
			{Want: harness.ConnectsWith(harness.WithClientScheme(tls.PSSWithSHA256))},
		},
	}
}

func serverTLS13NoSignatureAlgorithms() harness.Scenario {
	return harness.Scenario{
		Name:     "server-tls13-no-signature-algorithms",
		Claim:    "A TLS 1.3 client without signature_algorithms is told missing_extension since Go 1.14, handshake_failure by 1.13.",
		Source:   "RFC 8446, section 9.2; " + go114Notes,
		GoServer: &harness.GoServer{},
		Raw:      leavingOut(wire.ExtSignatureAlgorithms, hello13(tls.TLS_AES_128_GCM_SHA256)),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: unsupportedClientVersion("[304]")},
			{When: harness.Go("<1.14"), Want: harness.Refused(
				harness.LocalAlert(harness.HandshakeFailure),
				harness.ErrorText("tls: client doesn't support selected certificate"))},
			{Want: harness.Refused(
				harness.LocalAlert(harness.MissingExtension),
				harness.ErrorText("local error: tls: missing extension"))},
		},
	}
}

func emptyPointFormats() harness.Scenario {
	s := helloScenario("empty-point-formats", wire.ServerHello{Extensions: []harness.Extension{wire.PointFormats()}})
	s.Claim = "A client refuses a ServerHello with an empty list of point formats since Go 1.14, as malformed, with another alert since 1.25."
	s.Source = "src/crypto/tls/handshake_messages.go (serverHelloMsg.unmarshal)"
	s.Rules = []harness.Rule{
		{When: harness.Go("<1.14"), Want: takesServerHello()},
		{When: harness.Go("<1.25"), Want: harness.Refused(
			harness.LocalAlert(harness.UnexpectedMessage),
			harness.ErrorText("local error: tls: unexpected message"))},
		{Want: harness.Refused(
			harness.LocalAlert(harness.DecodeError),
			harness.ErrorText("local error: tls: error decoding message"))},
	}
	return s
}
