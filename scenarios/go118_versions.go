package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

const go118TLS10 = go118Notes + "#tls10"

// tls10default are the ways to run a program that decide about the minimum
// version of clients. The setting is read when the program starts, so that
// os.Setenv is too late.
func tls10default() []harness.Settings {
	return []harness.Settings{
		{},
		{GODEBUG: "tls10default=1"},
		{Setenv: "tls10default=1"},
	}
}

// clientMinimumTLS10 is what a client without Config.MinVersion lost.
func clientMinimumTLS10() harness.Scenario {
	return clientMinimum("client-minimum-tls12", fixtures.TLS10PinnedModernStack())
}

func clientMinimumTLS11() harness.Scenario {
	return clientMinimum("client-minimum-tls12-tls11", pinnedVersions("tls11-pinned-modern-stack", tls.VersionTLS11, tls.VersionTLS11))
}

func clientMinimum(name string, server fixtures.Profile) harness.Scenario {
	return harness.Scenario{
		Name:     name,
		Claim:    "Clients want TLS 1.2 and up by default; tls10default=1 in the environment lowered it in Go 1.18 alone.",
		Source:   go118TLS10,
		Server:   server,
		Settings: tls10default(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.18"), Want: harness.Connects()},
			{When: harness.Go("1.18").GODEBUG("tls10default=1"), Want: harness.Connects()},
			{Want: unsupportedVersion()},
		},
	}
}

// pinnedVersions is TLS10PinnedModernStack for other versions.
func pinnedVersions(name string, oldest, newest uint16) fixtures.Profile {
	p := fixtures.TLS10PinnedModernStack()
	p.Name, p.MinVersion, p.MaxVersion = name, oldest, newest
	p.Title = "a modern stack told to speak " + harness.VersionName(oldest) + " to " + harness.VersionName(newest) + " alone"
	return p
}

// maxVersionTLS11Alone: programs that held Go back to TLS 1.1 for one old
// server by MaxVersion have an empty range of versions since Go 1.18.
func maxVersionTLS11Alone() harness.Scenario {
	return harness.Scenario{
		Name:     "max-version-tls11-alone",
		Claim:    "tls.Config.MaxVersion of TLS 1.1 without MinVersion leaves no version to offer: the client fails before it sends anything.",
		Source:   go118TLS10,
		Server:   pinnedVersions("tls10-tls11-pinned-modern-stack", tls.VersionTLS10, tls.VersionTLS11),
		Client:   harness.Client{MaxVersion: tls.VersionTLS11},
		Settings: []harness.Settings{{}, {GODEBUG: "tls10default=1"}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.18"), Want: harness.Connects()},
			{When: harness.Go("1.18").GODEBUG("tls10default=1"), Want: harness.Connects()},
			{Want: harness.Refused(sentNothing(), harness.ErrorText("tls: no supported versions satisfy MinVersion and MaxVersion"))},
		},
	}
}

func helloVersions() harness.Scenario {
	return harness.Scenario{
		Name:   "hello-versions",
		Claim:  "A default ClientHello offers TLS 1.3 since Go 1.13 and nothing below TLS 1.2 since Go 1.18.",
		Source: go118TLS10,
		Server: anyServer(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: harness.OffersVersions(tls.VersionTLS12, tls.VersionTLS11, tls.VersionTLS10)},
			{When: harness.Go("<1.18"), Want: harness.OffersVersions(tls.VersionTLS13, tls.VersionTLS12, tls.VersionTLS11, tls.VersionTLS10)},
			{Want: harness.OffersVersions(tls.VersionTLS13, tls.VersionTLS12)},
		},
	}
}

// serverSelectsTLS10 is the truly old stack: it does not know
// supported_versions and answers with the highest version that it has.
func serverSelectsTLS10() harness.Scenario {
	return serverSelects("server-selects-tls10", tls.VersionTLS10, "301")
}

func serverSelectsTLS11() harness.Scenario {
	return serverSelects("server-selects-tls11", tls.VersionTLS11, "302")
}

func serverSelects(name string, version uint16, hex string) harness.Scenario {
	server := pinnedVersions("old-stack-of-"+hex, version, version)
	server.Title = "a server of " + harness.VersionName(version) + " with ECDHE that ignores supported_versions"
	server.Quirks.IgnoreSupportedVersions = true
	return harness.Scenario{
		Name:     name,
		Claim:    "A server that answers with " + harness.VersionName(version) + ", whatever it was offered, is refused by the client itself, in other words than a server gets that refuses.",
		Source:   go118TLS10,
		Server:   server,
		Settings: tls10default(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.18"), Want: connectsIn(version)},
			{When: harness.Go("1.18").GODEBUG("tls10default=1"), Want: connectsIn(version)},
			{Want: selectedUnsupported(hex)},
		},
	}
}

// selectedUnsupported is what a client says of a ServerHello of a version that it
// did not offer, given as it prints it: "301" is TLS 1.0.
func selectedUnsupported(version string) harness.Expectation {
	return harness.Refused(
		harness.LocalAlert(harness.ProtocolVersion),
		harness.ErrorText("tls: server selected unsupported protocol version "+version))
}
