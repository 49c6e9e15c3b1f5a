package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// AES256SHA256 is the story that legacytls began with: a partner's server that
// has only AES256-SHA256, and what people try.
func AES256SHA256() Table {
	return Table{
		Name:  "aes256-sha256",
		Title: "A server that has only AES256-SHA256 (0x003D): what people try, and what helps",
		Scenarios: []harness.Scenario{
			unreachable(fixtures.AES256SHA256Only(), "AES256-SHA256"),
			unreachableWithAllSuites(fixtures.AES256SHA256Only(), "0x003D"),
			aes256SHA256Constant(),
			aes256SHAWorkaround(),
			ecdheCure(),
		},
	}
}

func aes256SHA256Constant() harness.Scenario {
	return harness.Scenario{
		Name:   "aes256-sha256-constant",
		Claim:  "tls.TLS_RSA_WITH_AES_256_CBC_SHA256 does not compile in any Go release, unlike its SHA-1 sibling.",
		Source: cipherSuitesSource,
		Server: anyServer(),
		Settings: []harness.Settings{
			{Uses: "TLS_RSA_WITH_AES_256_CBC_SHA256"},
			{Uses: "TLS_RSA_WITH_AES_256_CBC_SHA"},
		},
		Rules: []harness.Rule{
			{
				When: harness.AnyGo().Uses("TLS_RSA_WITH_AES_256_CBC_SHA256"),
				Want: harness.DoesNotBuild("undefined: tls.TLS_RSA_WITH_AES_256_CBC_SHA256"),
			},
			{Want: harness.Connects()},
		},
	}
}

func aes256SHAWorkaround() harness.Scenario {
	return harness.Scenario{
		Name:   "aes256-sha-explicit-suites",
		Claim:  "Where Go has the server's suite, as with AES256-SHA (0x0035), naming it in tls.Config.CipherSuites works in every release.",
		Source: go122Notes,
		Server: fixtures.AES256SHAOnly(),
		Client: harness.Client{CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_256_CBC_SHA}},
		Rules:  []harness.Rule{{Want: harness.Connects(tls.TLS_RSA_WITH_AES_256_CBC_SHA)}},
	}
}

func ecdheCure() harness.Scenario {
	server := fixtures.RSAKeyExchangeOnly()
	server.Name = "rsa-key-exchange-with-ecdhe"
	server.Title = "RSA key exchange, cured by one ECDHE suite"
	server.Suites = append([]uint16{tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384}, server.Suites...)
	server.Groups = []tls.CurveID{tls.CurveP256}
	return harness.Scenario{
		Name:   "ecdhe-cure",
		Claim:  "One ECDHE suite on the server cures it: every build connects with its defaults.",
		Source: go122Notes,
		Server: server,
		Rules:  []harness.Rule{{Want: harness.Connects(tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)}},
	}
}
