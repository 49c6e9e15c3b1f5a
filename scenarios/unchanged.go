package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// Unchanged is what no release from 1.12 on has changed for clients: what
// worked still does, what was refused still is.
func Unchanged() Table {
	return Table{
		Name:  "unchanged",
		Title: "What no Go release changed",
		Scenarios: append(unchangedResumption(),
			unchangedECDHECBC(),
			unchangedTLS12(),
			unchangedClientCertificate(),
			unchangedClientCertificateMissing(),
			unchangedClientCertificateNames("client-certificate-no-names", []string{}, harness.Connects(),
				"A server that names no authorities for client certificates gets whatever the client has."),
			unchangedClientCertificateNames("client-certificate-other-names", []string{"somebody else's authority"}, handshakeFailure(),
				"A client does not show a certificate of an authority that the server does not name, though the server would accept it."),
			unchangedRC4(),
			httpServerWithoutHTTP2Suite(),
		),
	}
}

func unchangedECDHECBC() harness.Scenario {
	return harness.Scenario{
		Name:   "ecdhe-cbc",
		Claim:  "ECDHE suites with AES-CBC and SHA-1 are offered by default.",
		Source: "crypto/tls, cipher_suites.go",
		Server: fixtures.ECDHECBCOnly(),
		Rules:  []harness.Rule{{Want: harness.Connects(tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA)}},
	}
}

func unchangedTLS12() harness.Scenario {
	return harness.Scenario{
		Name:   "tls12",
		Claim:  "A server that speaks TLS 1.2 alone, with ECDHE, is reached.",
		Source: "crypto/tls, cipher_suites.go",
		Server: fixtures.TLS12Only(),
		Rules:  []harness.Rule{{Want: harness.Connects(tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256)}},
	}
}

func unchangedClientCertificate() harness.Scenario {
	return harness.Scenario{
		Name:   "client-certificate",
		Claim:  "A server that requires a client certificate is reached with one.",
		Source: "RFC 5246, section 7.4.6",
		Server: fixtures.ClientCertificateRequired(),
		Client: harness.Client{Certificate: harness.GoodCertificate},
		Rules:  []harness.Rule{{Want: harness.Connects()}},
	}
}

func unchangedClientCertificateMissing() harness.Scenario {
	return harness.Scenario{
		Name:   "client-certificate-missing",
		Claim:  "Without a certificate the client is told handshake failure: the same text has more than one cause.",
		Source: "RFC 5246, section 7.4.6",
		Server: fixtures.ClientCertificateRequired(),
		Rules:  []harness.Rule{{Want: handshakeFailure()}},
	}
}

func unchangedClientCertificateNames(name string, names []string, want harness.Expectation, claim string) harness.Scenario {
	server := variation(fixtures.ClientCertificateRequired(), "tls12-"+name, "refuses clients without a certificate, names other authorities", func(p *fixtures.Profile) {
		p.ClientCANames = names
	})
	return harness.Scenario{
		Name:   name,
		Claim:  claim,
		Source: "RFC 5246, section 7.4.4; src/crypto/tls/handshake_client.go (getClientCertificate)",
		Server: server,
		Client: harness.Client{Certificate: harness.GoodCertificate},
		Rules:  []harness.Rule{{Want: want}},
	}
}

func unchangedRC4() harness.Scenario {
	return explicitSuite("rc4-sha-explicit-suites", fixtures.RC4SHAOnly(), tls.TLS_RSA_WITH_RC4_128_SHA)
}
