package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/peers"
)

// AES256SHA256 is the story that legacytls began with: a partner's server that
// has only AES256-SHA256, and what people try.
func AES256SHA256() Table {
	return Table{
		Name:  "aes256-sha256",
		Title: "A server that has only AES256-SHA256 (0x003D): what people try, and what helps",
		Scenarios: []harness.Scenario{
			aes256SHA256Unreachable(),
			aes256SHA256AllSuites(),
			aes256SHA256Constant(),
			aes256SHAWorkaround(),
			ecdheCure(),
		},
	}
}

const aes256Source = "crypto/tls has no such suite: src/crypto/tls/cipher_suites.go of every release"

func aes256SHA256Unreachable() harness.Scenario {
	return harness.Scenario{
		Name:    "aes256-sha256-unreachable",
		Claim:   "No Go release reaches a server that has only AES256-SHA256, with any setting or go line; all one sees is handshake failure.",
		Source:  aes256Source,
		Server:  fixtures.AES256SHA256Only(),
		Backend: peers.SuiteRefuser(),
		Settings: []harness.Settings{
			{},
			{GODEBUG: "tlsrsakex=1,tls3des=1"},
			{GoLine: "1.21"},
		},
		Rules: []harness.Rule{
			{When: harness.Go(">=1.27").GODEBUG("tlsrsakex=1"), Want: harness.DoesNotStart("fatal error: removed GODEBUG")},
			{Want: handshakeFailure()},
		},
	}
}

func aes256SHA256AllSuites() harness.Scenario {
	return harness.Scenario{
		Name:    "aes256-sha256-all-suites",
		Claim:   "Nor does a client that names every suite of crypto/tls and 0x003D in tls.Config.CipherSuites: ids that it does not implement are dropped silently.",
		Source:  aes256Source,
		Server:  fixtures.AES256SHA256Only(),
		Backend: peers.SuiteRefuser(),
		Client:  harness.Client{CipherSuites: append(implementedSuites(), 0x003D)},
		Rules:   []harness.Rule{{Want: handshakeFailure()}},
	}
}

func aes256SHA256Constant() harness.Scenario {
	return harness.Scenario{
		Name:   "aes256-sha256-constant",
		Claim:  "tls.TLS_RSA_WITH_AES_256_CBC_SHA256 does not compile in any Go release, unlike its SHA-1 sibling.",
		Source: aes256Source,
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

// implementedSuites are all suites below TLS 1.3 that any crypto/tls has.
func implementedSuites() []uint16 {
	var ids []uint16
	for _, s := range fixtures.Suites() {
		if s.Go != "" && !s.TLS13() {
			ids = append(ids, s.ID)
		}
	}
	return ids
}
