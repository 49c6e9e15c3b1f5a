package scenarios

import "github.com/legacytls/legacytls/harness"

// Certificates is what clients make of the certificates of the zoo that are in
// no table of a release: most are judged alike by every one, the rest are variants
// of those in the tables.
func Certificates() Table {
	t := Table{Name: "certificates", Title: "Certificates of the zoo that are not in the table of a release"}
	for _, name := range acceptedCertificates() {
		t.Scenarios = append(t.Scenarios, certificateScenario(name, "Accepted by every release", harness.Rule{Want: harness.Connects()}))
	}
	for _, c := range refusedCertificates() {
		t.Scenarios = append(t.Scenarios, certificateScenario(c.name, "Refused by every release", harness.Rule{Want: c.refused(c.text)}))
	}
	for _, c := range reworded() {
		t.Scenarios = append(t.Scenarios, certificateScenario(c.name, "Refused by every release, since Go "+c.since+" in other words",
			harness.Rule{When: harness.Go("<" + c.since), Want: untrusted(c.before)},
			harness.Rule{Want: untrusted(c.text)},
		))
	}
	for _, c := range refusedSince() {
		t.Scenarios = append(t.Scenarios, certificateScenario(c.name, "Accepted before Go "+c.since+", refused since",
			harness.Rule{When: harness.Go("<" + c.since), Want: harness.Connects()},
			harness.Rule{Want: c.refused(c.text)},
		))
	}
	t.Scenarios = append(t.Scenarios, certificatesWithRules()...)
	return t
}

func certificateScenario(name, verdict string, rules ...harness.Rule) harness.Scenario {
	spec := zoo(name)
	return harness.Scenario{
		Name:   "certificate-" + name,
		Claim:  verdict + ": " + spec.Title + ".",
		Source: spec.Source,
		Server: certified(name),
		Rules:  rules,
	}
}

// acceptedCertificates are accepted by every release.
func acceptedCertificates() []string {
	return []string{
		"self-signed-pinned", "self-signed-pinned-sha1", "self-signed-pinned-md5", "self-signed-pinned-ca",
		"intermediates-shuffled", "root-included", "duplicate-leaf", "extra-unrelated", "cross-signed-expired",
		"utctime-no-seconds", "utctime-offset", "generalizedtime-before-2050", "notafter-9999", "notbefore-1950",
		"san-underscore", "san-underscore-wildcard", "thousand-sans", "wildcard-top-level",
		"md5-root", "sha1-root", "pss-signed", "signature-no-null",
		"rsa-1025", "rsa-2047", "ecdsa-p224", "ecdsa-p256", "ecdsa-p384", "ecdsa-p521",
		"serial-20-bytes", "serial-21-bytes", "serial-64-bytes", "v1-root",
		"nc-permitted", "nc-directory-name-not-critical", "aki-mismatch",
		"eku-absent", "ku-absent", "ku-encipherment-only", "ku-cert-sign-only",
		"der-trailing-inside", "spki-trailing",
		"subject-printable-star", "subject-printable-ampersand", "subject-t61", "subject-t61-escape",
		"subject-bmp", "subject-ia5", "subject-empty",
	}
}

// A refusedCertificate is refused by every release with a text that contains
// text.
type refusedCertificate struct {
	name, text string
	refused    func(text string) harness.Expectation
}

// refusedCertificates are refused by every release, in the same words.
func refusedCertificates() []refusedCertificate {
	const (
		unknownAuthority  = "certificate signed by unknown authority"
		unimplemented     = "x509: cannot verify signature: algorithm unimplemented"
		insecureMD5       = "insecure algorithm MD5-RSA"
		cannotSign        = "x509: invalid signature: parent certificate cannot sign this kind of certificate"
		unhandledCritical = "x509: unhandled critical extension"
		incompatibleUsage = "x509: certificate specifies an incompatible key usage"
		noNames           = "x509: certificate is not valid for any names, but wanted to match legacy.example.test"
		parse             = "tls: failed to parse certificate from server: x509: "
		unsupportedKey    = "tls: server's certificate contains an unsupported type of public key: "
	)
	return []refusedCertificate{
		{"self-signed", unknownAuthority, untrusted},
		{"unknown-root", unknownAuthority, untrusted},
		{"missing-intermediate", unknownAuthority, untrusted},
		{"chain-reversed", "certificate is not valid for any names, but wanted to match localhost", untrusted},
		{"expired-by-a-second", "certificate has expired or is not yet valid", untrusted},
		{"expired-intermediate", "certificate has expired or is not yet valid", untrusted},
		{"expired-root", "certificate has expired or is not yet valid", untrusted},
		{"dates-swapped", "certificate has expired or is not yet valid", untrusted},
		{"clock-reset", "certificate has expired or is not yet valid", untrusted},
		{"san-other-host", "certificate is valid for other.example.test, not legacy.example.test", untrusted},
		{"san-space", "certificate is valid for legacy.example.test other.example.test, not legacy.example.test", untrusted},
		{"san-url", "certificate is valid for https://legacy.example.test/, not legacy.example.test", untrusted},
		{"san-port", "certificate is valid for legacy.example.test:443, not legacy.example.test", untrusted},
		{"san-leading-dot", "certificate is valid for .example.test, not legacy.example.test", untrusted},
		{"san-nul", "x509: certificate is valid for legacy.example.test", untrusted},
		{"san-email-only", noNames, untrusted},
		{"san-empty-name", noNames, untrusted},
		{"san-empty-sequence", noNames, untrusted},
		{"san-ip-five-bytes", parse + "cannot parse IP address of length 5", untrusted},
		{"san-bad-uri", parse + `cannot parse URI "http://[::1": parse `, untrusted},
		{"san-bad-uri-space", parse + `cannot parse URI "http://bad host/": parse `, untrusted},
		{"ip-as-dns-san", "cannot validate certificate for 10.0.0.5 because it doesn't contain any IP SANs", untrusted},
		{"wildcard-two-labels", "certificate is valid for *.example.test, not a.b.example.test", untrusted},
		{"wildcard-apex", "certificate is valid for *.example.test, not example.test", untrusted},
		{"wildcard-twice", "certificate is valid for *.*.test, not legacy.example.test", untrusted},
		{"wildcard-partial", "certificate is valid for leg*.example.test, not legacy.example.test", untrusted},
		{"wildcard-inside", "certificate is valid for legacy.*.test, not legacy.example.test", untrusted},
		{"md5-intermediate", insecureMD5, untrusted},
		{"sha224-leaf", unimplemented, untrusted},
		{"pss-salt-20", unimplemented, untrusted},
		{"pss-default-sha1", unimplemented, untrusted},
		{"signature-unknown-algorithm", unimplemented, untrusted},
		{"signature-corrupt", "crypto/rsa: verification error", untrusted},
		{"rsa-exponent-zero", parse + "RSA public exponent is not a positive number", untrusted},
		{"rsa-exponent-negative", parse + "RSA public exponent is not a positive number", untrusted},
		{"rsa-modulus-negative", parse + "RSA modulus is not a positive number", untrusted},
		{"rsa-no-null", parse + "RSA key missing NULL parameters", untrusted},
		{"ecdsa-p192", parse + "unsupported elliptic curve", untrusted},
		{"ecdsa-secp256k1", parse + "unsupported elliptic curve", untrusted},
		{"ecdsa-brainpool", parse + "unsupported elliptic curve", untrusted},
		{"ed448", unsupportedKey + "<nil>", unusable},
		{"rsa-pss-key", unsupportedKey + "<nil>", unusable},
		{"dsa-leaf", unsupportedKey + "*dsa.PublicKey", unusable},
		{"v1-intermediate", "certificate is not authorized to sign other certificates", untrusted},
		{"ca-no-basic-constraints", cannotSign, untrusted},
		{"ca-false", cannotSign, untrusted},
		{"ca-no-cert-sign", cannotSign, untrusted},
		{"root-no-basic-constraints", cannotSign, untrusted},
		{"root-ca-false", cannotSign, untrusted},
		{"root-no-cert-sign", cannotSign, untrusted},
		{"pathlen-exceeded", "too many intermediates for path length constraint", untrusted},
		{"nc-permitted-other", `DNS name "localhost" is not permitted by any constraint`, untrusted},
		{"nc-excluded", `DNS name "localhost" is excluded by constraint "localhost"`, untrusted},
		{"nc-directory-name", unhandledCritical, untrusted},
		{"nc-empty", parse + "empty name constraints extension", untrusted},
		{"nc-bad-mask", parse + "IP constraint contained invalid mask ff00ff00", untrusted},
		{"critical-unknown", unhandledCritical, untrusted},
		{"critical-unknown-intermediate", unhandledCritical, untrusted},
		{"critical-unknown-root", unhandledCritical, untrusted},
		{"critical-ns-cert-type", unhandledCritical, untrusted},
		{"critical-tls-feature", unhandledCritical, untrusted},
		{"critical-ct-poison", unhandledCritical, untrusted},
		{"eku-client-only", incompatibleUsage, untrusted},
		{"eku-client-only-intermediate", incompatibleUsage, untrusted},
	}
}

// untrusted is a certificate that the client refuses.
func untrusted(text string) harness.Expectation {
	return harness.FailsVerification(harness.ErrorText(text))
}

// unusable is a key that the client has no use for, which it says before it
// verifies anything.
func unusable(text string) harness.Expectation {
	return harness.Refused(harness.ErrorText(text), harness.LocalAlert(harness.UnsupportedCertificate))
}

// A rewording is a certificate that every release refuses, since one of them in
// other words.
type rewording struct {
	name, since, before, text string
}

// reworded are refused by every release. The words come from the parser, which
// Go 1.17 has new; they name the field instead of the ASN.1.
func reworded() []rewording {
	const tags = "asn1: structure error: tags don't match"
	return []rewording{
		{"extra-garbage", "1.17", tags, "x509: malformed tbs certificate"},
		{"generalizedtime-fraction", "1.17", "asn1: time did not serialize back to the original value", "x509: malformed GeneralizedTime"},
		{"rsa-modulus-padded", "1.17", "asn1: structure error: integer not minimally-encoded", "x509: invalid RSA modulus"},
		{"ecdsa-explicit", "1.17", "x509: failed to parse ECDSA parameters as named curve", "x509: invalid ECDSA parameters"},
		{"ecdsa-compressed", "1.26", "x509: failed to unmarshal elliptic curve point", "ecdsa: invalid uncompressed public key"},
		{"serial-padded-negative", "1.17", "asn1: structure error: integer not minimally-encoded", "x509: malformed serial number"},
		{"serial-empty", "1.17", "asn1: structure error: empty integer", "x509: malformed serial number"},
		{"issuer-encoding-mismatch", "1.16", "issuer name does not match subject from issuing certificate", "certificate signed by unknown authority"},
		{"issuer-case-mismatch", "1.16", "issuer name does not match subject from issuing certificate", "certificate signed by unknown authority"},
		{"critical-written-01", "1.17", "asn1: syntax error: invalid boolean", "critical field"},
		{"bad-crl-points", "1.17", tags, "x509: invalid CRL distribution points"},
		{"bad-aia", "1.17", tags, "x509: invalid authority info access"},
		{"bad-policies", "1.17", tags, "x509: invalid certificate policies"},
		{"bad-ski", "1.17", tags, "x509: invalid subject key identifier"},
		{"bad-key-usage", "1.17", tags, "x509: invalid key usage"},
		{"der-long-length", "1.17", "asn1: structure error: superfluous leading zeros in length", "x509: malformed certificate"},
		{"der-indefinite-length", "1.17", "asn1: syntax error: indefinite length found (not DER)", "x509: malformed certificate"},
		{"der-trailing-data", "1.17", "asn1: syntax error: trailing data", "x509: trailing data"},
		{"subject-printable-underscore", "1.17", "PrintableString contains invalid character", "invalid PrintableString"},
		{"subject-printable-latin1", "1.17", "PrintableString contains invalid character", "invalid PrintableString"},
		{"subject-utf8-bad", "1.17", "asn1: invalid UTF-8 string", "invalid UTF-8 string"},
	}
}

// A refusal is a certificate that one release began to refuse.
type refusal struct {
	name, since, text string
	refused           func(text string) harness.Expectation
}

// refusedSince are variants of certificates in the tables of the releases named.
func refusedSince() []refusal {
	const (
		parse     = "tls: failed to parse certificate from server: "
		signature = "tls: invalid signature by the server certificate: crypto/rsa: "
	)
	return []refusal{
		{"signature-algorithm-mismatch", "1.17", parse + "x509: inner and outer signature algorithm identifiers don't match", untrusted},
		{"v1-extensions", "1.17", "x509: cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs", untrusted},
		{"san-twice", "1.19", parse + "x509: certificate contains duplicate extension", untrusted},
		{"rsa-8193", "1.19.12", "tls: server sent certificate containing RSA key larger than 8192 bits", refusedFor},
		{"extra-negative-serial", "1.23", parse + "x509: negative serial number", untrusted},
		{"wildcard-bare", "1.23", "x509: certificate is valid for *, not localhost", untrusted},
		{"rsa-1016", "1.24", signature + "1016-bit keys are insecure", refusedFor},
		{"rsa-512-root", "1.24", "crypto/rsa: 512-bit keys are insecure", untrusted},
		{"rsa-exponent-1", "1.24", signature + "public exponent too small or negative", refusedFor},
		{"rsa-exponent-large", "1.24", signature + "public exponent too large", refusedFor},
		{"policy-duplicate", "1.24", parse + "x509: invalid certificate policies", untrusted},
	}
}

// refusedFor is a refusal that is not about what was verified.
func refusedFor(text string) harness.Expectation { return harness.Refused(harness.ErrorText(text)) }

// certificatesWithRules have a history of their own.
func certificatesWithRules() []harness.Scenario {
	const (
		commonName    = "x509: certificate relies on legacy Common Name field, use SANs"
		matchingAgain = commonName + " or temporarily enable Common Name matching with GODEBUG=x509ignoreCN=0"
		noPolicies    = "x509: no valid chains built: "
	)
	noCommonName := []harness.Rule{
		{When: harness.Go("<1.17"), Want: untrusted(matchingAgain)},
		{Want: untrusted(commonName + " instead")},
	}
	before115 := func(want harness.Expectation) []harness.Rule {
		return append([]harness.Rule{{When: harness.Go("<1.15"), Want: want}}, noCommonName...)
	}
	return []harness.Scenario{
		certificateScenario("v1-leaf", "Refused since Go 1.15, which does not match the common name", before115(harness.Connects())...),
		certificateScenario("ip-in-cn", "Refused by every release, for one reason or another",
			before115(untrusted("cannot validate certificate for 10.0.0.5 because it doesn't contain any IP SANs"))...),
		certificateScenario("nc-cn-only", "Refused by every release, for one reason or another",
			before115(untrusted("issuer has name constraints but leaf doesn't have a SAN extension"))...),
		certificateScenario("policy-required-other", "Refused by every release, since Go 1.24 because it understands policies",
			harness.Rule{When: harness.Go("<1.24"), Want: untrusted("x509: unhandled critical extension")},
			harness.Rule{Want: untrusted(noPolicies)}),
		certificateScenario("subject-videotex", "Refused by Go 1.17 to 1.26 only",
			harness.Rule{When: harness.Go(">=1.17 <1.27"), Want: untrusted("unsupported string type: 21")},
			harness.Rule{Want: harness.Connects()}),
	}
}
