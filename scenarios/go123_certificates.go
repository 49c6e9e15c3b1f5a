package scenarios

import "github.com/legacytls/legacytls/harness"

// x509parser is where crypto/x509 became stricter without a word in the notes.
const x509parser = "crypto/x509, parser.go of Go 1.22 and 1.23"

func go123Certificates() []harness.Scenario {
	return []harness.Scenario{
		negativeSerial(),
		negativeSerialRoot(),
		serialAccepted("serial-zero", "serial-zero", "A serial number of zero is accepted in every release."),
		serialAccepted("serial-long", "serial-64-bytes", "A serial number of more than the 20 octets of RFC 5280 is accepted in every release."),
		incorrectlyCritical("critical-aki", "authority key identifier"),
		incorrectlyCritical("critical-ski", "subject key identifier"),
		incorrectlyCritical("critical-aia", "authority info access"),
		largeCertificateMessage(),
	}
}

// x509negativeserial are the ways to make and run a program that decide about
// negative serial numbers.
func x509negativeserial() []harness.Settings {
	return []harness.Settings{
		{},
		{GODEBUG: "x509negativeserial=1"},
		{GODEBUG: "x509negativeserial=0"},
		{GoLine: "1.22"},
	}
}

func negativeSerial() harness.Scenario {
	return negativeSerialOf("negative-serial", "serial-negative",
		"A certificate with a negative serial number does not parse; x509negativeserial=1 and a go line of 1.22 or older accept it.",
		doesNotParse("x509: negative serial number"))
}

// negativeSerialRoot: CertPool.AppendCertsFromPEM leaves out what it cannot
// parse, and programs do not look at what it returns.
func negativeSerialRoot() harness.Scenario {
	return negativeSerialOf("negative-serial-root", "serial-negative-root",
		"A root with a negative serial number is not among the roots, without a word, and its certificates are of an unknown authority.",
		harness.FailsVerification(harness.ErrorText(unknownAuthority)))
}

func negativeSerialOf(name, certificate, claim string, refused harness.Expectation) harness.Scenario {
	return harness.Scenario{
		Name:     name,
		Claim:    claim,
		Source:   godebugDoc + "#go-123; " + x509parser,
		Server:   certified(certificate),
		Settings: x509negativeserial(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.23"), Want: harness.Connects()},
			{When: harness.AnyGo().GODEBUG("x509negativeserial=1"), Want: harness.Connects()},
			{When: harness.AnyGo().GoLine("<1.23"), Want: harness.Connects()},
			{Want: refused},
		},
	}
}

func serialAccepted(name, certificate, claim string) harness.Scenario {
	return harness.Scenario{
		Name:   name,
		Claim:  claim,
		Source: "RFC 5280, section 4.1.2.2; crypto/x509, parser.go",
		Server: certified(certificate),
		Rules:  []harness.Rule{{Want: harness.Connects()}},
	}
}

// incorrectlyCritical is a certificate in which an extension is critical that
// RFC 5280, sections 4.2.1.1, 4.2.1.2 and 4.2.2.1, wants not to be.
func incorrectlyCritical(name, extension string) harness.Scenario {
	return harness.Scenario{
		Name:   name,
		Claim:  "A certificate whose " + extension + " is marked critical does not parse.",
		Source: "RFC 5280, section 4.2; " + x509parser,
		Server: certified(name),
		Rules: []harness.Rule{
			{When: harness.Go("<1.23"), Want: harness.Connects()},
			{Want: doesNotParse("x509: " + extension + " incorrectly marked critical")},
		},
	}
}

func largeCertificateMessage() harness.Scenario {
	return harness.Scenario{
		Name:   "large-certificate-message",
		Claim:  "A Certificate message may have 256 KiB since Go 1.23, before 64 KiB.",
		Source: "crypto/tls, common.go of Go 1.23, maxHandshakeCertificateMsg",
		Server: certified("chain-over-64k"),
		Rules: []harness.Rule{
			{When: harness.Go("<1.23"), Want: harness.Refused(harness.LocalAlert(harness.InternalError), harness.ErrorText("exceeds maximum of 65536 bytes"))},
			{Want: harness.Connects()},
		},
	}
}
