package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// serverMinimum: "the default minimum version offered by crypto/tls servers is
// now TLS 1.2 if not specified with config.MinimumVersion".
func serverMinimum() harness.Scenario {
	return serverMinimumOf("server-tls10-client", tls.VersionTLS10, "[301]")
}

func serverMinimumTLS11() harness.Scenario {
	return serverMinimumOf("server-tls11-client", tls.VersionTLS11, "[302]")
}

func serverMinimumOf(name string, version uint16, listed string) harness.Scenario {
	return harness.Scenario{
		Name:     name,
		Claim:    "Servers accept TLS 1.2 and up by default; tls10server=1 and an old go line lowered it until Go 1.26.",
		Source:   go122Notes,
		GoServer: &harness.GoServer{},
		Client:   oldClient(version),
		Settings: tls10server(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.22"), Want: harness.Connects()},
			{When: harness.Go(">=1.27").GODEBUG("tls10server=1"), Want: diesOf("tls10server", "1")},
			{When: harness.AnyGo().GODEBUG("tls10server=1"), Want: harness.Connects()},
			{When: harness.Go("<1.27").GoLine("<1.22"), Want: harness.Connects()},
			{Want: harness.Refused(
				harness.LocalAlert(harness.ProtocolVersion),
				harness.ErrorText("tls: client offered only unsupported versions: "+listed))},
		},
	}
}

func serverMinimumConfig() harness.Scenario {
	return harness.Scenario{
		Name:     "server-tls10-client-min-version",
		Claim:    "A server with tls.Config.MinVersion of TLS 1.0 accepts TLS 1.0 in every release.",
		Source:   go122Notes,
		GoServer: &harness.GoServer{MinVersion: tls.VersionTLS10},
		Client:   oldClient(tls.VersionTLS10),
		Rules:    []harness.Rule{{Want: harness.Connects()}},
	}
}

func serverMinimumIsNotForClients() harness.Scenario {
	return harness.Scenario{
		Name:     "tls10-server",
		Claim:    "Clients offer TLS 1.2 and up since Go 1.18; neither tls10server=1 nor an old go line changes that.",
		Source:   "https://go.dev/doc/go1.18#tls10",
		Server:   fixtures.TLS10PinnedModernStack(),
		Settings: tls10server(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.18"), Want: harness.Connects()},
			{When: harness.Go(">=1.27").GODEBUG("tls10server=1"), Want: diesOf("tls10server", "1")},
			{Want: harness.Refused(
				harness.RemoteAlert(harness.ProtocolVersion),
				harness.ErrorText("remote error: tls: protocol version not supported"))},
		},
	}
}

func clientMinVersion() harness.Scenario {
	return harness.Scenario{
		Name:   "tls10-server-min-version",
		Claim:  "A client with tls.Config.MinVersion of TLS 1.0 reaches a TLS 1.0 server with ECDHE in every release.",
		Source: "https://go.dev/doc/go1.18#tls10",
		Server: fixtures.TLS10PinnedModernStack(),
		Client: harness.Client{MinVersion: tls.VersionTLS10},
		Rules:  []harness.Rule{{Want: harness.Connects()}},
	}
}

// tls10server are the ways to make and run a program that decide about the
// minimum version of servers.
func tls10server() []harness.Settings {
	return []harness.Settings{
		{},
		{GODEBUG: "tls10server=1"},
		{GoLine: "1.21"},
	}
}

// oldClient is a client of one old version, with suites that every server has.
func oldClient(version uint16) harness.Client {
	return harness.Client{
		MinVersion: version,
		MaxVersion: version,
		CipherSuites: []uint16{
			tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
			tls.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
		},
	}
}
