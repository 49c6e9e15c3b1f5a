package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/harness"
)

const go126TLS = "https://go.dev/doc/go1.26#cryptotlspkgcryptotls"

// Go126 is what Go 1.26 changed for TLS connections.
func Go126() Table {
	return Table{
		Name:  "go1.26",
		Title: "Go 1.26: SecP256r1MLKEM768 and SecP384r1MLKEM1024 by default",
		Scenarios: []harness.Scenario{
			helloSecPMLKEM(),
			secPMLKEMOnly("secp256r1-mlkem768-only", "tls13-secp256r1mlkem768-only", secP256r1MLKEM768),
			secPMLKEMOnly("secp384r1-mlkem1024-only", "tls13-secp384r1mlkem1024-only", secP384r1MLKEM1024),
			serverSecPMLKEM(),
		},
	}
}

// tlssecpmlkem are the ways to make and run a program that decide about the
// post-quantum groups with NIST curves.
func tlssecpmlkem() []harness.Settings {
	return []harness.Settings{
		{},
		{GODEBUG: "tlssecpmlkem=0"},
		{GODEBUG: "tlsmlkem=0"},
		{GoLine: "1.25"},
	}
}

// tlssecpmlkemRules are the rules for everything that these groups decide;
// old is for Go 1.12, which has no TLS 1.3.
func tlssecpmlkemRules(old, without, with harness.Expectation) []harness.Rule {
	return []harness.Rule{
		{When: harness.Go("<1.13"), Want: old},
		{When: harness.AnyGo().GODEBUG("tlssecpmlkem=0"), Want: without},
		{When: harness.AnyGo().GODEBUG("tlsmlkem=0"), Want: without},
		{When: harness.AnyGo().GoLine("<1.26"), Want: without},
		{Want: with},
	}
}

func helloSecPMLKEM() harness.Scenario {
	with := postQuantumHello(x25519MLKEM768, secP256r1MLKEM768, secP384r1MLKEM1024)
	without := postQuantumHello(x25519MLKEM768)
	small := smallHello(classicGroups()...)
	return harness.Scenario{
		Name:     "hello-secp-mlkem",
		Claim:    "Clients offer SecP256r1MLKEM768 and SecP384r1MLKEM1024 since Go 1.26, without key shares of them; tlssecpmlkem=0, tlsmlkem=0 and a go line before 1.26 turn them off.",
		Source:   go126TLS,
		Server:   anyServer(),
		Settings: tlssecpmlkem(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.23"), Want: small},
			{When: harness.Go("<1.24"), Want: postQuantumHello(x25519Kyber768)},
			{When: harness.AnyGo().GODEBUG("tlsmlkem=0"), Want: small},
			{When: harness.AnyGo().GODEBUG("tlssecpmlkem=0"), Want: without},
			{When: harness.AnyGo().GoLine("<1.26"), Want: without},
			{Want: with},
		},
	}
}

func secPMLKEMOnly(name, profile string, group tls.CurveID) harness.Scenario {
	return harness.Scenario{
		Name:     name,
		Claim:    "A server that insists on this group is reached since Go 1.26, after a HelloRetryRequest, and not with tlssecpmlkem=0, tlsmlkem=0 or a go line before 1.26.",
		Source:   go126TLS,
		Server:   groupsOnly(profile, group),
		PeerGo:   "1.26",
		Settings: tlssecpmlkem(),
		Rules:    tlssecpmlkemRules(unsupportedVersion(), handshakeFailure(), connectsOn(group)),
	}
}

func serverSecPMLKEM() harness.Scenario {
	return harness.Scenario{
		Name:     "server-secp-mlkem",
		Claim:    "A client that lists SecP256r1MLKEM768 but sends a key share of X25519 alone is asked for one of SecP256r1MLKEM768 since Go 1.26.",
		Source:   go126TLS,
		GoServer: &harness.GoServer{},
		Raw:      hello13On(shareOfX25519(), secP256r1MLKEM768, tls.X25519),
		Settings: tlssecpmlkem(),
		Rules: tlssecpmlkemRules(
			unsupportedClientVersion("[304]"),
			harness.Answers(harness.In(tls.VersionTLS13), harness.WithGroup(tls.X25519)),
			harness.Answers(harness.In(tls.VersionTLS13), harness.AskingFor(secP256r1MLKEM768)),
		),
	}
}
