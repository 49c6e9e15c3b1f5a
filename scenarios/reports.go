package scenarios

import (
	"crypto/tls"
	"encoding/asn1"
	"time"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// Reports is what people reported of their own servers after an update of Go and
// no other table shows. Package breakages links each report with the scenario that
// reproduces it, here or in another table.
func Reports() Table {
	return Table{
		Name:  "reports",
		Title: "Breakages that were reported and are in no other table",
		Scenarios: []harness.Scenario{
			reportedSuitePin(),
			reportedMissingCertificate(),
			reportedTLS13Refused(),
			reportedNumericString(),
			reportedLargePolicy(),
			reportedCloudSQLName(),
			reportedHandshakeTimeout(),
			reportedMLDSAClosed(),
		},
	}
}

// issueOf is where a report of the Go project is.
func issueOf(number string) string { return "https://github.com/golang/go/issues/" + number }

// reportedSuitePin is a client that names one suite of TLS 1.2 and thinks that it is
// bound to it.
func reportedSuitePin() harness.Scenario {
	pinned := uint16(tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)
	return harness.Scenario{
		Name:   "suite-pin-passed-over",
		Claim:  "A client that pins a suite of TLS 1.2 gets another one since Go 1.13, from a server that has TLS 1.3 as well.",
		Source: issueOf("31072"),
		Server: anyServer(),
		Client: harness.Client{CipherSuites: []uint16{pinned}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: connects12(pinned)},
			{Want: harness.ConnectsWith(harness.In(tls.VersionTLS13))},
		},
	}
}

// reportedMissingCertificate has both versions: the same mistake is told in the words
// of the one that is spoken.
func reportedMissingCertificate() harness.Scenario {
	return harness.Scenario{
		Name:   "client-certificate-missing-in-either-version",
		Claim:  "What a client without the certificate that is asked for is told changes with TLS 1.3, which has an alert for it; until Go 1.15 it is a number.",
		Source: "https://github.com/emissary-ingress/emissary/pull/1829",
		Server: variation(anyServer(), "modern-p256-client-certificate", "Like modern-p256, refuses clients without a certificate", func(p *fixtures.Profile) {
			p.ClientAuth = tls.RequireAndVerifyClientCert
		}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: harness.Refused(harness.ErrorText("remote error: tls: handshake failure"))},
			{When: harness.Go("<1.15"), Want: harness.Refused(afterHandshake(), harness.ErrorText("remote error: tls: alert(116)"))},
			{Want: harness.Refused(afterHandshake(), harness.ErrorText("remote error: tls: certificate required"))},
		},
	}
}

func reportedTLS13Refused() harness.Scenario {
	return harness.Scenario{
		Name:   "tls13-offer-refused",
		Claim:  "A server of TLS 1.2 that fails at a client which offers TLS 1.3 is reached until Go 1.12.",
		Source: issueOf("37808"),
		Server: quirky("tls12-tls13-offer-refused", "TLS 1.2, handshake_failure for clients that offer TLS 1.3", fixtures.Quirks{
			RefuseOfferedVersions: []uint16{tls.VersionTLS13},
		}),
		Rules: meets(harness.Connects(), since("1.13", handshakeFailure())),
	}
}

// reportedNumericString was mended between the patch releases 1.17.6 and 1.17.13, of
// which those in between cannot be had as toolchains.
func reportedNumericString() harness.Scenario {
	name := []certs.Attribute{
		{Type: "2.5.4.5", Tag: asn1.TagNumericString, Value: "0123456789"},
		{Type: "2.5.4.3", Tag: asn1.TagUTF8String, Value: "localhost"},
	}
	return harness.Scenario{
		Name:       "name-numeric-string",
		Claim:      "A subject with a NumericString, as serial numbers of companies are, did not parse in the first patch releases of Go 1.17.",
		Source:     issueOf("48171"),
		Server:     certifiedBy(certs.Spec{Name: "subject-numeric", Form: certs.Form{Subject: name}}),
		Boundaries: []string{"1.17.3", "1.17.6"},
		Rules:      inEarlyGo117("1.17.13", "x509: invalid RDNSequence: invalid attribute value: unsupported string type: 18"),
	}
}

// reportedLargePolicy has a policy with a number in it that takes five octets, as
// those have that Active Directory makes up.
func reportedLargePolicy() harness.Scenario {
	type policy struct{ ID asn1.ObjectIdentifier }
	policies, err := asn1.Marshal([]policy{{asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 21, 8, 1300000000}}})
	if err != nil {
		panic(err) // tables are code
	}
	return harness.Scenario{
		Name:   "policy-large-number",
		Claim:  "A certificate policy with a number of more than 28 bits in it did not parse in the first patch releases of Go 1.17.",
		Source: issueOf("49678"),
		Server: certifiedBy(certs.Spec{Name: "policy-large", Form: certs.Form{
			Extensions: []certs.Extension{{ID: "2.5.29.32", Value: policies}},
		}}),
		Boundaries: []string{"1.17.3", "1.17.6"},
		Rules:      inEarlyGo117("1.17.6", "x509: invalid certificate policies"),
	}
}

// inEarlyGo117 are the rules for what only the first patch releases with the new
// certificate parser could not read.
func inEarlyGo117(mended, text string) []harness.Rule {
	return []harness.Rule{
		{When: harness.Go(">=1.17 <" + mended), Want: doesNotParse(text)},
		{Want: harness.Connects()},
	}
}

// reportedCloudSQLName is no host name at all: project, colon, instance.
func reportedCloudSQLName() harness.Scenario {
	const name = "project:instance"
	return harness.Scenario{
		Name:   "cloud-sql-common-name",
		Claim:  "A common name that is no host name, as Google Cloud SQL has it, was matched until Go 1.14; what is said of it since changed with Go 1.17.",
		Source: "https://github.com/ajvb/kala/pull/250; src/crypto/x509/verify.go of Go 1.15, commonNameAsHostname",
		Server: certifiedBy(certs.Spec{Name: "cn-project-instance", Hosts: []string{}, CommonName: name, ServerName: name}),
		Client: harness.Client{ServerName: name},
		Rules: []harness.Rule{
			{When: harness.Go("<1.15"), Want: harness.Connects()},
			{When: harness.Go("<1.17"), Want: untrusted("x509: certificate is not valid for any names, but wanted to match " + name)},
			{Want: harness.FailsVerification(harness.ErrorText(legacyCommonAtLast))},
		},
	}
}

// reportedHandshakeTimeout is what programs show that speak HTTP and have the default
// transport, or one like it.
func reportedHandshakeTimeout() harness.Scenario {
	return harness.Scenario{
		Name:   "large-hello-http-handshake-timeout",
		Claim:  "Behind a firewall that drops a large ClientHello an HTTP client since Go 1.23 waits until http.Transport.TLSHandshakeTimeout is over.",
		Source: "https://github.com/grafana/grafana/issues/100217; https://github.com/hashicorp/terraform-provider-aws/issues/39311",
		Server: fixtures.HelloOver1SegmentHang(),
		Client: harness.Client{HTTP: &harness.HTTPClient{TLSHandshakeTimeout: time.Second}},
		Rules:  meets(harness.Connects(), since("1.23", harness.Refused(noAlert(), errorEnds("net/http: TLS handshake timeout")))),
	}
}

// reportedMLDSAClosed closes where others reset.
func reportedMLDSAClosed() harness.Scenario {
	return harness.Scenario{
		Name:   "mldsa-http-closed",
		Claim:  "A load balancer that closes at ML-DSA in signature_algorithms_cert leaves an HTTP client of Go 1.27.0 to 1.27.3 with EOF.",
		Source: "https://github.com/grafana/mcp-grafana/issues/1193",
		Server: variation(anyServer(), "modern-p256-mldsa-closed", "Like modern-p256, behind a load balancer that closes on ML-DSA in signature_algorithms_cert", func(p *fixtures.Profile) {
			p.Quirks = fixtures.Quirks{RefuseCertificateSchemes: mldsa()[:1], Intolerance: fixtures.Refusal{Kind: fixtures.RefuseClose}}
		}),
		Client:     harness.Client{HTTP: &harness.HTTPClient{}},
		Boundaries: []string{"1.27.0", "1.27.3"},
		Rules: []harness.Rule{
			{When: harness.Go(">=1.27.0 <1.27.4"), Want: harness.Refused(noAlert(), errorEnds(": EOF"))},
			{Want: harness.Connects()},
		},
	}
}
