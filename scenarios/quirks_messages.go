package scenarios

import (
	"crypto/tls"
	"time"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// quirksOfMessages are those of the messages that follow a ServerHello: which there
// are, and in what order.
func quirksOfMessages() []harness.Scenario {
	return append([]harness.Scenario{
		emptyCertificateList(),
		certificateMessageSize(),
		certificateMessageOverAllLimits(),
		keyExchangeBeforeCertificate(),
		noServerKeyExchange(),
		noServerHelloDone(),
		helloRequestInHandshake(),
		certificateRequestAfterDone(),
		noClientSchemes(),
		clientSchemesDSS(),
		clientCANamesOptional(),
	}, quirksOfKeyExchange()...)
}

const doFullHandshake = "src/crypto/tls/handshake_client.go (doFullHandshake)"

// stops is what becomes of a server that a client does not go on with.
func stops(alert harness.AlertCode, text string) harness.Expectation {
	return harness.Refused(harness.LocalAlert(alert), harness.ErrorText(text))
}

// noCertificateBut is how a client says that a message is not the one that it waits
// for, Certificate.
func noCertificateBut(got string) []harness.Rule {
	return always(stops(harness.UnexpectedMessage,
		"tls: received unexpected handshake message of type *tls."+got+" when waiting for *tls.certificateMsg"))
}

func emptyCertificateList() harness.Scenario {
	return harness.Scenario{
		Name:   "empty-certificate-list",
		Claim:  "A Certificate message without a certificate is refused, in words that say it is of the type that was waited for.",
		Source: "RFC 5246, section 7.4.2; " + doFullHandshake,
		Server: quirky("tls12-empty-certificate-list", "TLS 1.2, its Certificate message is empty", fixtures.Quirks{EmptyCertificateList: true}),
		Rules:  noCertificateBut("certificateMsg"),
	}
}

const readHandshake = "src/crypto/tls/conn.go (readHandshake), common.go (maxHandshake)"

// tooLong is what a client says of a message whose length is more than it reads.
func tooLong(limit string) harness.Expectation {
	return harness.Refused(harness.ErrorText("tls: handshake message of length "), harness.ErrorText(" exceeds maximum of "+limit+" bytes"))
}

func certificateMessageSize() harness.Scenario {
	const size = 80_000
	return harness.Scenario{
		Name:   "certificate-message-size",
		Claim:  "A Certificate message of 80,000 bytes is too long for clients before Go 1.23.",
		Source: readHandshake,
		Server: quirky("tls12-certificate-message-80k", "TLS 1.2, its Certificate message has 80,000 bytes", fixtures.Quirks{CertificateMessageSize: size}),
		Rules:  meets(tooLong("65536"), since("1.23", harness.Connects())),
	}
}

func certificateMessageOverAllLimits() harness.Scenario {
	const size = 300_000
	return harness.Scenario{
		Name:   "certificate-message-size-300k",
		Claim:  "One of 300,000 bytes is too long for all.",
		Source: readHandshake,
		Server: quirky("tls12-certificate-message-300k", "TLS 1.2, its Certificate message has 300,000 bytes", fixtures.Quirks{CertificateMessageSize: size}),
		Rules:  meets(tooLong("65536"), since("1.23", tooLong("262144"))),
	}
}

func keyExchangeBeforeCertificate() harness.Scenario {
	return harness.Scenario{
		Name:   "key-exchange-before-certificate",
		Claim:  "A ServerKeyExchange that comes before the Certificate is refused.",
		Source: "RFC 5246, section 7.3; " + doFullHandshake,
		Server: quirky("tls12-key-exchange-first", "TLS 1.2, sends ServerKeyExchange before Certificate", fixtures.Quirks{KeyExchangeBeforeCertificate: true}),
		Rules:  noCertificateBut("serverKeyExchangeMsg"),
	}
}

func noServerKeyExchange() harness.Scenario {
	return harness.Scenario{
		Name:   "no-server-key-exchange",
		Claim:  "A server that selects ECDHE and sends no ServerKeyExchange is refused when the client should send its own part.",
		Source: "RFC 5246, section 7.4.3; src/crypto/tls/key_agreement.go (generateClientKeyExchange)",
		Server: quirky("tls12-no-key-exchange", "TLS 1.2, leaves out ServerKeyExchange", fixtures.Quirks{NoServerKeyExchange: true}),
		Rules:  always(stops(harness.InternalError, "tls: missing ServerKeyExchange message")),
	}
}

func noServerHelloDone() harness.Scenario {
	return harness.Scenario{
		Name:   "no-server-hello-done",
		Claim:  "A server whose flight has no ServerHelloDone and its client wait for each other until one of them has had enough.",
		Source: "RFC 5246, section 7.4.5; " + doFullHandshake,
		Server: quirky("tls12-no-hello-done", "TLS 1.2, leaves out ServerHelloDone", fixtures.Quirks{NoServerHelloDone: true}),
		Client: harness.Client{Timeout: 200 * time.Millisecond},
		Rules:  always(unanswered()),
	}
}

func helloRequestInHandshake() harness.Scenario {
	return harness.Scenario{
		Name:   "hello-request-in-handshake",
		Claim:  "A HelloRequest in a handshake, which clients should ignore, is refused. OpenSSL ignores it.",
		Source: "RFC 5246, section 7.4.1.1; " + doFullHandshake,
		Server: quirky("tls12-hello-request-in-handshake", "TLS 1.2, sends HelloRequest after ServerHello", fixtures.Quirks{HelloRequestInHandshake: true}),
		Rules:  noCertificateBut("helloRequestMsg"),
	}
}

// certificateRequestAfterDone: the client has answered the flight before it reads
// what comes behind it, so that its alert is encrypted, and the server's the one to see.
func certificateRequestAfterDone() harness.Scenario {
	server := variation(fixtures.ClientCertificateRequired(), "tls12-request-after-done", "TLS 1.2, asks for a client certificate after ServerHelloDone", func(p *fixtures.Profile) {
		p.Quirks.CertificateRequestAfterDone = true
	})
	return harness.Scenario{
		Name:   "certificate-request-after-done",
		Claim:  "A CertificateRequest after the ServerHelloDone is refused: the client has gone on without a certificate, and waits for ChangeCipherSpec.",
		Source: "RFC 5246, section 7.3; " + doFullHandshake,
		Server: server,
		Client: harness.Client{Certificate: harness.GoodCertificate},
		Rules:  always(harness.Refused(harness.ErrorText("local error: tls: unexpected message"))),
	}
}

const getClientCertificate = "src/crypto/tls/handshake_client.go (getClientCertificate)"

func noClientSchemes() harness.Scenario {
	server := variation(fixtures.ClientCertificateRequired(), "tls12-no-client-schemes", "TLS 1.2, asks for a client certificate and lists no signature scheme", func(p *fixtures.Profile) {
		p.Quirks.NoClientSchemes = true
	})
	return harness.Scenario{
		Name:   "no-client-schemes",
		Claim:  "To a CertificateRequest of TLS 1.2 without a signature scheme clients sign with SHA-1 from Go 1.14 to 1.24. Before, they show no certificate; since, it is an error.",
		Source: "RFC 5246, section 7.4.4; src/crypto/tls/handshake_messages.go of Go 1.25 (certificateRequestMsg)",
		Server: server,
		Client: harness.Client{Certificate: harness.GoodCertificate},
		Rules: meets(handshakeFailure(),
			since("1.14", harness.ConnectsWith(harness.WithClientScheme(tls.PKCS1WithSHA1))),
			since("1.25", stops(harness.DecodeError, "local error: tls: error decoding message"))),
	}
}

// clientSchemesDSS: the server does without a certificate, so that what the client
// does shows.
func clientSchemesDSS() harness.Scenario {
	const dsaSHA1 = 0x0202 // RFC 5246, section 7.4.1.4.1
	server := variation(fixtures.ClientCertificateRequired(), "tls12-client-schemes-dss", "TLS 1.2, takes DSS signatures of clients alone, and does without", func(p *fixtures.Profile) {
		p.ClientAuth, p.ClientSchemes = tls.RequestClientCert, []tls.SignatureScheme{dsaSHA1}
	})
	nobody := harness.ConnectsWith(clientCertificates(0))
	return harness.Scenario{
		Name:   "client-schemes-dss",
		Claim:  "A client with an RSA certificate shows none to a server that takes DSS alone; from Go 1.14 to 1.24 it gives up instead.",
		Source: "RFC 5246, section 7.4.4; " + getClientCertificate,
		Server: server,
		Client: harness.Client{Certificate: harness.GoodCertificate},
		Rules: meets(nobody,
			since("1.14", stops(harness.IllegalParameter, "tls: peer doesn't support any of the certificate's signature algorithms")),
			since("1.25", nobody)),
	}
}

func clientCANamesOptional() harness.Scenario {
	server := variation(fixtures.ClientCertificateRequired(), "tls12-client-ca-names-optional", "TLS 1.2, names another authority than the client's, and does without a certificate", func(p *fixtures.Profile) {
		p.ClientAuth, p.ClientCANames = tls.RequestClientCert, []string{"somebody else's authority"}
	})
	return harness.Scenario{
		Name:   "client-ca-names-optional",
		Claim:  "A client whose certificate is of no authority that the server names shows none, and says nothing of it.",
		Source: "RFC 5246, section 7.4.4; " + getClientCertificate,
		Server: server,
		Client: harness.Client{Certificate: harness.GoodCertificate},
		Rules:  always(harness.ConnectsWith(clientCertificates(0))),
	}
}
