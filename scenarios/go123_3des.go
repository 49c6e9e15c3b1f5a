package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// tls3des are the ways to make and run a program that decide about 3DES.
func tls3des() []harness.Settings {
	return []harness.Settings{
		{},
		{GODEBUG: "tls3des=1"},
		{GODEBUG: "tls3des=0"},
		{GoLine: "1.22"},
	}
}

// tls3desRules are for what needs 3DES and nothing else.
func tls3desRules(with, without harness.Expectation) []harness.Rule {
	return []harness.Rule{
		{When: harness.Go("<1.23"), Want: with},
		{When: harness.Go(">=1.27").GODEBUG("tls3des=1"), Want: diesOf("tls3des", "1")},
		{When: harness.AnyGo().GODEBUG("tls3des=1"), Want: with},
		{When: harness.Go("<1.27").GoLine("<1.23"), Want: with},
		{Want: without},
	}
}

func ecdhe3DES() harness.Scenario {
	return harness.Scenario{
		Name:     "3des-ecdhe",
		Claim:    "Clients no longer offer ECDHE with 3DES by default; tls3des=1 and an old go line brought it back until Go 1.26.",
		Source:   go123Notes,
		Server:   fixtures.ECDHE3DESOnly(),
		Settings: tls3des(),
		Rules:    tls3desRules(harness.Connects(tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA), handshakeFailure()),
	}
}

func server3DES() harness.Scenario {
	return harness.Scenario{
		Name:     "server-3des",
		Claim:    "Servers no longer accept it by default either.",
		Source:   go123Notes,
		GoServer: &harness.GoServer{},
		Client: harness.Client{
			MinVersion:   tls.VersionTLS12,
			MaxVersion:   tls.VersionTLS12,
			CipherSuites: []uint16{tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA},
		},
		Settings: tls3des(),
		Rules:    tls3desRules(harness.Connects(), noCommonSuite()),
	}
}

func hello3DES() harness.Scenario {
	return harness.Scenario{
		Name:     "hello-3des",
		Claim:    "The default ClientHello has no suite with 3DES; tls3des=1 and an old go line brought ECDHE with 3DES back until Go 1.26.",
		Source:   go123Notes,
		Server:   fixtures.TLS12Only(),
		Settings: tls3des(),
		Rules: tls3desRules(
			offersSuite(tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA),
			harness.All(offersNoSuite(tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA), offersNoSuite(tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA))),
	}
}

// rsa3DES is the suite that Go took away twice, for its key exchange and for
// its cipher.
func rsa3DES() harness.Scenario {
	connects := harness.Connects(tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA)
	return harness.Scenario{
		Name:   "3des-rsa",
		Claim:  "RSA key exchange with 3DES takes tlsrsakex=1 in Go 1.22, and tls3des=1 as well until Go 1.26; a go line of 1.21 is both, one of 1.22 is not enough.",
		Source: go122Notes + "; " + go123Notes,
		Server: fixtures.DESCBC3SHAOnly(),
		Settings: []harness.Settings{
			{},
			{GODEBUG: "tls3des=1"},
			{GODEBUG: "tlsrsakex=1"},
			{GODEBUG: "tls3des=1,tlsrsakex=1"},
			{GoLine: "1.21"},
			{GoLine: "1.22"},
		},
		Rules: []harness.Rule{
			{When: harness.Go("<1.22"), Want: connects},
			{When: harness.Go("<1.23").GODEBUG("tlsrsakex=1"), Want: connects},
			{When: harness.Go("<1.27").GODEBUG("tls3des=1,tlsrsakex=1"), Want: connects},
			{When: harness.Go("<1.27").GoLine("<1.22"), Want: connects},
			{When: harness.Go(">=1.27").GODEBUG("tls3des=1"), Want: diesOf("tls3des", "1")},
			{When: harness.Go(">=1.27").GODEBUG("tlsrsakex=1"), Want: diesOf("tlsrsakex", "1")},
			{Want: handshakeFailure()},
		},
	}
}
