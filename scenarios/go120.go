package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

const go120Notes = "https://go.dev/doc/go1.20#cryptotlspkgcryptotls"

// Go120 is every sentence of the release notes of Go 1.20 about TLS that a peer
// can show, and what became of GODEBUG, on which the notes are silent.
func Go120() Table {
	return Table{
		Name:  "go1.20",
		Title: "Go 1.20 release notes: CertificateVerificationError; GODEBUG is read anew while a program runs",
		Scenarios: []harness.Scenario{
			verifyErrorPrefix("verify-error-prefix", "unknown-root", unknownAuthority),
			verifyErrorPrefix("wrong-host", "san-other-host", "x509: certificate is valid for other.example.test, not legacy.example.test"),
			godebugDuplicateOldLast(),
			godebugDuplicateOldFirst(),
			setenvRSAKeyExchange(),
			malformedServerPoint("malformed-server-point", tls.CurveP256),
			malformedServerPoint("malformed-server-point-p521", tls.CurveP521),
			malformedServerPoint("malformed-server-point-x25519", tls.X25519),
		},
	}
}

// verifyErrorPrefix is tls.CertificateVerificationError, which puts words of its
// own before those of crypto/x509.
func verifyErrorPrefix(name, certificate, text string) harness.Scenario {
	return harness.Scenario{
		Name:   name,
		Claim:  "The error for a certificate that does not verify has crypto/tls before crypto/x509, so that comparisons of its type and text fail.",
		Source: go120Notes,
		Server: certified(certificate),
		Rules: []harness.Rule{
			{When: harness.Go("<1.20"), Want: harness.FailsVerification(errorBegins(text))},
			{Want: harness.FailsVerification(errorBegins("tls: failed to verify certificate: " + text))},
		},
	}
}

// godebugDuplicateOldLast is what programs are given whose start script appends
// to the GODEBUG that it finds.
func godebugDuplicateOldLast() harness.Scenario {
	return godebugDuplicate("godebug-duplicate", "x509sha1=0,x509sha1=1", []harness.Rule{
		{When: harness.Go("<1.18"), Want: harness.Connects()},
		{When: harness.Go("<1.20"), Want: insecureAlgorithm("SHA1-RSA")},
		{When: harness.Go("<1.24"), Want: harness.Connects()},
	})
}

func godebugDuplicateOldFirst() harness.Scenario {
	return godebugDuplicate("godebug-duplicate-old-value-first", "x509sha1=1,x509sha1=0", []harness.Rule{
		{When: harness.Go("<1.20"), Want: harness.Connects()},
	})
}

func godebugDuplicate(name, settings string, rules []harness.Rule) harness.Scenario {
	return harness.Scenario{
		Name:     name,
		Claim:    "Of two values of a setting in the environment the last one counts since Go 1.20, before the first one; Go 1.27 dies of an old value wherever it stands.",
		Source:   "internal/godebug, godebug.go of Go 1.19 and 1.20; src/runtime/proc.go of Go 1.27",
		Server:   certified("sha1-leaf"),
		Settings: []harness.Settings{{GODEBUG: settings}},
		Rules: append(rules,
			harness.Rule{When: harness.Go(">=1.27"), Want: diesOf("x509sha1", "1")},
			harness.Rule{Want: insecureAlgorithm("SHA1-RSA")},
		),
	}
}

func setenvRSAKeyExchange() harness.Scenario {
	return harness.Scenario{
		Name:     "setenv-tlsrsakex",
		Claim:    "A program that sets tlsrsakex=1 by os.Setenv is obeyed until Go 1.26; Go 1.27 ignores it, for only the environment that it starts with kills.",
		Source:   "internal/godebug, godebug.go of Go 1.20, Setting.Value",
		Server:   fixtures.AES128SHAOnly(),
		Settings: []harness.Settings{{Setenv: "tlsrsakex=1"}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.27"), Want: harness.Connects(tls.TLS_RSA_WITH_AES_128_CBC_SHA)},
			{Want: handshakeFailure()},
		},
	}
}

// malformedServerPoint is worded alike in all releases for a point of the wrong
// form, whoever finds it; the alert changed.
func malformedServerPoint(name string, group tls.CurveID) harness.Scenario {
	const text = "tls: invalid ServerKeyExchange message"
	server := quirky("tls12-"+name, "TLS 1.2 with a public key that is none", fixtures.Quirks{MalformedPoint: true})
	server.Groups = []tls.CurveID{group}
	return harness.Scenario{
		Name:   name,
		Claim:  "A public key of the server that is no point on the curve is refused, by crypto/elliptic until Go 1.19 and by crypto/ecdh since.",
		Source: "crypto/tls, key_agreement.go, processServerKeyExchange",
		Server: server,
		Rules: []harness.Rule{
			{When: harness.Go("<1.24"), Want: harness.Refused(harness.LocalAlert(harness.UnexpectedMessage), harness.ErrorText(text))},
			{Want: harness.Refused(harness.LocalAlert(harness.IllegalParameter), harness.ErrorText(text))},
		},
	}
}
