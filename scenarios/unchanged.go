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
		Scenarios: []harness.Scenario{
			unchangedECDHECBC(),
			unchangedTLS12(),
			unchangedResumption(),
			unchangedClientCertificate(),
			unchangedClientCertificateMissing(),
			unchangedRC4(),
			httpServerWithoutHTTP2Suite(),
			httpHandshakeTimeout(),
		},
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

func unchangedResumption() harness.Scenario {
	return harness.Scenario{
		Name:   "tls12-resumption",
		Claim:  "A client with a session cache resumes a TLS 1.2 session.",
		Source: "RFC 5077",
		Server: fixtures.TLS12Only(),
		Client: harness.Client{Resume: true},
		Rules:  []harness.Rule{{Want: harness.Resumes()}},
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

func unchangedRC4() harness.Scenario {
	return explicitSuite("rc4-sha-explicit-suites", fixtures.RC4SHAOnly(), tls.TLS_RSA_WITH_RC4_128_SHA)
}
