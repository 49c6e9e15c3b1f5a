package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

const go122Notes = "https://go.dev/doc/go1.22#minor_library_changes (crypto/tls)"

// Go122 is every TLS sentence of the release notes of Go 1.22, for clients and
// for servers, and what follows from them.
func Go122() Table {
	return Table{
		Name:  "go1.22",
		Title: "Go 1.22 release notes: RSA key exchange, server minimum TLS 1.2, exported keying material",
		Scenarios: append(rsaKeyExchange(),
			serverMinimum(),
			serverMinimumTLS11(),
			serverMinimumConfig(),
			serverMinimumIsNotForClients(),
			clientMinVersion(),
			exportWithoutEMS(),
			exportWithoutEMSOnServer(),
			exportWithEMS(),
			exportTLS13(),
			helloRSAKeyExchange(),
			serverNoGroups(),
			serverNoExtensions(),
			serverSelectsRSAKeyExchange(),
			tls10AES128SHAMinVersion(),
			tls10AES128SHASuites(),
			setenvTLS10Server(),
			oldStack(),
			oldStackMinVersion(),
			oldStackSuites(),
			oldStackMinVersionAndSuites(),
		),
	}
}

// rsaKeyExchange: "cipher suites without ECDHE support are no longer offered by
// either clients or servers during pre-TLS 1.3 handshakes."
func rsaKeyExchange() []harness.Scenario {
	scenarios := []harness.Scenario{
		rsaKeyExchangeOf("rsa-key-exchange", fixtures.RSAKeyExchangeOnly()),
		rsaKeyExchangeOf("rsa-key-exchange-aes128-sha", fixtures.AES128SHAOnly()),
		rsaKeyExchangeOf("rsa-key-exchange-aes256-sha", fixtures.AES256SHAOnly()),
		rsaKeyExchangeOf("rsa-key-exchange-aes128-gcm-sha256", fixtures.AES128GCMSHA256Only()),
		rsaKeyExchangeOf("rsa-key-exchange-aes256-gcm-sha384", fixtures.AES256GCMSHA384Only()),
	}
	return append(scenarios,
		rsaKeyExchangeExplicit(),
		rsaKeyExchangeNeverDefault(),
		serverRSAKeyExchange(),
		serverRSAKeyExchangeExplicit(),
	)
}

// tlsrsakex are the ways to make and run a program that decide about RSA key
// exchange.
func tlsrsakex() []harness.Settings {
	return []harness.Settings{
		{},
		{GODEBUG: "tlsrsakex=1"},
		{GODEBUG: "tlsrsakex=0"},
		{GoLine: "1.21"},
	}
}

func rsaKeyExchangeOf(name string, server fixtures.Profile) harness.Scenario {
	first := server.Suites[0]
	return harness.Scenario{
		Name:     name,
		Claim:    "Clients no longer offer suites without ECDHE by default; tlsrsakex=1 and an old go line brought them back until Go 1.26.",
		Source:   go122Notes,
		Server:   server,
		Settings: tlsrsakex(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.22"), Want: harness.Connects(first)},
			{When: harness.Go(">=1.27").GODEBUG("tlsrsakex=1"), Want: diesOf("tlsrsakex", "1")},
			{When: harness.AnyGo().GODEBUG("tlsrsakex=1"), Want: harness.Connects(first)},
			{When: harness.Go("<1.27").GoLine("<1.22"), Want: harness.Connects(first)},
			{Want: handshakeFailure()},
		},
	}
}

func rsaKeyExchangeExplicit() harness.Scenario {
	return harness.Scenario{
		Name:   "rsa-key-exchange-explicit-suites",
		Claim:  "tls.Config.CipherSuites with an RSA key exchange suite works in every release, whatever tlsrsakex says.",
		Source: go122Notes,
		Server: fixtures.RSAKeyExchangeOnly(),
		Client: harness.Client{CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_GCM_SHA256}},
		Settings: []harness.Settings{
			{},
			{GODEBUG: "tlsrsakex=0"},
		},
		Rules: []harness.Rule{{Want: harness.Connects(tls.TLS_RSA_WITH_AES_128_GCM_SHA256)}},
	}
}

func rsaKeyExchangeNeverDefault() harness.Scenario {
	return harness.Scenario{
		Name:     "rsa-key-exchange-aes128-sha256",
		Claim:    "AES128-SHA256 was never in the default list, so tlsrsakex=1 does not bring it.",
		Source:   "crypto/tls, cipher_suites.go, disabledCipherSuites",
		Server:   fixtures.AES128SHA256Only(),
		Settings: tlsrsakex(),
		Rules: []harness.Rule{
			{When: harness.Go(">=1.27").GODEBUG("tlsrsakex=1"), Want: diesOf("tlsrsakex", "1")},
			{Want: handshakeFailure()},
		},
	}
}

func serverRSAKeyExchange() harness.Scenario {
	return harness.Scenario{
		Name:     "server-rsa-key-exchange",
		Claim:    "Servers no longer accept suites without ECDHE by default; tlsrsakex=1 and an old go line brought them back until Go 1.26.",
		Source:   go122Notes,
		GoServer: &harness.GoServer{},
		Client:   rsaKeyExchangeClient(),
		Settings: tlsrsakex(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.22"), Want: harness.Connects()},
			{When: harness.Go(">=1.27").GODEBUG("tlsrsakex=1"), Want: diesOf("tlsrsakex", "1")},
			{When: harness.AnyGo().GODEBUG("tlsrsakex=1"), Want: harness.Connects()},
			{When: harness.Go("<1.27").GoLine("<1.22"), Want: harness.Connects()},
			{Want: noCommonSuite()},
		},
	}
}

func serverRSAKeyExchangeExplicit() harness.Scenario {
	return harness.Scenario{
		Name:     "server-rsa-key-exchange-explicit-suites",
		Claim:    "A server whose tls.Config.CipherSuites names an RSA key exchange suite accepts it in every release.",
		Source:   go122Notes,
		GoServer: &harness.GoServer{CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}},
		Client:   rsaKeyExchangeClient(),
		Rules:    []harness.Rule{{Want: harness.Connects(tls.TLS_RSA_WITH_AES_128_CBC_SHA)}},
	}
}

// rsaKeyExchangeClient is a TLS 1.2 client that can do RSA key exchange only.
func rsaKeyExchangeClient() harness.Client {
	return harness.Client{
		MinVersion: tls.VersionTLS12,
		MaxVersion: tls.VersionTLS12,
		CipherSuites: []uint16{
			tls.TLS_RSA_WITH_AES_128_GCM_SHA256,
			tls.TLS_RSA_WITH_AES_128_CBC_SHA,
			tls.TLS_RSA_WITH_AES_256_CBC_SHA,
		},
	}
}
