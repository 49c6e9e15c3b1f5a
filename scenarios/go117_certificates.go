package scenarios

import (
	"strconv"

	"github.com/legacytls/legacytls/harness"
)

const (
	go117X509Notes = "https://go.dev/doc/go1.17#cryptox509pkgcryptox509"
	go117Parser    = "src/crypto/x509/parser.go; " + go117X509Notes
)

func go117Certificates() []harness.Scenario {
	scenarios := []harness.Scenario{
		x509IgnoreCNGone(),
		newParser("certificate-version-4", "v4-leaf", "x509: invalid version",
			"A certificate of version 4, which there is not, does not parse since Go 1.17."),
		version2Extensions(),
		newParser("certificate-algorithms-differ", "signature-null-mismatch", "x509: inner and outer signature algorithm identifiers don't match",
			"A certificate that names its signature algorithm in two ways, with and without NULL, does not parse since Go 1.17."),
		alwaysRefused("name-printable-string-at", "subject-printable-at",
			"asn1: syntax error: PrintableString contains invalid character",
			"x509: invalid RDNSequence: invalid attribute value: invalid PrintableString"),
		alwaysRefused("serial-non-minimal", "serial-padded",
			"asn1: structure error: integer not minimally-encoded",
			"x509: malformed serial number"),
		insecureSkipVerifyDoesNotSkipParsing(),
	}
	for _, s := range []struct {
		name, certificate string
		tag               int
	}{
		{"name-universal-string", "subject-universal", 28},
		{"name-visible-string", "subject-visible", 26},
		{"name-general-string", "subject-general", 27},
		{"name-bit-string", "subject-bit-string", 3},
	} {
		scenarios = append(scenarios, oddString(s.name, s.certificate, s.tag))
	}
	return scenarios
}

func x509IgnoreCNGone() harness.Scenario {
	return harness.Scenario{
		Name:     "x509ignorecn-gone",
		Claim:    "x509ignoreCN=0 means nothing since Go 1.17: a certificate without alternative names is refused.",
		Source:   go117X509Notes,
		Server:   certified("cn-only"),
		Settings: []harness.Settings{{GODEBUG: "x509ignoreCN=0"}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.17"), Want: harness.Connects()},
			{Want: harness.FailsVerification(harness.ErrorText(legacyCommonAtLast))},
		},
	}
}

// newParser is a certificate that the parser of Go 1.17 does not read, and the
// one before did.
func newParser(name, certificate, text, claim string) harness.Scenario {
	return harness.Scenario{
		Name:   name,
		Claim:  claim,
		Source: go117Parser,
		Server: certified(certificate),
		Rules: []harness.Rule{
			{When: harness.Go("<1.17"), Want: harness.Connects()},
			{Want: doesNotParse(text)},
		},
	}
}

func version2Extensions() harness.Scenario {
	return harness.Scenario{
		Name:   "certificate-version-2-extensions",
		Claim:  "Extensions of a certificate that is not of version 3 are overlooked since Go 1.17, its alternative names with them.",
		Source: go117Parser,
		Server: certified("v2-extensions"),
		Client: harness.Client{ServerName: "localhost"},
		Rules: []harness.Rule{
			{When: harness.Go("<1.17"), Want: harness.Connects()},
			{Want: harness.FailsVerification(harness.ErrorText(legacyCommonAtLast))},
		},
	}
}

// oddString is a name in a string type that X.520 has and hardly anybody uses.
func oddString(name, certificate string, tag int) harness.Scenario {
	return harness.Scenario{
		Name:   name,
		Claim:  "A subject with a string of ASN.1 type " + strconv.Itoa(tag) + " parsed until Go 1.16 and parses again since 1.27; in between it did not.",
		Source: "src/crypto/x509/parser.go (parseASN1String); https://go.dev/doc/go1.27#cryptox509pkgcryptox509",
		Server: certified(certificate),
		Rules: []harness.Rule{
			{When: harness.Go("<1.17"), Want: harness.Connects()},
			{When: harness.Go("<1.27"), Want: doesNotParse("x509: invalid RDNSequence: invalid attribute value: unsupported string type: " + strconv.Itoa(tag))},
			{Want: harness.Connects()},
		},
	}
}

// alwaysRefused is a certificate that no release parses, with the words of the
// old parser and of the new one.
func alwaysRefused(name, certificate, before, since string) harness.Scenario {
	return harness.Scenario{
		Name:   name,
		Claim:  "A certificate like " + certificate + " does not parse in any release; what is said of it is in the words of crypto/x509 since Go 1.17.",
		Source: go117Parser,
		Server: certified(certificate),
		Rules: []harness.Rule{
			{When: harness.Go("<1.17"), Want: doesNotParse(before)},
			{Want: doesNotParse(since)},
		},
	}
}

func insecureSkipVerifyDoesNotSkipParsing() harness.Scenario {
	return harness.Scenario{
		Name:   "insecure-skip-verify-does-not-skip-parsing",
		Claim:  "tls.Config.InsecureSkipVerify does not help against a certificate that does not parse.",
		Source: "src/crypto/tls/handshake_client.go (verifyServerCertificate); " + go117X509Notes,
		Server: certified("v4-leaf"),
		Client: harness.Client{InsecureSkipVerify: true},
		Rules: []harness.Rule{
			{When: harness.Go("<1.17"), Want: harness.Connects()},
			{Want: doesNotParse("x509: invalid version")},
		},
	}
}
