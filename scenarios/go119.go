package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

const go119Notes = "https://go.dev/doc/go1.19#minor_library_changes"

// Go119 is every sentence of the release notes of Go 1.19 about TLS that a peer
// can show, and the limit on RSA keys that came with its last patch releases.
func Go119() Table {
	return Table{
		Name:  "go1.19",
		Title: "Go 1.19 release notes: tls10default gone, no extension twice; RSA keys up to 8192 bits",
		Scenarios: []harness.Scenario{
			tls10defaultGone(),
			serverDuplicateExtension("server-duplicate-extension", harness.Extension{ID: unknownExtension}),
			serverDuplicateExtension("server-duplicate-point-formats", wire.PointFormats(0)),
			duplicateExtensionInServerHello(),
			certificateDuplicateExtension(),
			nameConstraintIntermediateOwnSAN(),
			rsa8192(),
			rsa8200(),
			rsa8200InsecureSkipVerify(),
			serverClientCertificateRSA8200(),
		},
	}
}

// tls10defaultGone is the end of the setting that Go 1.18 brought.
func tls10defaultGone() harness.Scenario {
	return harness.Scenario{
		Name:   "tls10default-gone",
		Claim:  "No setting makes a client offer TLS 1.0 any more: tls10default=1 is ignored, and tls10server=1 is not for clients.",
		Source: go119Notes + " (crypto/tls)",
		Server: fixtures.TLS10PinnedModernStack(),
		Settings: []harness.Settings{
			{GODEBUG: "tls10default=1"},
			{GODEBUG: "tls10default=1,tls10server=1"},
		},
		Rules: []harness.Rule{
			{When: harness.Go("<1.19"), Want: harness.Connects()},
			{When: harness.Go(">=1.27").GODEBUG("tls10server=1"), Want: diesOf("tls10server", "1")},
			{Want: unsupportedVersion()},
		},
	}
}

// unknownExtension is an extension that nobody knows; RFC 8701 reserves it for
// that.
const unknownExtension = 0x5a5a

// serverDuplicateExtension has a ClientHello that servers accept if the
// extension is in it once, or not at all.
func serverDuplicateExtension(name string, extension harness.Extension) harness.Scenario {
	hello := leavingOut(extension.ID, hello12(gcmSuite()))
	hello.Extensions = append(hello.Extensions, extension, extension)
	return harness.Scenario{
		Name:     name,
		Claim:    "Servers refuse a ClientHello that has an extension twice, also one that they do not know.",
		Source:   go119Notes + " (crypto/tls); RFC 8446, section 4.2",
		GoServer: &harness.GoServer{},
		Raw:      hello,
		Rules: []harness.Rule{
			{When: harness.Go("<1.19"), Want: harness.Answers(harness.WithSuite(tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256))},
			{When: harness.Go("<1.25"), Want: harness.Refused(
				harness.LocalAlert(harness.UnexpectedMessage), harness.ErrorText("tls: unexpected message"))},
			{Want: harness.Refused(
				harness.LocalAlert(harness.DecodeError), harness.ErrorText("tls: error decoding message"))},
		},
	}
}

func duplicateExtensionInServerHello() harness.Scenario {
	return harness.Scenario{
		Name:   "duplicate-extension-in-server-hello",
		Claim:  "Clients refuse a ServerHello that has an extension twice.",
		Source: go119Notes + " (crypto/tls); RFC 8446, section 4.2",
		Server: quirky("tls12-double-extensions", "TLS 1.2, has each extension twice", fixtures.Quirks{DoubleExtensions: true}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.19"), Want: harness.Connects()},
			{When: harness.Go("<1.25"), Want: harness.Refused(harness.LocalAlert(harness.UnexpectedMessage))},
			{Want: harness.Refused(harness.LocalAlert(harness.DecodeError))},
		},
	}
}
