package scenarios

import "github.com/legacytls/legacytls/harness"

// certificates124 is what became of certificates with Go 1.24.
func certificates124() []harness.Scenario {
	return []harness.Scenario{
		x509sha1Gone(),
		policiesMissing("policy-critical-no-policy", "policy-required-missing",
			"A chain that lacks a required policy is understood since Go 1.24, and still refused.", unhandledCritical()),
		policiesFit("policy-critical-good", "policy-required-present"),
		policiesFit("inhibit-any-policy", "policy-inhibit-any"),
		policiesMissing("policy-non-critical-no-policy", "policy-required-missing-not-critical",
			"The same demand in an extension that is not critical was ignored until Go 1.23 and is heeded since.", harness.Connects()),
		excludedWildcard(),
		wrongHostManyNames(),
		oddName("odd-san-trailing-dot", "san-trailing-dot", "ends with a dot"),
		oddName("odd-san-leading-dot", "san-leading-dot", "begins with a dot"),
		oddName("odd-san-empty", "san-empty-name", "is empty"),
	}
}

func x509sha1Gone() harness.Scenario {
	return harness.Scenario{
		Name:   "x509sha1-gone",
		Claim:  "x509sha1=1 allowed certificates signed with SHA-1 until Go 1.23; 1.24 to 1.26 ignore it in the environment and do not build with it in the source, and with 1.27 the program does not start.",
		Source: go124X509 + ", https://go.dev/doc/godebug#go-124",
		Server: certified("sha1-leaf"),
		Settings: []harness.Settings{
			{GODEBUG: "x509sha1=1"},
			{Directive: "x509sha1=1"},
			{GoMod: "x509sha1=1"},
		},
		Rules: append(removedIn124("x509sha1", "1"),
			harness.Rule{When: harness.Go("<1.18"), Want: harness.Connects()},
			harness.Rule{When: harness.Go("<1.21").Directive("x509sha1=1"), Want: insecureAlgorithm("SHA1-RSA")},
			harness.Rule{When: harness.Go("<1.24"), Want: harness.Connects()},
			harness.Rule{Want: insecureAlgorithm("SHA1-RSA")},
		),
	}
}

func unhandledCritical() harness.Expectation {
	return harness.FailsVerification(harness.ErrorText("x509: unhandled critical extension"))
}

// policiesMissing is a chain whose policies do not fit. What is said about it
// counts the chains in words of its own in 1.24.0, until 1.25, and since.
func policiesMissing(name, certificate, claim string, before harness.Expectation) harness.Scenario {
	invalid := func(text string) harness.Expectation {
		return harness.FailsVerification(harness.ErrorText("x509: no valid chains built: " + text))
	}
	return harness.Scenario{
		Name:       name,
		Claim:      claim,
		Source:     go124X509 + "; RFC 5280, section 4.2.1.11",
		Server:     certified(certificate),
		Boundaries: []string{"1.24.0"},
		Rules: []harness.Rule{
			{When: harness.Go("<1.24"), Want: before},
			{When: harness.Go("=1.24.0"), Want: invalid("1 chains with invalid policies")},
			{When: harness.Go("<1.26"), Want: invalid("all candidate chains have invalid policies")},
			{Want: invalid("1 candidate chains with invalid policies")},
		},
	}
}

func policiesFit(name, certificate string) harness.Scenario {
	return harness.Scenario{
		Name:       name,
		Claim:      "A chain with critical demands on its policies that are fulfilled is accepted since Go 1.24.",
		Source:     go124X509 + "; RFC 5280, sections 4.2.1.11 and 4.2.1.14",
		Server:     certified(certificate),
		Boundaries: []string{"1.24.0"},
		Rules: []harness.Rule{
			{When: harness.Go("<1.24"), Want: unhandledCritical()},
			{Want: harness.Connects()},
		},
	}
}

// excludedWildcard: *.example.test could be bad.example.test.
func excludedWildcard() harness.Scenario {
	return harness.Scenario{
		Name:       "name-constraint-excluded-wildcard",
		Claim:      "Since the patch releases 1.24.11 and 1.25.5 an authority that is barred from one name cannot vouch for a wildcard that covers it.",
		Source:     "src/crypto/x509/verify.go of Go 1.24.11, matchDomainConstraint",
		Server:     certified("nc-excluded-wildcard"),
		Boundaries: []string{"1.24.10", "1.24.11", "1.25.4", "1.25.5"},
		Rules: []harness.Rule{
			{When: harness.Go("<1.24.11"), Want: harness.Connects()},
			{When: harness.Go(">=1.25 <1.25.5"), Want: harness.Connects()},
			{Want: harness.FailsVerification(
				harness.ErrorText("x509: a root or intermediate certificate is not authorized to sign for this name"),
				harness.ErrorText("is excluded by constraint"))},
		},
	}
}

func wrongHostManyNames() harness.Scenario {
	valid := func(text string) harness.Expectation {
		return harness.FailsVerification(harness.ErrorText("x509: certificate is valid for " + text))
	}
	listed := valid("customer-001.example.test, customer-002.example.test, ")
	return harness.Scenario{
		Name:       "wrong-host-many-names",
		Claim:      "Since the patch releases 1.24.11 and 1.25.5 the error about a wrong host counts the names of a certificate with a hundred or more instead of listing them.",
		Source:     "src/crypto/x509/verify.go of Go 1.24.11, HostnameError",
		Server:     certified("thousand-sans"),
		Client:     harness.Client{ServerName: "other.test"},
		Boundaries: []string{"1.24.10", "1.24.11", "1.25.4", "1.25.5"},
		Rules: []harness.Rule{
			{When: harness.Go("<1.24.11"), Want: listed},
			{When: harness.Go(">=1.25 <1.25.5"), Want: listed},
			{Want: valid("1000 names, but none matched other.test")},
		},
	}
}

// oddName is a certificate with one name that is none. Names are looked at
// when they are compared, and in two patch releases when they are parsed.
func oddName(name, certificate, odd string) harness.Scenario {
	return harness.Scenario{
		Name:       name,
		Claim:      "A certificate for a host name that " + odd + " does not parse in the patch releases 1.24.8 and 1.25.2, and in no others.",
		Source:     "src/crypto/x509/parser.go of Go 1.24.8 and 1.24.9, parseSANExtension",
		Server:     certified(certificate),
		Client:     harness.Client{InsecureSkipVerify: true},
		Boundaries: []string{"1.24.7", "1.24.8", "1.24.9", "1.25.1", "1.25.2", "1.25.3"},
		Rules: []harness.Rule{
			{When: harness.Go("=1.24.8"), Want: doesNotParse("x509: SAN dNSName is malformed")},
			{When: harness.Go("=1.25.2"), Want: doesNotParse("x509: SAN dNSName is malformed")},
			{Want: harness.Connects()},
		},
	}
}
