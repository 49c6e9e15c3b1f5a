package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/harness"
)

const go114Verify = "src/crypto/x509/verify.go (Certificate.isValid)"

func go114Certificates() []harness.Scenario {
	return []harness.Scenario{
		outOfDate("expired-certificate", "expired", "is after"),
		outOfDate("not-yet-valid-certificate", "not-yet-valid", "is before"),
		bmpStringOddLength(),
		serverNoCertificate(),
		unrecognizedNameText(),
		serverCertificateChoice(),
		serverClientCertificateUntrustedText(),
		clientCertificateBadSignature(),
	}
}

// outOfDate is a certificate that is refused because of the date.
func outOfDate(name, certificate, relation string) harness.Scenario {
	const text = "x509: certificate has expired or is not yet valid"
	return harness.Scenario{
		Name:   name,
		Claim:  "A certificate that is " + certificate + " is refused; since Go 1.14 the error says what time it is and what the limit was.",
		Source: go114Verify,
		Server: certified(certificate),
		Rules: []harness.Rule{
			{When: harness.Go("<1.14"), Want: harness.FailsVerification(errorEnds(text))},
			{Want: harness.FailsVerification(
				harness.LocalAlert(harness.BadCertificate),
				harness.ErrorText(text+": current time "),
				harness.ErrorText(" "+relation+" "))},
		},
	}
}

func bmpStringOddLength() harness.Scenario {
	return harness.Scenario{
		Name:   "bmpstring-odd-length",
		Claim:  "A name with a BMPString of an odd number of bytes does not parse since Go 1.14, and says so in other words since 1.17.",
		Source: "src/encoding/asn1/asn1.go (parseBMPString), src/crypto/x509/parser.go",
		Server: certified("subject-bmp-odd"),
		Rules: []harness.Rule{
			{When: harness.Go("<1.14"), Want: harness.Connects()},
			{When: harness.Go("<1.17"), Want: doesNotParse("pkcs12: odd-length BMP string")},
			{Want: doesNotParse("x509: invalid RDNSequence: invalid attribute value: invalid BMPString")},
		},
	}
}

func serverNoCertificate() harness.Scenario {
	refused := func(alert harness.AlertCode) harness.Expectation {
		return harness.Refused(harness.LocalAlert(alert), harness.ErrorText("tls: no certificates configured"))
	}
	return harness.Scenario{
		Name:     "server-no-certificate",
		Claim:    "A server without a certificate for the name that is asked for says unrecognized_name since Go 1.14, before it was internal_error.",
		Source:   go114Notes,
		GoServer: &harness.GoServer{NoCertificate: true},
		Raw:      hello12(gcmSuite()),
		Rules: []harness.Rule{
			{When: harness.Go("<1.14"), Want: refused(harness.InternalError)},
			{Want: refused(harness.UnrecognizedName)},
		},
	}
}

func unrecognizedNameText() harness.Scenario {
	s := refuseUnknownServerName()
	s.Name, s.Source = "unrecognized-name-text", go114Notes
	s.Claim = "Clients have words for the alert unrecognized_name since Go 1.14, before they print its number."
	return s
}

func serverCertificateChoice() harness.Scenario {
	return harness.Scenario{
		Name:     "server-certificate-choice",
		Claim:    "A server with an ECDSA and an RSA certificate shows an RSA-only client the second one since Go 1.14; before, it knew only the first.",
		Source:   go114Notes,
		GoServer: &harness.GoServer{Certificates: []certs.Spec{{Key: certs.ECDSAP256}, {}}},
		Raw:      hello12(gcmSuite()),
		Rules: []harness.Rule{
			{When: harness.Go("<1.14"), Want: noCommonSuite()},
			{Want: harness.Answers(harness.WithSuite(tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256))},
		},
	}
}

func serverClientCertificateUntrustedText() harness.Scenario {
	const unknown = ": x509: certificate signed by unknown authority"
	return harness.Scenario{
		Name:  "server-client-certificate-untrusted-text",
		Claim: "What a server says of a client certificate that it does not trust has changed with Go 1.14 and again with 1.20.",
		Source: "src/crypto/tls/handshake_server.go (processCertsFromClient); " +
			"https://go.dev/doc/go1.20#cryptotlspkgcryptotls",
		GoServer: &harness.GoServer{MaxVersion: tls.VersionTLS12, ClientAuth: tls.RequireAndVerifyClientCert},
		PeerGo:   "1.20",
		Client:   harness.Client{Certificate: harness.ForeignCertificate},
		Rules: []harness.Rule{
			{When: harness.Go("<1.14"), Want: harness.FailsVerification(harness.ErrorText("tls: failed to verify client's certificate" + unknown))},
			{When: harness.Go("<1.20"), Want: harness.FailsVerification(harness.ErrorText("tls: failed to verify client certificate" + unknown))},
			{Want: harness.FailsVerification(harness.ErrorText("tls: failed to verify certificate" + unknown))},
		},
	}
}

func clientCertificateBadSignature() harness.Scenario {
	return harness.Scenario{
		Name:     "client-certificate-bad-signature",
		Claim:    "A server of TLS 1.2 to which a client cannot prove that a certificate is its own says decrypt_error since Go 1.14, before bad_certificate.",
		Source:   "RFC 5246, section 7.4.8; src/crypto/tls/handshake_server.go",
		GoServer: &harness.GoServer{MaxVersion: tls.VersionTLS12, ClientAuth: tls.RequireAndVerifyClientCert},
		PeerGo:   clientPeer,
		Client:   harness.Client{Certificate: harness.StolenCertificate},
		Rules: []harness.Rule{
			{When: harness.Go("<1.14"), Want: harness.Refused(
				harness.LocalAlert(harness.BadCertificate),
				harness.ErrorText("tls: could not validate signature of connection nonces"))},
			{Want: harness.Refused(
				harness.LocalAlert(harness.DecryptError),
				harness.ErrorText("tls: invalid signature by the client certificate"))},
		},
	}
}
