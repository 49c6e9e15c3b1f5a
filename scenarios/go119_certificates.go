package scenarios

import "github.com/legacytls/legacytls/harness"

// certificateDuplicateExtension is a leaf with extKeyUsage twice.
func certificateDuplicateExtension() harness.Scenario {
	withAlert := func(alert harness.AlertCode) harness.Expectation {
		return harness.All(
			doesNotParse(`x509: certificate contains duplicate extension with OID "2.5.29.37"`),
			harness.FailsVerification(harness.LocalAlert(alert)))
	}
	return harness.Scenario{
		Name:   "certificate-duplicate-extension",
		Claim:  "A certificate that has an extension twice does not parse; the alert for one that does not is bad_certificate until Go 1.24, and decode_error since.",
		Source: go119Notes + " (crypto/x509); RFC 5280, section 4.2",
		Server: certified("eku-twice"),
		Rules: []harness.Rule{
			{When: harness.Go("<1.19"), Want: harness.Connects()},
			{When: harness.Go("<1.23"), Want: doesNotParse("x509: certificate contains duplicate extensions")},
			{When: harness.Go("<1.25"), Want: withAlert(harness.BadCertificate)},
			{Want: withAlert(harness.DecodeError)},
		},
	}
}

// nameConstraintIntermediateOwnSAN: Go 1.19 began to look at the names of
// certificates above the leaf, and one certificate too low.
func nameConstraintIntermediateOwnSAN() harness.Scenario {
	return harness.Scenario{
		Name:   "name-constraint-intermediate-own-san",
		Claim:  "In Go 1.19 and 1.20, and in no other release, an authority's name constraints hit the authority's own alternative names.",
		Source: go119Notes + " (crypto/x509); https://go.dev/doc/go1.21#cryptox509pkgcryptox509; RFC 5280, section 4.2.1.10",
		Server: certified("nc-intermediate-has-san"),
		Rules: []harness.Rule{
			{When: harness.Go(">=1.19 <1.21"), Want: notPermitted()},
			{Want: harness.Connects()},
		},
	}
}

// notPermitted is what becomes of a chain with a name that an authority above
// it may not certify.
func notPermitted() harness.Expectation {
	return harness.FailsVerification(
		harness.ErrorText("x509: a root or intermediate certificate is not authorized to sign for this name"),
		harness.ErrorText("is not permitted by any constraint"))
}
