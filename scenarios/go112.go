package scenarios

import (
	"crypto/tls"
	"fmt"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

const go112Notes = "https://go.dev/doc/go1.12#tls_1_3"

// Go112 is what the release notes of Go 1.12 say about TLS, and what they do
// not say: a new ClientHello, and servers that speak SSL 3.0.
func Go112() Table {
	return Table{
		Name:  "go1.12",
		Title: "Go 1.12 release notes: TLS 1.3 for those who ask, a new ClientHello",
		Scenarios: []harness.Scenario{
			tls13OptIn(),
			serverTLS13OptIn(),
			tls13SuitesNotConfigurable(),
			rsa512TLS13(),
			tls13ClientCertificateLate(),
			serverEarlyData(),
			helloSessionID(),
			serverSSL30Client(),
			serverUnsupportedVersionText(),
			serverPlainBytes(),
			httpServerPlainRequest(),
			warningAlertsFlood(),
		},
	}
}

// tls13Setting are the ways in which a program can ask for TLS 1.3, and the
// one in which it does not.
func tls13Setting() []harness.Settings {
	return []harness.Settings{{}, {GODEBUG: "tls13=1"}, {Setenv: "tls13=1"}}
}

func tls13OptIn() harness.Scenario {
	return harness.Scenario{
		Name:     "tls13-opt-in",
		Claim:    "Go 1.12 clients speak TLS 1.3 only with tls13=1 in GODEBUG, which is read at the first handshake; later ones always do.",
		Source:   go112Notes,
		Server:   fixtures.TLS13Only(),
		Settings: tls13Setting(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13").GODEBUG("tls13=1"), Want: connectsIn(tls.VersionTLS13)},
			{When: harness.Go("<1.13").Setenv("tls13=1"), Want: connectsIn(tls.VersionTLS13)},
			{When: harness.Go("<1.13"), Want: unsupportedVersion()},
			{Want: connectsIn(tls.VersionTLS13)},
		},
	}
}

func serverTLS13OptIn() harness.Scenario {
	answers := harness.Answers(harness.In(tls.VersionTLS13))
	return harness.Scenario{
		Name:     "server-tls13-opt-in",
		Claim:    "Go 1.12 servers, too, speak TLS 1.3 only with tls13=1; later ones always do.",
		Source:   go112Notes,
		GoServer: &harness.GoServer{},
		Raw:      hello13(tls.TLS_AES_128_GCM_SHA256),
		Settings: tls13Setting(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13").GODEBUG("tls13=1"), Want: answers},
			{When: harness.Go("<1.13").Setenv("tls13=1"), Want: answers},
			{When: harness.Go("<1.13"), Want: unsupportedClientVersion("[304]")},
			{Want: answers},
		},
	}
}

func tls13SuitesNotConfigurable() harness.Scenario {
	return harness.Scenario{
		Name:     "tls13-suites-not-configurable",
		Claim:    "tls.Config.CipherSuites does not touch the suites of TLS 1.3: a list without any of them still reaches a TLS 1.3 server.",
		Source:   go112Notes,
		Server:   fixtures.TLS13Only(),
		Client:   harness.Client{CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}},
		Settings: []harness.Settings{{}, {GODEBUG: "tls13=1"}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.13").GODEBUG("tls13=1"), Want: connectsIn(tls.VersionTLS13)},
			{When: harness.Go("<1.13"), Want: unsupportedVersion()},
			{Want: connectsIn(tls.VersionTLS13)},
		},
	}
}

func rsa512TLS13() harness.Scenario {
	return harness.Scenario{
		Name:     "rsa-512-tls13",
		Claim:    "A server with an RSA key of 512 bits cannot speak TLS 1.3: the key is too short for RSA-PSS with SHA-256. No setting of the client helps.",
		Source:   go112Notes,
		Server:   certifiedTLS13("rsa-512"),
		Settings: []harness.Settings{{}, {GODEBUG: "rsa1024min=0"}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: unsupportedVersion()},
			{Want: handshakeFailure()},
		},
	}
}

func tls13ClientCertificateLate() harness.Scenario {
	server := fixtures.TLS13Only()
	server.Name = "tls13-client-certificate-required"
	server.Title = "TLS 1.3 alone, refuses clients without a certificate"
	server.ClientAuth = tls.RequireAndVerifyClientCert
	return harness.Scenario{
		Name:     "tls13-client-certificate-late",
		Claim:    "In TLS 1.3 the handshake of a client without the certificate that the server requires succeeds; its first Read fails.",
		Source:   go112Notes,
		Server:   server,
		Settings: []harness.Settings{{}, {GODEBUG: "tls13=1"}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.13").GODEBUG("tls13=1"), Want: harness.Refused(afterHandshake(), harness.RemoteAlert(harness.CertificateRequired))},
			{When: harness.Go("<1.13"), Want: unsupportedVersion()},
			{Want: harness.Refused(afterHandshake(), harness.RemoteAlert(harness.CertificateRequired))},
		},
	}
}

func helloSessionID() harness.Scenario {
	return harness.Scenario{
		Name:   "hello-session-id",
		Claim:  "Since Go 1.12 a ClientHello has a session id of 32 bytes, supported_versions and RSA-PSS, which comes first among the RSA schemes, even where TLS 1.3 is off.",
		Source: "src/crypto/tls/handshake_client.go (makeClientHello); RFC 8446, appendix D.4",
		Server: anyServer(),
		Client: helloOf(harness.Client{MaxVersion: tls.VersionTLS12}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: harness.All(newHello(), harness.HelloOver(211), harness.HelloUpTo(212))},
			{Want: newHello()},
		},
	}
}

// newHello is what Go 1.12 brought to the ClientHello.
func newHello() harness.Expectation {
	return harness.All(
		harness.Sends("a session id of 32 bytes",
			func(h *harness.ClientHello) bool { return len(h.SessionID) == 32 },
			func(h *harness.ClientHello) string { return fmt.Sprintf("a session id of %d bytes", len(h.SessionID)) }),
		harness.OffersExtension(wire.ExtSupportedVersions),
		prefersScheme(tls.PSSWithSHA256, tls.PKCS1WithSHA256),
	)
}
