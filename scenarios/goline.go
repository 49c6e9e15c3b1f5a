package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

const godebugDoc = "https://go.dev/doc/godebug"

// GoLine is how the go line of go.mod and the other places for a setting
// decide, alone and against each other.
func GoLine() Table {
	return Table{
		Name:  "go-line",
		Title: "Where a setting comes from: go line, go.mod, //go:debug, environment",
		Scenarios: []harness.Scenario{
			goLineDecides(),
			goLineBoundary3DES(),
			settingInSource(),
			environmentWins(),
		},
	}
}

func goLineDecides() harness.Scenario {
	return harness.Scenario{
		Name:     "go-line-rsa-key-exchange",
		Claim:    "From toolchain 1.22 to 1.26 the go line alone decides whether RSA key exchange is offered: 1.21 and older yes, 1.22 and newer no. From 1.27 on it does not.",
		Source:   godebugDoc,
		Server:   fixtures.AES128SHAOnly(),
		Settings: []harness.Settings{{}, {GoLine: "1.17"}, {GoLine: "1.20"}, {GoLine: "1.21"}, {GoLine: "1.22"}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.22"), Want: harness.Connects(tls.TLS_RSA_WITH_AES_128_CBC_SHA)},
			{When: harness.Go("<1.27").GoLine("<1.22"), Want: harness.Connects(tls.TLS_RSA_WITH_AES_128_CBC_SHA)},
			{Want: handshakeFailure()},
		},
	}
}

func goLineBoundary3DES() harness.Scenario {
	return harness.Scenario{
		Name:     "go-line-3des",
		Claim:    "For 3DES the boundary is 1.23: a go line of 1.22 keeps ECDHE with 3DES until toolchain 1.26.",
		Source:   "https://go.dev/doc/go1.23#cryptotlspkgcryptotls",
		Server:   fixtures.ECDHE3DESOnly(),
		Settings: []harness.Settings{{}, {GODEBUG: "tls3des=1"}, {GoLine: "1.22"}, {GoLine: "1.23"}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.23"), Want: harness.Connects(tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA)},
			{When: harness.Go(">=1.27").GODEBUG("tls3des=1"), Want: diesOf("tls3des", "1")},
			{When: harness.AnyGo().GODEBUG("tls3des=1"), Want: harness.Connects(tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA)},
			{When: harness.Go("<1.27").GoLine("<1.23"), Want: harness.Connects(tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA)},
			{Want: handshakeFailure()},
		},
	}
}

func settingInSource() harness.Scenario {
	return harness.Scenario{
		Name:     "tlsrsakex-in-source",
		Claim:    "A //go:debug line works from 1.22 to 1.26, a godebug line in go.mod from 1.23 to 1.26; before and after, such a program does not build, except where the line is a comment (1.20 and older).",
		Source:   godebugDoc,
		Server:   fixtures.AES128SHAOnly(),
		Settings: []harness.Settings{{Directive: "tlsrsakex=1"}, {GoMod: "tlsrsakex=1"}},
		Rules: append(inSource("tlsrsakex", "1", "1.22"),
			harness.Rule{Want: harness.Connects(tls.TLS_RSA_WITH_AES_128_CBC_SHA)}),
	}
}

func environmentWins() harness.Scenario {
	return harness.Scenario{
		Name:   "environment-wins",
		Claim:  "The environment wins over the go line and over //go:debug, in both directions.",
		Source: godebugDoc,
		Server: fixtures.AES128SHAOnly(),
		Settings: []harness.Settings{
			{GoLine: "1.21", GODEBUG: "tlsrsakex=0"},
			{Directive: "tlsrsakex=0", GODEBUG: "tlsrsakex=1"},
		},
		Rules: []harness.Rule{
			{When: harness.Go("1.21").Directive("tlsrsakex=0"), Want: unknownDirective("tlsrsakex")},
			{When: harness.Go("<1.22"), Want: harness.Connects()},
			{When: harness.Go(">=1.27").GODEBUG("tlsrsakex=1"), Want: diesOf("tlsrsakex", "1")},
			{When: harness.AnyGo().GODEBUG("tlsrsakex=1"), Want: harness.Connects()},
			{Want: handshakeFailure()},
		},
	}
}

// inSource are the rules for builds with a setting in their source that do not
// build: those in which the go command does not know the setting yet, and
// those in which it is removed.
func inSource(setting, old, added string) []harness.Rule {
	pair := setting + "=" + old
	return []harness.Rule{
		{When: harness.Go(">=1.21 <" + added).Directive(pair), Want: unknownDirective(setting)},
		{When: harness.Go("<1.23").GoMod(pair), Want: noGodebugLines()},
		{When: harness.Go(">=1.27").Directive(pair), Want: removedInSource(setting, old)},
		{When: harness.Go(">=1.27").GoMod(pair), Want: removedInSource(setting, old)},
	}
}
