package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

const go127Notes = "https://go.dev/doc/go1.27#cryptotlspkgcryptotls"

// Go127 is what Go 1.27 changed for TLS connections: settings that are gone,
// and what the ClientHello and the certificate parser came to.
func Go127() Table {
	return Table{
		Name:  "go1.27",
		Title: "Go 1.27: tlsrsakex, tls3des, tls10server, tlsunsafeekm and x509keypairleaf are gone; ML-DSA, ML-KEM by choice",
		Scenarios: append(removals(),
			helloMLDSA(),
			helloMLDSACert(),
			helloMLDSAMaxVersion(),
			mldsaMiddlebox(),
			curvePreferencesBeat("hello-curve-preferences-beat-tlsmlkem", "tlsmlkem=0", x25519MLKEM768),
			curvePreferencesBeat("hello-curve-preferences-beat-tlssecpmlkem", "tlssecpmlkem=0", secP256r1MLKEM768,
				harness.Rule{When: harness.Go("<1.26"), Want: smallHello(tls.X25519)}),
			mlkem1024Only(),
			sanMappedIP(),
		),
	}
}

// mldsa are the signature schemes of ML-DSA, which crypto/tls has names for
// since Go 1.27.
func mldsa() []tls.SignatureScheme { return []tls.SignatureScheme{0x0904, 0x0905, 0x0906} }

func helloMLDSA() harness.Scenario {
	offers := harness.Sends("the schemes of ML-DSA ahead of all others",
		func(h *harness.ClientHello) bool { return beginsWithMLDSA(h.SignatureAlgorithms) },
		func(h *harness.ClientHello) string { return "the schemes " + suiteList(h.SignatureAlgorithms) })
	return harness.Scenario{
		Name:       "hello-mldsa",
		Claim:      "Clients of Go 1.27 offer ML-DSA before all other signature schemes.",
		Source:     "https://go.dev/doc/go1.27#crypto_mldsa",
		Server:     anyServer(),
		Boundaries: []string{"1.27.0", "1.27.3"},
		Rules: []harness.Rule{
			{When: harness.Go("<1.27"), Want: offersNoMLDSA()},
			{Want: harness.All(harness.Connects(), offers)},
		},
	}
}

func beginsWithMLDSA(schemes []uint16) bool {
	for i, id := range mldsa() {
		if i >= len(schemes) || schemes[i] != uint16(id) {
			return false
		}
	}
	return true
}

// offersNoMLDSA is a connection without ML-DSA in any list of schemes.
func offersNoMLDSA() harness.Expectation {
	wants := []harness.Expectation{harness.Connects()}
	for _, id := range mldsa() {
		wants = append(wants, harness.OffersNoScheme(id), harness.OffersNoSchemeForCertificates(id))
	}
	return harness.All(wants...)
}

func helloMLDSACert() harness.Scenario {
	return harness.Scenario{
		Name:       "hello-mldsa-cert",
		Claim:      "From Go 1.27.0 to 1.27.3 ML-DSA is in signature_algorithms_cert as well; the patch release 1.27.4 took it out because some firewalls reset the connection.",
		Source:     "https://go.dev/issue/82536; src/crypto/tls/common.go of Go 1.27.4, isDisabledSignatureAlgorithm",
		Server:     anyServer(),
		Boundaries: []string{"1.27.0", "1.27.3"},
		Rules: []harness.Rule{
			{When: harness.Go(">=1.27.0 <1.27.4"), Want: harness.All(harness.Connects(), harness.OffersSchemeForCertificates(mldsa()[0]))},
			{Want: harness.All(harness.Connects(), harness.OffersNoSchemeForCertificates(mldsa()[0]))},
		},
	}
}

func helloMLDSAMaxVersion() harness.Scenario {
	return harness.Scenario{
		Name:       "hello-mldsa-max-version",
		Claim:      "tls.Config.MaxVersion of TLS 1.2 keeps ML-DSA out of the ClientHello: it is for TLS 1.3.",
		Source:     "https://go.dev/doc/go1.27#crypto_mldsa",
		Server:     anyServer(),
		Client:     harness.Client{MaxVersion: tls.VersionTLS12},
		Boundaries: []string{"1.27.0", "1.27.3"},
		Rules:      []harness.Rule{{Want: offersNoMLDSA()}},
	}
}

// mldsaFirewall is a server behind a firewall that looks for one scheme.
func mldsaFirewall() fixtures.Profile {
	return variation(anyServer(), "modern-p256-mldsa-firewall", "Like modern-p256, behind a firewall that resets connections with ML-DSA in signature_algorithms_cert", func(p *fixtures.Profile) {
		p.Quirks = fixtures.Quirks{RefuseCertificateSchemes: mldsa()[:1], Intolerance: resets()}
	})
}

func mldsaMiddlebox() harness.Scenario {
	return harness.Scenario{
		Name:       "mldsa-middlebox",
		Claim:      "A firewall that resets connections with ML-DSA in signature_algorithms_cert lets every release through but Go 1.27.0 to 1.27.3.",
		Source:     "https://go.dev/issue/82536",
		Server:     mldsaFirewall(),
		Boundaries: []string{"1.27.0", "1.27.3"},
		Rules: []harness.Rule{
			{When: harness.Go(">=1.27.0 <1.27.4"), Want: harness.Refused(harness.ErrorText("connection reset by peer"))},
			{Want: harness.Connects()},
		},
	}
}

// curvePreferencesBeat: "the tlsmlkem and tlssecpmlkem GODEBUG settings only
// affect the default". The rules are for releases from 1.24 on that do not have
// the group.
func curvePreferencesBeat(name, setting string, group tls.CurveID, without ...harness.Rule) harness.Scenario {
	both := harness.All(harness.Connects(), harness.OffersGroups(group, tls.X25519))
	rules := []harness.Rule{
		{When: harness.Go("<1.13"), Want: both},
		{When: harness.Go("<1.24"), Want: unsupportedCurve()},
	}
	rules = append(rules, without...)
	return harness.Scenario{
		Name:     name,
		Claim:    "A post-quantum group in tls.Config.CurvePreferences is offered in Go 1.27 even with " + setting + ", which until 1.26 took it out.",
		Source:   go127Notes,
		Server:   anyServer(),
		Client:   harness.Client{Groups: []tls.CurveID{group, tls.X25519}},
		Settings: []harness.Settings{{}, {GODEBUG: setting}},
		Rules: append(rules,
			harness.Rule{When: harness.Go("<1.27").GODEBUG(setting), Want: smallHello(tls.X25519)},
			harness.Rule{Want: both},
		),
	}
}

func mlkem1024Only() harness.Scenario {
	return harness.Scenario{
		Name:   "mlkem1024-only",
		Claim:  "A server that insists on MLKEM1024 is reached since Go 1.27, by clients with that group in tls.Config.CurvePreferences.",
		Source: go127Notes,
		Server: groupsOnly("tls13-mlkem1024-only", mlkem1024),
		PeerGo: "1.27",
		Client: harness.Client{Groups: []tls.CurveID{mlkem1024}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: unsupportedVersion()},
			{When: harness.Go("<1.24"), Want: unsupportedCurve()},
			{When: harness.Go("<1.27"), Want: noSupportedCurves()},
			{Want: connectsOn(mlkem1024)},
		},
	}
}

func sanMappedIP() harness.Scenario {
	return harness.Scenario{
		Name:   "san-mapped-ip",
		Claim:  "A certificate with an IPv4 address in the 16 bytes of IPv6 does not parse since Go 1.27.",
		Source: "src/crypto/x509/parser.go of Go 1.27",
		Server: certified("san-ip-mapped"),
		Rules: []harness.Rule{
			{When: harness.Go("<1.27"), Want: harness.Connects()},
			{Want: doesNotParse("x509: SAN iPAddress contains IPv4-mapped IPv6 address")},
		},
	}
}
