package scenarios

import (
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"math/big"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// smallRSAKeys: signing and verifying "now return an error if a key smaller
// than 1024 bits is used".
func smallRSAKeys() []harness.Scenario {
	return []harness.Scenario{
		smallRSAKey("rsa-512", "512", certified("rsa-512")),
		smallRSAKey("rsa-768", "768", certified("rsa-768")),
		smallRSAKey("rsa-1023", "1023", certified("rsa-1023")),
		smallRSAKey("rsa-1016", "1016", certified("rsa-1016")),
		smallRSAKeyTLS13(),
		smallRSAKeyExchange("rsa-512-key-exchange", "512", certs.RSA512),
		smallRSAKeyExchange("rsa-768-key-exchange", "768", certs.RSA768),
		smallRSAKeyExchange("rsa-1016-key-exchange", "1016", certs.RSA1016),
		rsa1024(),
		smallRSAKeyInsecureSkipVerify(),
		smallRSAIssuer(),
		impossibleRSAKey("rsa-even-exponent", "public exponent", certified("rsa-exponent-even")),
		impossibleRSAKey("rsa-even-modulus", "public modulus", certifiedEvenModulus()),
		serverSmallRSAKey("server-rsa-1023", tls.VersionTLS12, "tls: failed to sign ECDHE parameters: crypto/rsa: 1023-bit keys are insecure", harness.HandshakeFailure),
		serverSmallRSAKey("server-rsa-1023-tls13", tls.VersionTLS13, "tls: failed to sign handshake: crypto/rsa: 1023-bit keys are insecure", harness.InternalError),
	}
}

// rsa1024min are the ways to make and run a program that decide about small
// RSA keys.
func rsa1024min() []harness.Settings {
	return []harness.Settings{
		{},
		{GODEBUG: "rsa1024min=0"},
		{GoLine: "1.23"},
		{Setenv: "rsa1024min=0"},
	}
}

func smallRSAKey(name, bits string, server fixtures.Profile) harness.Scenario {
	return harness.Scenario{
		Name:     name,
		Claim:    "A server whose RSA key has " + bits + " bits is refused since Go 1.24, for its signature; rsa1024min=0 and a go line before 1.24 allow it.",
		Source:   go124RSA,
		Server:   server,
		Settings: rsa1024min(),
		Rules:    smallRSAKeyRules(bits, harness.IllegalParameter),
	}
}

func smallRSAKeyRules(bits string, alert harness.AlertCode) []harness.Rule {
	return append(rsa1024minAllows(), harness.Rule{Want: harness.Refused(
		harness.LocalAlert(alert),
		harness.ErrorText("tls: invalid signature by the server certificate: crypto/rsa: "+bits+"-bit keys are insecure"))})
}

// rsa1024minAllows are the rules for builds that take small keys.
func rsa1024minAllows() []harness.Rule {
	return []harness.Rule{
		{When: harness.AnyGo().GoLine("<1.24"), Want: harness.Connects()},
		{When: harness.AnyGo().GODEBUG("rsa1024min=0"), Want: harness.Connects()},
		{When: harness.AnyGo().Setenv("rsa1024min=0"), Want: harness.Connects()},
	}
}

// smallRSAKeyExchange: the client encrypts with the key instead of checking a
// signature.
func smallRSAKeyExchange(name, bits string, key certs.Key) harness.Scenario {
	server := variation(fixtures.AES128SHAOnly(), "aes128-sha-"+string(key), "AES128-SHA with an "+string(key)+" key", func(p *fixtures.Profile) {
		p.Certificate.Key = key
	})
	return harness.Scenario{
		Name:     name,
		Claim:    "So is one with RSA key exchange, for which the client cannot encrypt.",
		Source:   go124RSA,
		Server:   server,
		Client:   harness.Client{CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}},
		Settings: rsa1024min(),
		Rules: append(rsa1024minAllows(), harness.Rule{Want: harness.Refused(
			harness.LocalAlert(harness.InternalError),
			harness.ErrorText("crypto/rsa: "+bits+"-bit keys are insecure"))}),
	}
}

func smallRSAKeyTLS13() harness.Scenario {
	return harness.Scenario{
		Name:     "rsa-768-tls13",
		Claim:    "TLS 1.3 is no different.",
		Source:   go124RSA,
		Server:   certifiedTLS13("rsa-768"),
		Settings: rsa1024min(),
		Rules: append([]harness.Rule{{When: harness.Go("<1.13"), Want: unsupportedVersion()}},
			smallRSAKeyRules("768", harness.DecryptError)...),
	}
}

func rsa1024() harness.Scenario {
	return harness.Scenario{
		Name:   "rsa-1024",
		Claim:  "A server whose RSA key has 1024 bits is reached by every release.",
		Source: go124RSA,
		Server: certified("rsa-1024"),
		Rules:  []harness.Rule{{Want: harness.Connects()}},
	}
}

func smallRSAKeyInsecureSkipVerify() harness.Scenario {
	return harness.Scenario{
		Name:     "rsa-1023-insecure-skip-verify",
		Claim:    "tls.Config.InsecureSkipVerify does not allow small keys: the signature of the handshake is checked all the same.",
		Source:   go124RSA,
		Server:   certified("rsa-1023"),
		Client:   harness.Client{InsecureSkipVerify: true},
		Settings: rsa1024min(),
		Rules:    smallRSAKeyRules("1023", harness.IllegalParameter),
	}
}

func smallRSAIssuer() harness.Scenario {
	return harness.Scenario{
		Name:     "rsa-768-issuer",
		Claim:    "A certificate that an authority with an RSA key of 768 bits has signed is of an unknown authority since Go 1.24, unless rsa1024min=0 or an old go line allows it.",
		Source:   go124RSA,
		Server:   certified("rsa-768-root"),
		Settings: rsa1024min(),
		Rules: append(rsa1024minAllows(), harness.Rule{Want: harness.FailsVerification(
			harness.ErrorText(unknownAuthority),
			harness.ErrorText("crypto/rsa: 768-bit keys are insecure"))}),
	}
}

// impossibleRSAKey: "crypto/rsa now returns an error if ... the key is
// invalid". No server can have such a key, so one shows it and signs with another.
func impossibleRSAKey(name, even string, server fixtures.Profile) harness.Scenario {
	return harness.Scenario{
		Name:   name,
		Claim:  "An RSA key with an even " + even + ", which cannot be, is refused for that since Go 1.24, and for the signature that does not fit before.",
		Source: go124RSA,
		Server: server,
		Rules: []harness.Rule{
			{When: harness.Go("<1.24"), Want: harness.Refused(harness.LocalAlert(harness.UnexpectedMessage), harness.ErrorText("crypto/rsa: verification error"))},
			{Want: harness.Refused(
				harness.LocalAlert(harness.IllegalParameter),
				harness.ErrorText("tls: invalid signature by the server certificate: crypto/rsa: "+even+" is even"))},
		},
	}
}

// certifiedEvenModulus is a server that shows an RSA key with an even modulus.
func certifiedEvenModulus() fixtures.Profile {
	modulus := new(big.Int).Lsh(big.NewInt(3), 2046)
	key, err := x509.MarshalPKIXPublicKey(&rsa.PublicKey{N: modulus, E: 65537})
	if err != nil {
		panic(err)
	}
	p := certified("rsa-exponent-even")
	p.Name = "tls12-rsa-modulus-even"
	p.Title = "TLS 1.2 with an RSA key that has an even modulus"
	p.Certificate = certs.Spec{Name: "rsa-modulus-even", Form: certs.Form{PublicKey: key}}
	return p
}

func serverSmallRSAKey(name string, version uint16, text string, alert harness.AlertCode) harness.Scenario {
	rules := []harness.Rule{
		{When: harness.AnyGo().GoLine("<1.24"), Want: harness.Connects()},
		{When: harness.AnyGo().GODEBUG("rsa1024min=0"), Want: harness.Connects()},
		{Want: harness.Refused(harness.LocalAlert(alert), harness.ErrorText(text))},
	}
	if version == tls.VersionTLS13 {
		rules = append([]harness.Rule{{When: harness.Go("<1.13"), Want: unsupportedClientVersion("[304]")}}, rules...)
	}
	return harness.Scenario{
		Name:     name,
		Claim:    "A server with an RSA key of 1023 bits starts, and fails to sign its first handshake since Go 1.24; rsa1024min=0 and a go line before 1.24 allow it.",
		Source:   go124RSA,
		GoServer: &harness.GoServer{Certificates: []certs.Spec{zoo("rsa-1023")}},
		PeerGo:   "1.23", // the last release that accepts such a server
		Client:   harness.Client{MinVersion: version, MaxVersion: version},
		Settings: []harness.Settings{{}, {GODEBUG: "rsa1024min=0"}, {GoLine: "1.23"}},
		Rules:    rules,
	}
}
