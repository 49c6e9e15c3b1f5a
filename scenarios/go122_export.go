package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// exportUnavailable is what ExportKeyingMaterial says since Go 1.22. Until
// Go 1.26 a hint at tlsunsafeekm follows.
const exportUnavailable = "ExportKeyingMaterial is unavailable when neither TLS 1.3 nor Extended Master Secret are negotiated"

// oldGo is a release whose crypto/tls has no extended master secret. The notes
// of Go 1.22 say that it came with 1.20; crypto/tls sends it since 1.21.
const oldGo = "1.20"

// exportWithoutEMS: "ConnectionState.ExportKeyingMaterial will now return an
// error unless TLS 1.3 is in use, or the extended_master_secret extension is
// supported by both the server and client."
func exportWithoutEMS() harness.Scenario {
	return harness.Scenario{
		Name:     "export-without-ems",
		Claim:    "Clients cannot export keying material from a TLS 1.2 connection without extended master secret; tlsunsafeekm=1 and an old go line allowed it until Go 1.26.",
		Source:   go122Notes,
		Server:   fixtures.NoEMS(),
		Client:   harness.Client{Export: true},
		Settings: tlsunsafeekm(),
		Rules:    exportRules(),
	}
}

func exportWithoutEMSOnServer() harness.Scenario {
	return harness.Scenario{
		Name:     "server-export-without-ems",
		Claim:    "Servers cannot either, when the client does not offer extended master secret.",
		Source:   go122Notes,
		GoServer: &harness.GoServer{MaxVersion: tls.VersionTLS12},
		PeerGo:   oldGo,
		Client:   harness.Client{Export: true},
		Settings: tlsunsafeekm(),
		Rules:    exportRules(),
	}
}

func exportRules() []harness.Rule {
	return []harness.Rule{
		{When: harness.Go("<1.22"), Want: harness.Exports()},
		{When: harness.Go(">=1.27").GODEBUG("tlsunsafeekm=1"), Want: diesOf("tlsunsafeekm", "1")},
		{When: harness.AnyGo().GODEBUG("tlsunsafeekm=1"), Want: harness.Exports()},
		{When: harness.Go("<1.27").GoLine("<1.22"), Want: harness.Exports()},
		{Want: harness.ExportRefused(exportUnavailable)},
	}
}

func exportWithEMS() harness.Scenario {
	return harness.Scenario{
		Name:   "export-with-ems",
		Claim:  "With extended master secret, which Go clients offer since 1.21, TLS 1.2 connections export as ever.",
		Source: go122Notes,
		Server: fixtures.TLS12Only(),
		Client: harness.Client{Export: true},
		Rules:  []harness.Rule{{Want: harness.Exports()}},
	}
}

func exportTLS13() harness.Scenario {
	return harness.Scenario{
		Name:   "export-tls13",
		Claim:  "TLS 1.3 connections export as ever.",
		Source: go122Notes,
		Server: fixtures.TLS13Only(),
		Client: harness.Client{Export: true},
		Rules: []harness.Rule{
			// TLS 1.3 is off by default before Go 1.13.
			{When: harness.Go("<1.13"), Want: harness.Refused(harness.RemoteAlert(harness.ProtocolVersion))},
			{Want: harness.Exports()},
		},
	}
}

// tlsunsafeekm are the ways to make and run a program that decide about
// exported keying material.
func tlsunsafeekm() []harness.Settings {
	return []harness.Settings{
		{},
		{GODEBUG: "tlsunsafeekm=1"},
		{GoLine: "1.21"},
	}
}
