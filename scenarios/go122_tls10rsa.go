package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/harness"
)

// A TLS 1.0 server without ECDHE lost its clients twice, to Go 1.18 for the
// version and to Go 1.22 for the suite. Each of the two fields of tls.Config
// that it takes brings only the other error; for both together see go1.27.

func tls10AES128SHAMinVersion() harness.Scenario {
	return harness.Scenario{
		Name:     "tls10-aes128-sha-min-version",
		Claim:    "tls.Config.MinVersion of TLS 1.0 alone reaches a TLS 1.0 server without ECDHE until Go 1.21, and with an old go line until Go 1.26.",
		Source:   go122Notes,
		Server:   insteadOfTLS10AndRSA().Server,
		Client:   harness.Client{MinVersion: tls.VersionTLS10},
		Settings: []harness.Settings{{}, {GoLine: "1.21"}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.22"), Want: harness.Connects()},
			{When: harness.Go("<1.27").GoLine("<1.22"), Want: harness.Connects()},
			{Want: handshakeFailure()},
		},
	}
}

func tls10AES128SHASuites() harness.Scenario {
	return harness.Scenario{
		Name:   "tls10-aes128-sha-suites",
		Claim:  "tls.Config.CipherSuites alone reaches it until Go 1.17.",
		Source: go122Notes,
		Server: insteadOfTLS10AndRSA().Server,
		Client: harness.Client{CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.18"), Want: harness.Connects()},
			{Want: unsupportedVersion()},
		},
	}
}

func setenvTLS10Server() harness.Scenario {
	return harness.Scenario{
		Name:     "setenv-tls10server",
		Claim:    "A server that sets tls10server=1 by os.Setenv is obeyed until Go 1.26; Go 1.27 ignores it.",
		Source:   go122Notes + "; internal/godebug, godebug.go of Go 1.20, Setting.Value",
		GoServer: &harness.GoServer{},
		Client:   oldClient(tls.VersionTLS10),
		Settings: []harness.Settings{{Setenv: "tls10server=1"}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.27"), Want: harness.Connects()},
			{Want: unsupportedClientVersion("[301]")},
		},
	}
}
