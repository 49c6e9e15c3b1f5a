package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

const go127Notes = "https://go.dev/doc/go1.27#cryptotlspkgcryptotls"

// Go127Removals is what became of the five settings that Go 1.27 removed, in
// every place that a setting can be in, and what still works instead.
func Go127Removals() Table {
	return Table{
		Name:  "go1.27-removals",
		Title: "Go 1.27 removed tlsrsakex, tls3des, tls10server, tlsunsafeekm and x509keypairleaf",
		Scenarios: []harness.Scenario{
			removed("tlsrsakex", "1", "0", "1.22"),
			removed("tls10server", "1", "0", "1.22"),
			removed("tlsunsafeekm", "1", "0", "1.22"),
			removed("tls3des", "1", "0", "1.23"),
			removed("x509keypairleaf", "0", "1", "1.23"),
			insteadOf3DES(),
			insteadOfRSA3DES(),
			insteadOfTLS10AndRSA(),
		},
	}
}

// removed shows one setting against a server that everybody reaches, so that
// only the setting itself matters.
func removed(setting, old, final, added string) harness.Scenario {
	return harness.Scenario{
		Name:   "removed-" + setting,
		Claim:  "With the old value of " + setting + " a Go 1.27 program does not start (environment), does not build (//go:debug) or does not load (go.mod); the final value is accepted.",
		Source: go127Notes + ", src/runtime/proc.go",
		Server: fixtures.Modern(),
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
