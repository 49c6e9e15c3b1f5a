package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

// sha1InTLS12: "SHA-1 signature algorithms are now disallowed in TLS 1.2
// handshakes, per RFC 9155. They can be re-enabled with tlssha1=1."
func sha1InTLS12() []harness.Scenario {
	return []harness.Scenario{
		helloSHA1Signatures(),
		sha1SignatureServer("sha1-signature-server", certs.RSA2048, tls.PKCS1WithSHA1),
		sha1SignatureServer("sha1-signature-server-ecdsa", certs.ECDSAP256, tls.ECDSAWithSHA1),
		sha1SignatureUnasked(),
		serverSHA1OnlyClient(),
		serverNoSignatureAlgorithms(),
		serverSHA1TLS11(),
		clientCertificateSHA1(),
		clientCertificateSHA1Optional(),
	}
}

// tlssha1 are the ways to make and run a program that decide about SHA-1
// signatures.
func tlssha1() []harness.Settings {
	return []harness.Settings{
		{},
		{GODEBUG: "tlssha1=1"},
		{GoLine: "1.24"},
		{Setenv: "tlssha1=1"},
	}
}

// tlssha1Rules are the rules for everything that SHA-1 signatures decide. A
// release before 1.25 has them whatever its settings.
func tlssha1Rules(with, without harness.Expectation) []harness.Rule {
	return []harness.Rule{
		{When: harness.AnyGo().GoLine("<1.25"), Want: with},
		{When: harness.AnyGo().GODEBUG("tlssha1=1"), Want: with},
		{When: harness.AnyGo().Setenv("tlssha1=1"), Want: with},
		{Want: without},
	}
}

func helloSHA1Signatures() harness.Scenario {
	return harness.Scenario{
		Name:     "hello-sha1-signatures",
		Claim:    "Clients do not offer signatures with SHA-1 since Go 1.25; tlssha1=1 and a go line before 1.25 bring them back.",
		Source:   go125TLS,
		Server:   anyServer(),
		Settings: tlssha1(),
		Rules: tlssha1Rules(
			harness.All(harness.Connects(), harness.OffersScheme(tls.PKCS1WithSHA1), harness.OffersScheme(tls.ECDSAWithSHA1)),
			harness.All(harness.Connects(), harness.OffersNoScheme(tls.PKCS1WithSHA1), harness.OffersNoScheme(tls.ECDSAWithSHA1)),
		),
	}
}

func sha1SignatureServer(name string, key certs.Key, scheme tls.SignatureScheme) harness.Scenario {
	server := variation(withKey(key), "tls12-"+name, "TLS 1.2, can sign with SHA-1 alone", func(p *fixtures.Profile) {
		p.SignatureSchemes = []tls.SignatureScheme{scheme}
	})
	return harness.Scenario{
		Name:     name,
		Claim:    "A TLS 1.2 server that can sign with SHA-1 alone refuses clients of Go 1.25 and newer, unless tlssha1=1 or a go line before 1.25 is set.",
		Source:   go125TLS,
		Server:   server,
		Settings: tlssha1(),
		Rules:    tlssha1Rules(harness.ConnectsWith(harness.WithScheme(scheme)), handshakeFailure()),
	}
}

func sha1SignatureUnasked() harness.Scenario {
	return harness.Scenario{
		Name:     "sha1-signature-unasked",
		Claim:    "A TLS 1.2 server that signs with SHA-1 without being asked is refused since Go 1.25.",
		Source:   go125TLS,
		Server:   fixtures.SHA1Signer(),
		Settings: tlssha1(),
		Rules: tlssha1Rules(harness.ConnectsWith(harness.WithScheme(tls.PKCS1WithSHA1)), harness.Refused(
			harness.LocalAlert(harness.IllegalParameter),
			harness.ErrorText("tls: certificate used with invalid signature algorithm"))),
	}
}

func serverSHA1OnlyClient() harness.Scenario {
	client := leavingOut(wire.ExtSignatureAlgorithms, hello12(gcmSuite()))
	client.Extensions = append(client.Extensions, wire.SignatureAlgorithms(uint16(tls.PKCS1WithSHA1)))
	return harness.Scenario{
		Name:     "server-sha1-only-client",
		Claim:    "A client of TLS 1.2 that can check signatures with SHA-1 alone is refused since Go 1.25, unless tlssha1=1 or a go line before 1.25 is set.",
		Source:   go125TLS,
		GoServer: &harness.GoServer{},
		Raw:      client,
		Settings: tlssha1(),
		Rules: tlssha1Rules(signedWithSHA1(), harness.Refused(
			harness.LocalAlert(harness.HandshakeFailure),
			harness.ErrorText("tls: peer doesn't support any of the certificate's signature algorithms"))),
	}
}

func serverNoSignatureAlgorithms() harness.Scenario {
	return harness.Scenario{
		Name:     "server-no-signature-algorithms",
		Claim:    "So is a client of TLS 1.2 without signature_algorithms, which by the standard means SHA-1.",
		Source:   go125TLS + "; RFC 5246, section 7.4.1.4.1",
		GoServer: &harness.GoServer{},
		Raw:      leavingOut(wire.ExtSignatureAlgorithms, hello12(gcmSuite())),
		Settings: tlssha1(),
		Rules: tlssha1Rules(signedWithSHA1(), harness.Refused(
			harness.LocalAlert(harness.HandshakeFailure),
			harness.ErrorText("tls: missing signature_algorithms from TLS 1.2 peer"))),
	}
}

// signedWithSHA1 is a server that goes on and signs with SHA-1.
func signedWithSHA1() harness.Expectation {
	return harness.Answers(harness.In(tls.VersionTLS12), harness.WithScheme(tls.PKCS1WithSHA1))
}

func serverSHA1TLS11() harness.Scenario {
	return harness.Scenario{
		Name:     "server-sha1-tls11",
		Claim:    "A server with tls.Config.MinVersion of TLS 1.0 still signs for a TLS 1.1 client, which knows no signatures without SHA-1, in every release.",
		Source:   go125TLS + "; RFC 4346, section 7.4.3",
		GoServer: &harness.GoServer{MinVersion: tls.VersionTLS10},
		Client:   oldClient(tls.VersionTLS11),
		Rules:    []harness.Rule{{Want: connectsIn(tls.VersionTLS11)}},
	}
}

// asksForSHA1 asks for client certificates that sign with SHA-1 alone.
func asksForSHA1(auth tls.ClientAuthType, name string) fixtures.Profile {
	return variation(fixtures.ClientCertificateRequired(), name, "TLS 1.2, takes SHA-1 signatures of clients alone", func(p *fixtures.Profile) {
		p.ClientAuth, p.ClientSchemes = auth, []tls.SignatureScheme{tls.PKCS1WithSHA1, tls.ECDSAWithSHA1}
	})
}

func clientCertificateSHA1() harness.Scenario {
	return harness.Scenario{
		Name:     "client-certificate-sha1",
		Claim:    "A client of Go 1.25 and newer shows no certificate to a server that takes signatures with SHA-1 alone, and is told handshake failure as if it had none.",
		Source:   go125TLS + "; src/crypto/tls/handshake_client.go, getClientCertificate",
		Server:   asksForSHA1(tls.RequireAndVerifyClientCert, "tls12-client-certificate-sha1"),
		Client:   harness.Client{Certificate: harness.GoodCertificate},
		Settings: tlssha1(),
		Rules:    tlssha1Rules(harness.ConnectsWith(harness.WithClientScheme(tls.PKCS1WithSHA1)), handshakeFailure()),
	}
}

func clientCertificateSHA1Optional() harness.Scenario {
	return harness.Scenario{
		Name:     "client-certificate-sha1-optional",
		Claim:    "If the server does without, the connection comes about, and nothing says that the server does not know its client.",
		Source:   go125TLS + "; src/crypto/tls/handshake_client.go, getClientCertificate",
		Server:   asksForSHA1(tls.RequestClientCert, "tls12-client-certificate-sha1-optional"),
		Client:   harness.Client{Certificate: harness.GoodCertificate},
		Settings: tlssha1(),
		Rules:    tlssha1Rules(harness.ConnectsWith(clientCertificates(1)), harness.ConnectsWith(clientCertificates(0))),
	}
}
