package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// An old stack of TLS 1.0 without ECDHE does not say protocol_version. It looks
// for a suite first, and answers with TLS 1.0 if it has one: the error of a client
// is about the version until Go 1.21, and about anything since.

func oldStack() harness.Scenario {
	return harness.Scenario{
		Name:   "tls10-old-stack",
		Claim:  "An old server of TLS 1.0 with RSA key exchange is lost to Go 1.18, which refuses the version that the server selects; from 1.22 on the server refuses the client, for its suites. No setting helps against both.",
		Source: go118TLS10 + "; " + go122Notes,
		Server: fixtures.TLS10RSAKeyExchange(),
		Settings: []harness.Settings{
			{},
			{GODEBUG: "tls10default=1"},
			{GODEBUG: "tlsrsakex=1"},
			{GODEBUG: "tls10server=1,tlsrsakex=1"},
			{GoLine: "1.17"},
			{GoLine: "1.21"},
		},
		Rules: []harness.Rule{
			{When: harness.Go("<1.18"), Want: oldStackConnects()},
			{When: harness.Go("1.18").GODEBUG("tls10default=1"), Want: oldStackConnects()},
			{When: harness.Go("<1.22"), Want: selectedUnsupported("301")},
			{When: harness.Go(">=1.27").GODEBUG("tlsrsakex=1"), Want: harness.DoesNotStart("fatal error: removed GODEBUG")},
			{When: harness.AnyGo().GODEBUG("tlsrsakex=1"), Want: selectedUnsupported("301")},
			{When: harness.Go("<1.27").GoLine("<1.22"), Want: selectedUnsupported("301")},
			{Want: handshakeFailure()},
		},
	}
}

func oldStackConnects() harness.Expectation {
	return harness.ConnectsWith(harness.In(tls.VersionTLS10), harness.WithSuite(tls.TLS_RSA_WITH_AES_256_CBC_SHA))
}

func oldStackMinVersion() harness.Scenario {
	return harness.Scenario{
		Name:     "tls10-old-stack-min-version",
		Claim:    "tls.Config.MinVersion of TLS 1.0 alone is enough until Go 1.21, with tlsrsakex=1 or an old go line until 1.26.",
		Source:   go118TLS10 + "; " + go122Notes,
		Server:   fixtures.TLS10RSAKeyExchange(),
		Client:   harness.Client{MinVersion: tls.VersionTLS10},
		Settings: tlsrsakex(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.22"), Want: oldStackConnects()},
			{When: harness.Go(">=1.27").GODEBUG("tlsrsakex=1"), Want: diesOf("tlsrsakex", "1")},
			{When: harness.AnyGo().GODEBUG("tlsrsakex=1"), Want: oldStackConnects()},
			{When: harness.Go("<1.27").GoLine("<1.22"), Want: oldStackConnects()},
			{Want: handshakeFailure()},
		},
	}
}

func oldStackSuites() harness.Scenario {
	return harness.Scenario{
		Name:   "tls10-old-stack-suites",
		Claim:  "tls.Config.CipherSuites alone brings the error of Go 1.18 back.",
		Source: go118TLS10 + "; " + go122Notes,
		Server: fixtures.TLS10RSAKeyExchange(),
		Client: harness.Client{CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_256_CBC_SHA}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.18"), Want: oldStackConnects()},
			{Want: selectedUnsupported("301")},
		},
	}
}

func oldStackMinVersionAndSuites() harness.Scenario {
	return harness.Scenario{
		Name:   "tls10-old-stack-min-version-and-suites",
		Claim:  "Both together reach it in every release.",
		Source: go118TLS10 + "; " + go122Notes,
		Server: fixtures.TLS10RSAKeyExchange(),
		Client: harness.Client{MinVersion: tls.VersionTLS10, CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_256_CBC_SHA}},
		Rules:  []harness.Rule{{Want: oldStackConnects()}},
	}
}
