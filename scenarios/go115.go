package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/peers"
)

const (
	go115CommonName = "https://go.dev/doc/go1.15#commonname"
	go115Notes      = "https://go.dev/doc/go1.15#cryptotlspkgcryptotls"
)

// Go115 is what the release notes of Go 1.15 say about TLS and certificates.
func Go115() Table {
	return Table{
		Name:  "go1.15",
		Title: "Go 1.15 release notes: the common name is no host name any more, the downgrade marker counts",
		Scenarios: []harness.Scenario{
			commonNameOnly("cn-only", "a host name"),
			commonNameOnly("cn-only-wildcard", "a wildcard"),
			sanTrailingDot(),
			rsaShortSignature(),
			rsaPSSShortSignature(),
			rsaSuiteWrongKey(),
			downgradeMarker(),
			downgradeMarkerMaxVersion(),
			helloRetryRequestPointless(),
			helloRetryRequestCookie(),
		},
	}
}

// What crypto/x509 says of a certificate that has its host in the common name
// alone.
const (
	legacyCommonName   = "x509: certificate relies on legacy Common Name field, use SANs"
	legacyTemporarily  = legacyCommonName + " or temporarily enable Common Name matching with GODEBUG=x509ignoreCN=0"
	legacyCommonAtLast = legacyCommonName + " instead"
)

func commonNameOnly(certificate, what string) harness.Scenario {
	return harness.Scenario{
		Name:   certificate,
		Claim:  "A certificate with " + what + " in its common name and no alternative names is refused since Go 1.15; x509ignoreCN=0 in the environment helped in 1.15 and 1.16. In 1.12 to 1.14 x509ignoreCN=1 refused it early. os.Setenv is too late for either.",
		Source: go115CommonName,
		Server: certified(certificate),
		Settings: []harness.Settings{
			{},
			{GODEBUG: "x509ignoreCN=0"},
			{GODEBUG: "x509ignoreCN=1"},
			{Setenv: "x509ignoreCN=0"},
			{Setenv: "x509ignoreCN=1"},
		},
		Rules: []harness.Rule{
			{When: harness.Go("<1.15").GODEBUG("x509ignoreCN=1"), Want: harness.FailsVerification(
				harness.ErrorText("x509: certificate is not valid for any names, but wanted to match "))},
			{When: harness.Go("<1.15"), Want: harness.Connects()},
			{When: harness.Go("<1.17").GODEBUG("x509ignoreCN=0"), Want: harness.Connects()},
			{When: harness.Go("<1.17"), Want: harness.FailsVerification(harness.ErrorText(legacyTemporarily))},
			{Want: harness.FailsVerification(harness.ErrorText(legacyCommonAtLast))},
		},
	}
}

func sanTrailingDot() harness.Scenario {
	return harness.Scenario{
		Name:   "san-trailing-dot",
		Claim:  "An alternative name that ends in a dot does not match the name without the dot any more since Go 1.15.",
		Source: "https://go.dev/doc/go1.15#cryptox509pkgcryptox509",
		Server: certified("san-trailing-dot"),
		Rules: []harness.Rule{
			{When: harness.Go("<1.15"), Want: harness.Connects()},
			{Want: harness.FailsVerification(harness.ErrorText("x509: certificate is valid for legacy.example.test., not legacy.example.test"))},
		},
	}
}

// signsShort is a server whose signatures are shorter than the modulus, which no
// signature may be (RFC 8017, section 8.2.1): one in 256 has a zero first, which
// some signers leave out. The key is short because the server signs until it has
// such a one.
func signsShort(name string, scheme tls.SignatureScheme) fixtures.Profile {
	server := quirky(name, "TLS 1.2, leaves out the leading zeros of its signatures", fixtures.Quirks{ShortSignature: true})
	server.SignatureSchemes = []tls.SignatureScheme{scheme}
	server.Certificate.Key = certs.RSA1024
	return server
}

func rsaShortSignature() harness.Scenario {
	return harness.Scenario{
		Name:   "rsa-short-signature",
		Claim:  "An RSA signature (PKCS #1 v1.5) that is shorter than the modulus is refused since Go 1.15.",
		Source: "RFC 8017, section 8.2.2; https://go.dev/doc/go1.15#cryptorsapkgcryptorsa",
		Server: signsShort("tls12-short-signature", tls.PKCS1WithSHA256),
		Rules: []harness.Rule{
			{When: harness.Go("<1.15"), Want: harness.Connects()},
			{Want: harness.Refused(harness.ErrorText("crypto/rsa: verification error"))},
		},
	}
}

func rsaPSSShortSignature() harness.Scenario {
	return harness.Scenario{
		Name:   "rsa-pss-short-signature",
		Claim:  "With RSA-PSS, which clients prefer, such a signature has always been refused.",
		Source: "RFC 8017, section 8.1.2; src/crypto/rsa/pss.go (VerifyPSS)",
		Server: signsShort("tls12-short-pss-signature", tls.PSSWithSHA256),
		Rules:  []harness.Rule{{Want: harness.Refused(harness.ErrorText("crypto/rsa: verification error"))}},
	}
}

// rsaSuiteWrongKey begins with patch releases (CVE-2021-34558).
func rsaSuiteWrongKey() harness.Scenario {
	return harness.Scenario{
		Name:       "rsa-suite-wrong-key",
		Claim:      "A server that picks RSA key exchange and shows an ECDSA certificate makes a client panic; since Go 1.15.14 and 1.16.6 it is refused.",
		Source:     "https://go.dev/issue/47143; src/crypto/tls/key_agreement.go",
		Server:     certified("ecdsa-p256"),
		Backend:    peers.WrongSuite(),
		Client:     harness.Client{CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}},
		Boundaries: []string{"1.15.13", "1.15.14", "1.16.4"},
		Rules: []harness.Rule{
			{When: harness.Go("<1.15.14"), Want: harness.Refused(harness.ErrorText("agent panic"))},
			{When: harness.Go(">=1.16 <1.16.6"), Want: harness.Refused(harness.ErrorText("agent panic"))},
			{Want: harness.Refused(
				harness.LocalAlert(harness.InternalError),
				harness.ErrorText("tls: server certificate contains incorrect key type for selected ciphersuite"))},
		},
	}
}

// marksDowngrade is a server of TLS 1.2 with the mark that says that it could do more.
func marksDowngrade() fixtures.Profile {
	return quirky("tls12-downgrade-sentinel", "TLS 1.2, with the random of a server of TLS 1.3", fixtures.Quirks{DowngradeSentinel: true})
}

func downgradeMarker() harness.Scenario {
	return harness.Scenario{
		Name:   "downgrade-marker",
		Claim:  "A client that offered TLS 1.3 and is answered TLS 1.2 with the downgrade marker gives up since Go 1.15: somebody in between has interfered. Go 1.12 does not offer it.",
		Source: "RFC 8446, section 4.1.3; " + go115Notes,
		Server: marksDowngrade(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.15"), Want: harness.ConnectsWith(withMarker(downgradeToTLS12))},
			{Want: downgradeDetected()},
		},
	}
}

func downgradeDetected() harness.Expectation {
	return harness.Refused(
		harness.LocalAlert(harness.IllegalParameter),
		harness.ErrorText("tls: downgrade attempt detected, possibly due to a MitM attack or a broken middlebox"))
}

func downgradeMarkerMaxVersion() harness.Scenario {
	return harness.Scenario{
		Name:   "downgrade-marker-max-version",
		Claim:  "A client with tls.Config.MaxVersion of TLS 1.2 takes the downgrade marker for what it is then: a random like any other.",
		Source: "RFC 8446, section 4.1.3; " + go115Notes,
		Server: marksDowngrade(),
		Client: harness.Client{MaxVersion: tls.VersionTLS12},
		Rules:  []harness.Rule{{Want: harness.ConnectsWith(withMarker(downgradeToTLS12))}},
	}
}

const retryRequestSource = "RFC 8446, section 4.1.4; src/crypto/tls/handshake_client_tls13.go (processHelloRetryRequest)"

func helloRetryRequestPointless() harness.Scenario {
	return harness.Scenario{
		Name:   "hello-retry-request-pointless",
		Claim:  "A HelloRetryRequest that asks for a key share that was sent is refused as ever, in other words since Go 1.15.",
		Source: retryRequestSource,
		Server: quirky13("tls13-pointless-retry-request", "TLS 1.3, asks for the key share that it has got", fixtures.Quirks{PointlessRetryRequest: true}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: unsupportedVersion()},
			{When: harness.Go("<1.15"), Want: harness.Refused(
				harness.LocalAlert(harness.IllegalParameter),
				harness.ErrorText("tls: server sent an unnecessary HelloRetryRequest message"))},
			{Want: harness.Refused(
				harness.LocalAlert(harness.IllegalParameter),
				harness.ErrorText("tls: server sent an unnecessary HelloRetryRequest key_share"))},
		},
	}
}

// helloRetryRequestCookie asks for no key share. A client that accepts it sends
// its hello again, and is told internal_error.
func helloRetryRequestCookie() harness.Scenario {
	return harness.Scenario{
		Name:    "hello-retry-request-cookie",
		Claim:   "A HelloRetryRequest with a cookie alone is accepted since Go 1.15.",
		Source:  retryRequestSource,
		Server:  fixtures.TLS13Only(),
		Backend: peers.CookieRequest("legacytls"),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: unsupportedVersion()},
			{When: harness.Go("<1.15"), Want: harness.Refused(
				harness.LocalAlert(harness.MissingExtension),
				harness.ErrorText("tls: received HelloRetryRequest without selected group"))},
			{Want: harness.Refused(harness.RemoteAlert(harness.InternalError))},
		},
	}
}
