package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// fips140: "The new fips140 GODEBUG setting can be used to enable FIPS 140-3
// mode in a Go program."
func fips140() []harness.Scenario {
	return []harness.Scenario{
		helloFIPS140(),
		fips140Only(),
		fips140WithoutEMS(),
		fips140Ed25519(),
		fips140SmallRSAKey(),
	}
}

func helloFIPS140() harness.Scenario {
	fips := harness.All(
		harness.Connects(),
		harness.OffersSuites(
			tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
			tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384),
		harness.OffersSuitesOfTLS13(tls.TLS_AES_128_GCM_SHA256, tls.TLS_AES_256_GCM_SHA384),
	)
	nist := []tls.CurveID{tls.CurveP256, tls.CurveP384, tls.CurveP521}
	return harness.Scenario{
		Name:       "hello-fips140",
		Claim:      "With fips140=on clients offer AES-GCM and the NIST curves alone in Go 1.24 (P-521 from the patch release 1.24.2 on), and post-quantum groups as well since 1.25; releases before 1.24 do not know the setting.",
		Source:     go124FIPS + ", https://go.dev/doc/go1.25#cryptotlspkgcryptotls",
		Server:     anyServer(),
		Settings:   []harness.Settings{{GODEBUG: "fips140=on"}},
		Boundaries: []string{"1.24.1", "1.24.2"},
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: harness.All(harness.Connects(), harness.OffersSuitesOfTLS13())},
			{When: harness.Go("<1.24"), Want: harness.All(harness.Connects(), offersSuite(tls.TLS_CHACHA20_POLY1305_SHA256))},
			{When: harness.Go("<1.24.2"), Want: harness.All(fips, harness.OffersGroups(tls.CurveP256, tls.CurveP384), harness.HelloUpTo(512))},
			{When: harness.Go("1.24"), Want: harness.All(fips, harness.OffersGroups(nist...), harness.HelloUpTo(512))},
			{When: harness.Go("1.25"), Want: harness.All(fips, harness.OffersGroups(append([]tls.CurveID{x25519MLKEM768}, nist...)...), harness.HelloOver(1400))},
			{Want: harness.All(fips, harness.OffersGroups(append([]tls.CurveID{x25519MLKEM768, secP256r1MLKEM768, secP384r1MLKEM1024}, nist...)...), harness.HelloOver(1400))},
		},
	}
}

func fips140Only() harness.Scenario {
	return harness.Scenario{
		Name:     "fips140-only",
		Claim:    "With fips140=only a client with the defaults of Go 1.25 cannot make its own ClientHello, nor can one of 1.26 before the patch release 1.26.3; those of 1.24 and since connect.",
		Source:   go124FIPS + "; https://github.com/golang/go/issues/78298",
		Server:   anyServer(),
		Settings: []harness.Settings{{GODEBUG: "fips140=only"}},

		Boundaries: []string{"1.26.2", "1.26.3"},
		Rules: []harness.Rule{
			{When: harness.Go(">=1.25 <1.26.3"), Want: harness.Refused(harness.ErrorText("crypto/ecdh: use of X25519 is not allowed in FIPS 140-only mode"))},
			{Want: harness.Connects()},
		},
	}
}

func fips140WithoutEMS() harness.Scenario {
	return harness.Scenario{
		Name:   "fips140-without-ems",
		Claim:  "With fips140=on a TLS 1.2 server without extended master secret is refused since Go 1.25; fips140ems=0 allows it from the patch releases 1.25.13 and 1.26.6 on.",
		Source: "https://go.dev/doc/go1.25#cryptotlspkgcryptotls, https://go.dev/doc/godebug#go-127",
		Server: fixtures.NoEMS(),
		Settings: []harness.Settings{
			{GODEBUG: "fips140=on"},
			{GODEBUG: "fips140=on,fips140ems=0"},
		},
		Boundaries: []string{"1.25.12", "1.25.13", "1.26.5", "1.26.6"},
		Rules: []harness.Rule{
			{When: harness.Go("<1.25"), Want: harness.Connects()},
			{When: harness.Go(">=1.25.13 <1.26").GODEBUG("fips140ems=0"), Want: harness.Connects()},
			{When: harness.Go(">=1.26.6").GODEBUG("fips140ems=0"), Want: harness.Connects()},
			{Want: harness.Refused(
				harness.LocalAlert(harness.HandshakeFailure),
				harness.ErrorText("tls: FIPS 140-3 requires the use of Extended Master Secret"))},
		},
	}
}

func fips140Ed25519() harness.Scenario {
	return harness.Scenario{
		Name:     "fips140-ed25519-chain",
		Claim:    "With fips140=on a client of Go 1.24 does not offer Ed25519, so that a server with such a key refuses it; since 1.25 it connects. Releases before 1.13 do not offer it either.",
		Source:   go124FIPS + ", https://go.dev/doc/go1.25#cryptotlspkgcryptotls",
		Server:   certified("ed25519"),
		Settings: []harness.Settings{{GODEBUG: "fips140=on"}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: handshakeFailure()},
			{When: harness.Go("1.24"), Want: handshakeFailure()},
			{Want: harness.Connects()},
		},
	}
}

func fips140SmallRSAKey() harness.Scenario {
	return harness.Scenario{
		Name:     "fips140-rsa-1024",
		Claim:    "With fips140=on a certificate with an RSA key of 1024 bits is not accepted since Go 1.24: FIPS wants 2048 and more.",
		Source:   go124FIPS + "; src/crypto/tls/common.go of Go 1.24, fipsAllowCert",
		Server:   certified("rsa-1024"),
		Settings: []harness.Settings{{GODEBUG: "fips140=on"}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.24"), Want: harness.Connects()},
			{Want: harness.FailsVerification(harness.ErrorText("tls: no FIPS compatible certificate chains found"))},
		},
	}
}
