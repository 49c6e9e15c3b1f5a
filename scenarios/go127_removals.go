package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// removals is what became of the settings that Go 1.27 does not know any more,
// in every place that a setting can be in, and what still works instead.
func removals() []harness.Scenario {
	return []harness.Scenario{
		removed("tlsrsakex", "1", "0", "1.22"),
		removed("tls10server", "1", "0", "1.22"),
		removed("tlsunsafeekm", "1", "0", "1.22"),
		removed("tls3des", "1", "0", "1.23"),
		removed("x509keypairleaf", "0", "1", "1.23"),
		removedX509SHA1(),
		removedTLSKyber(),
		removedDuplicate(),
		removedBySetenv(),
		insteadOf3DES(),
		insteadOfRSA3DES(),
		insteadOfTLS10AndRSA(),
	}
}

// removed shows one setting against a server that everybody reaches, so that
// only the setting itself matters.
func removed(setting, old, final, added string) harness.Scenario {
	return harness.Scenario{
		Name:   "removed-" + setting,
		Claim:  "With the old value of " + setting + " a Go 1.27 program does not start (environment), does not build (//go:debug) or does not load (go.mod); the final value is accepted.",
		Source: go127Notes + ", src/runtime/proc.go",
		Server: anyServer(),
		Settings: []harness.Settings{
			{GODEBUG: setting + "=" + old},
			{GODEBUG: setting + "=" + final},
			{Directive: setting + "=" + old},
			{GoMod: setting + "=" + old},
		},
		Rules: append(inSource(setting, old, added),
			harness.Rule{When: harness.Go(">=1.27").GODEBUG(setting + "=" + old), Want: diesOf(setting, old)},
			harness.Rule{Want: harness.Connects()},
		),
	}
}

func removedX509SHA1() harness.Scenario {
	return harness.Scenario{
		Name:   "removed-x509sha1",
		Claim:  "x509sha1 went with Go 1.24 already: until 1.26 its value in the environment did not matter, with 1.27 a program with the old one does not start.",
		Source: go127Notes + ", https://go.dev/doc/godebug#go-124, src/runtime/proc.go",
		Server: anyServer(),
		Settings: []harness.Settings{
			{GODEBUG: "x509sha1=1"},
			{GODEBUG: "x509sha1=0"},
			{Directive: "x509sha1=1"},
			{GoMod: "x509sha1=1"},
		},
		Rules: append(removedIn124("x509sha1", "1"), harness.Rule{Want: harness.Connects()}),
	}
}

func removedTLSKyber() harness.Scenario {
	return harness.Scenario{
		Name:   "removed-tlskyber",
		Claim:  "So did tlskyber, which only Go 1.23 had; 1.27 does not start with it all the same.",
		Source: go127Notes + ", https://go.dev/doc/godebug#go-124, src/runtime/proc.go",
		Server: anyServer(),
		Settings: []harness.Settings{
			{GODEBUG: "tlskyber=0"},
			{GODEBUG: "tlskyber=1"},
			{Directive: "tlskyber=0"},
			{GoMod: "tlskyber=0"},
		},
		Rules: append(removedIn124("tlskyber", "0"),
			harness.Rule{When: harness.Go(">=1.21 <1.23").Directive("tlskyber=0"), Want: harness.DoesNotBuild("//go:debug setting \"tlskyber\"")},
			harness.Rule{Want: harness.Connects()},
		),
	}
}

// removedIn124 are the rules for programs that Go 1.24 and newer does not build
// or start because of a setting that 1.24 removed. Only 1.27 knows such a
// setting again and says that it was removed; before, 1.26 did that for some.
func removedIn124(setting, old string) []harness.Rule {
	pair := setting + "=" + old
	return []harness.Rule{
		{When: harness.Go("<1.23").GoMod(pair), Want: noGodebugLines()},
		{When: harness.Go(">=1.24 <1.27").Directive(pair), Want: harness.DoesNotBuild("//go:debug setting \"" + setting + "\"")},
		{When: harness.Go(">=1.24 <1.27").GoMod(pair), Want: harness.DoesNotBuild("godebug \"" + setting + "\"")},
		{When: harness.Go(">=1.27").Directive(pair), Want: removedInSource(setting, old)},
		{When: harness.Go(">=1.27").GoMod(pair), Want: removedInSource(setting, old)},
		{When: harness.Go(">=1.27").GODEBUG(pair), Want: diesOf(setting, old)},
	}
}

func removedDuplicate() harness.Scenario {
	return harness.Scenario{
		Name:     "removed-setting-duplicate",
		Claim:    "One old value anywhere in GODEBUG is enough, even if the final one follows and would count.",
		Source:   "src/runtime/runtime1.go of Go 1.27, parsegodebug",
		Server:   anyServer(),
		Settings: []harness.Settings{{GODEBUG: "tlsrsakex=1,tlsrsakex=0"}},
		Rules: []harness.Rule{
			{When: harness.Go(">=1.27"), Want: diesOf("tlsrsakex", "1")},
			{Want: harness.Connects()},
		},
	}
}

func removedBySetenv() harness.Scenario {
	return harness.Scenario{
		Name:     "removed-setting-by-setenv",
		Claim:    "A program that sets the old value itself, with os.Setenv, runs on: only the environment at the start is checked.",
		Source:   "src/runtime/proc.go of Go 1.27, main",
		Server:   anyServer(),
		Settings: []harness.Settings{{Setenv: "tlsrsakex=1"}},
		Rules:    []harness.Rule{{Want: harness.Connects()}},
	}
}

func insteadOf3DES() harness.Scenario {
	return explicitSuite("instead-of-tls3des", fixtures.ECDHE3DESOnly(), tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA)
}

func insteadOfRSA3DES() harness.Scenario {
	return explicitSuite("instead-of-tlsrsakex-and-tls3des", fixtures.DESCBC3SHAOnly(), tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA)
}

func explicitSuite(name string, server fixtures.Profile, suite uint16) harness.Scenario {
	return harness.Scenario{
		Name:   name,
		Claim:  "tls.Config.CipherSuites with " + fixtures.SuiteName(suite) + " works in every release, Go 1.27 included.",
		Source: go127Notes,
		Server: server,
		Client: harness.Client{CipherSuites: []uint16{suite}},
		Rules:  []harness.Rule{{Want: harness.Connects(suite)}},
	}
}

func insteadOfTLS10AndRSA() harness.Scenario {
	server := fixtures.TLS10PinnedModernStack()
	server.Name = "tls10-aes128-sha-only"
	server.Title = "A modern stack restricted to TLS 1.0 with AES128-SHA"
	server.Suites = []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}
	server.Groups = nil
	return harness.Scenario{
		Name:   "instead-of-tlsrsakex-with-tls10",
		Claim:  "A TLS 1.0 server without ECDHE needs both tls.Config.MinVersion and CipherSuites, and is then reached by every release.",
		Source: go127Notes,
		Server: server,
		Client: harness.Client{
			MinVersion:   tls.VersionTLS10,
			CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA},
		},
		Rules: []harness.Rule{{Want: harness.Connects(tls.TLS_RSA_WITH_AES_128_CBC_SHA)}},
	}
}
