package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/harness"
)

// postQuantum124: "crypto/tls now supports the new post-quantum X25519MLKEM768
// key exchange", and no X25519Kyber768Draft00 any more.
func postQuantum124() []harness.Scenario {
	return []harness.Scenario{
		helloMLKEM(),
		helloMLKEMMaxVersion(),
		helloMLKEMCurvePreferences(),
		mlkemPreferred(),
		mlkemOnly(),
		mlkemForGo123(),
		serverPostQuantumFirst(),
	}
}

// tlsmlkem are the ways to make and run a program that decide about
// X25519MLKEM768.
func tlsmlkem() []harness.Settings {
	return []harness.Settings{
		{},
		{GODEBUG: "tlsmlkem=0"},
		{GoLine: "1.23"},
	}
}

func helloMLKEM() harness.Scenario {
	return harness.Scenario{
		Name:     "hello-mlkem",
		Claim:    "Clients offer X25519MLKEM768 first and send a key share of it, which makes the ClientHello larger than a TCP segment; tlsmlkem=0 and a go line before 1.24 turn it off.",
		Source:   go124TLS,
		Server:   anyServer(),
		Settings: append(tlsmlkem(), harness.Settings{GoLine: "1.22"}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.23"), Want: smallHello(classicGroups()...)},
			{When: harness.Go("1.23").GoLine("<1.23"), Want: smallHello(classicGroups()...)},
			{When: harness.Go("1.23"), Want: postQuantumHello(x25519Kyber768)},
			{When: harness.AnyGo().GODEBUG("tlsmlkem=0"), Want: smallHello(classicGroups()...)},
			{When: harness.AnyGo().GoLine("<1.24"), Want: smallHello(classicGroups()...)},
			{When: harness.Go("<1.26"), Want: postQuantumHello(x25519MLKEM768)},
			{Want: postQuantumHello(x25519MLKEM768, secP256r1MLKEM768, secP384r1MLKEM1024)},
		},
	}
}

func helloMLKEMMaxVersion() harness.Scenario {
	return harness.Scenario{
		Name:   "hello-mlkem-max-version",
		Claim:  "tls.Config.MaxVersion of TLS 1.2 keeps the ClientHello small in every release: post-quantum groups are for TLS 1.3.",
		Source: go124TLS,
		Server: anyServer(),
		Client: harness.Client{MaxVersion: tls.VersionTLS12},
		Rules:  []harness.Rule{{Want: smallHello(classicGroups()...)}},
	}
}

func helloMLKEMCurvePreferences() harness.Scenario {
	return harness.Scenario{
		Name:   "hello-mlkem-curve-preferences",
		Claim:  "So does tls.Config.CurvePreferences without a post-quantum group.",
		Source: go124TLS,
		Server: anyServer(),
		Client: harness.Client{Groups: []tls.CurveID{tls.X25519}},
		Rules:  []harness.Rule{{Want: smallHello(tls.X25519)}},
	}
}

func mlkemPreferred() harness.Scenario {
	return harness.Scenario{
		Name:     "mlkem",
		Claim:    "With a server that has both, keys are exchanged on X25519MLKEM768 since Go 1.24, on X25519 before and with tlsmlkem=0.",
		Source:   go124TLS,
		Server:   groupsOnly("tls13-x25519mlkem768-and-x25519", x25519MLKEM768, tls.X25519),
		PeerGo:   "1.24",
		Settings: tlsmlkem(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: unsupportedVersion()},
			{When: harness.Go(">=1.24").GODEBUG("tlsmlkem=0"), Want: connectsOn(tls.X25519)},
			{When: harness.Go(">=1.24").GoLine(">=1.24"), Want: connectsOn(x25519MLKEM768)},
			{Want: connectsOn(tls.X25519)},
		},
	}
}

func mlkemOnly() harness.Scenario {
	return harness.Scenario{
		Name:     "mlkem-only",
		Claim:    "A server that insists on X25519MLKEM768 is reached since Go 1.24, and not with tlsmlkem=0 or a go line before 1.24.",
		Source:   go124TLS,
		Server:   groupsOnly("tls13-x25519mlkem768-only", x25519MLKEM768),
		PeerGo:   "1.24",
		Settings: tlsmlkem(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: unsupportedVersion()},
			{When: harness.Go(">=1.24").GODEBUG("tlsmlkem=0"), Want: handshakeFailure()},
			{When: harness.Go(">=1.24").GoLine(">=1.24"), Want: connectsOn(x25519MLKEM768)},
			{Want: handshakeFailure()},
		},
	}
}

func mlkemForGo123() harness.Scenario {
	return harness.Scenario{
		Name:     "mlkem-for-go123",
		Claim:    "A server of Go 1.23 that has X25519Kyber768Draft00 gets X25519 from all other releases; with a go line of 1.23 a newer release does not even offer what took its place.",
		Source:   go124TLS + ", https://go.dev/doc/godebug#go-124",
		Server:   groupsOnly("tls13-x25519kyber768draft00-and-x25519", x25519Kyber768, tls.X25519),
		PeerGo:   "1.23",
		Settings: []harness.Settings{{}, {GoLine: "1.23"}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: unsupportedVersion()},
			{When: harness.Go("1.23"), Want: connectsOn(x25519Kyber768)},
			{When: harness.Go(">=1.24").GoLine(">=1.24"), Want: harness.All(connectsOn(tls.X25519), harness.HelloOver(oneSegment))},
			{Want: harness.All(connectsOn(tls.X25519), harness.HelloUpTo(512))},
		},
	}
}

func serverPostQuantumFirst() harness.Scenario {
	x25519 := harness.Answers(harness.In(tls.VersionTLS13), harness.WithGroup(tls.X25519))
	return harness.Scenario{
		Name:     "server-post-quantum-first",
		Claim:    "A client that lists X25519MLKEM768 but sends a key share of X25519 alone is asked for one of X25519MLKEM768 since Go 1.24, which costs a round trip.",
		Source:   "src/crypto/tls/handshake_server_tls13.go of Go 1.24, processClientHello",
		GoServer: &harness.GoServer{},
		Raw:      hello13On(shareOfX25519(), x25519MLKEM768, tls.X25519),
		Settings: tlsmlkem(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: unsupportedClientVersion("[304]")},
			{When: harness.Go(">=1.24").GODEBUG("tlsmlkem=0"), Want: x25519},
			{When: harness.Go(">=1.24").GoLine(">=1.24"), Want: harness.Answers(harness.In(tls.VersionTLS13), harness.AskingFor(x25519MLKEM768))},
			{Want: x25519},
		},
	}
}
