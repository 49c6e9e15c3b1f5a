package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

const go121Notes = "https://go.dev/doc/go1.21#cryptotlspkgcryptotls"

// Go121 is every sentence of the release notes of Go 1.21 about TLS that a peer
// can show.
func Go121() Table {
	return Table{
		Name:  "go1.21",
		Title: "Go 1.21 release notes: extended master secret, alerts for client certificates, name constraints, //go:debug",
		Scenarios: append(clientCertificateAlerts(),
			helloExtendedMasterSecret(),
			serverExtendedMasterSecret(),
			resumptionEMSMismatch(),
			helloTLS13OnlySuites(),
			nameConstraintRootOnIntermediateSAN(),
			httpSchemeMismatch(),
			debugLineBeforeGo121(),
		),
	}
}

func helloExtendedMasterSecret() harness.Scenario {
	return harness.Scenario{
		Name:   "hello-extended-master-secret",
		Claim:  "Clients offer extended master secret.",
		Source: go121Notes + "; RFC 7627, section 5.2",
		Server: fixtures.TLS12Only(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.21"), Want: harness.OffersNoExtension(wire.ExtExtendedMasterSecret)},
			{Want: harness.OffersExtension(wire.ExtExtendedMasterSecret)},
		},
	}
}

func serverExtendedMasterSecret() harness.Scenario {
	return harness.Scenario{
		Name:     "server-extended-master-secret",
		Claim:    "Servers answer extended master secret.",
		Source:   go121Notes + "; RFC 7627, section 5.2",
		GoServer: &harness.GoServer{},
		Raw:      hello12(gcmSuite(), harness.Extension{ID: wire.ExtExtendedMasterSecret}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.21"), Want: harness.Answers(harness.WithoutExtension(wire.ExtExtendedMasterSecret))},
			{Want: harness.Answers(harness.WithExtension(wire.ExtExtendedMasterSecret))},
		},
	}
}

func resumptionEMSMismatch() harness.Scenario {
	return harness.Scenario{
		Name:   "resumption-ems-mismatch",
		Claim:  "A session with extended master secret that the server resumes without it is refused by the client.",
		Source: go121Notes + "; RFC 7627, section 5.3",
		Server: quirky("tls12-forgets-ems", "TLS 1.2, resumes without extended master secret", fixtures.Quirks{NoExtendedMasterSecretOnResumption: true}),
		Client: harness.Client{Resume: true},
		Rules: []harness.Rule{
			{When: harness.Go("<1.21"), Want: harness.Resumes()},
			{Want: harness.Refused(
				harness.LocalAlert(harness.HandshakeFailure),
				harness.ErrorText("tls: server resumed a session with a different EMS extension"))},
		},
	}
}

func helloTLS13OnlySuites() harness.Scenario {
	return harness.Scenario{
		Name:   "hello-tls13-only-suites",
		Claim:  "A client whose MinVersion is TLS 1.3 offers no suites of TLS 1.2 any more.",
		Source: "crypto/tls, handshake_client.go of Go 1.20 and 1.21, makeClientHello",
		Server: fixtures.TLS13Only(),
		Client: harness.Client{MinVersion: tls.VersionTLS13},
		Rules: []harness.Rule{
			// TLS 1.3 is off by default before Go 1.13.
			{When: harness.Go("<1.13"), Want: harness.Refused(sentNothing(), harness.ErrorText("tls: no supported versions satisfy MinVersion and MaxVersion"))},
			{When: harness.Go("<1.21"), Want: harness.All(harness.Connects(), offersSuite(tls.TLS_RSA_WITH_AES_128_CBC_SHA))},
			{Want: harness.All(harness.Connects(), harness.OffersSuites())},
		},
	}
}

// nameConstraintRootOnIntermediateSAN is the other half of what Go 1.19 got wrong.
func nameConstraintRootOnIntermediateSAN() harness.Scenario {
	return harness.Scenario{
		Name:   "name-constraint-root-on-intermediate-san",
		Claim:  "A root's name constraints hit the alternative names of an authority below it.",
		Source: "https://go.dev/doc/go1.21#cryptox509pkgcryptox509; RFC 5280, section 4.2.1.10",
		Server: certified("nc-root-on-intermediate-san"),
		Rules: []harness.Rule{
			{When: harness.Go("<1.21"), Want: harness.Connects()},
			{Want: notPermitted()},
		},
	}
}

// httpSchemeMismatch: the text is that of all releases; Go 1.21 made it an
// error value of its own, http.ErrSchemeMismatch.
func httpSchemeMismatch() harness.Scenario {
	return harness.Scenario{
		Name:   "http-scheme-mismatch",
		Claim:  "A plain HTTP answer to an https request is told as such.",
		Source: "https://go.dev/doc/go1.21#nethttppkgnethttp",
		Server: fixtures.PlainHTTPPort(),
		Client: harness.Client{HTTP: &harness.HTTPClient{}},
		Rules:  []harness.Rule{{Want: harness.Refused(harness.ErrorText("http: server gave HTTP response to HTTPS client"))}},
	}
}

// debugLineBeforeGo121 is a line that Go 1.21 was the first to read, for a
// setting that is older.
func debugLineBeforeGo121() harness.Scenario {
	const line = "x509sha1=1"
	return harness.Scenario{
		Name:     "debug-line-before-go121",
		Claim:    "A //go:debug line is a comment until Go 1.20 and decides from Go 1.21 on; once its setting is removed, the program does not build.",
		Source:   "https://go.dev/doc/go1.21#tools; " + godebugDoc,
		Server:   certified("sha1-leaf"),
		Settings: []harness.Settings{{Directive: line}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.18"), Want: harness.Connects()},
			{When: harness.Go("<1.21"), Want: insecureAlgorithm("SHA1-RSA")},
			{When: harness.Go("<1.24"), Want: harness.Connects()},
			{When: harness.Go("<1.26"), Want: unknownDirective("x509sha1")},
			{When: harness.Go("<1.27"), Want: harness.DoesNotBuild(`use of removed //go:debug setting "x509sha1"`)},
			{Want: removedInSource("x509sha1", "1")},
		},
	}
}
