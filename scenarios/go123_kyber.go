package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

// x25519Kyber768 is X25519Kyber768Draft00, which only Go 1.23 has, without a
// name for it in crypto/tls (draft-tls-westerbaan-xyber768d00-02).
const x25519Kyber768 = 0x6399

// oneSegment is what fits into one TCP segment on Ethernet, with the timestamps option
// of TCP, oneSegmentHello the largest ClientHello that does, behind the header of a
// record.
const (
	oneSegment      = 1448
	oneSegmentHello = oneSegment - 5
)

// kyberDraft is the experimental post-quantum key exchange, and the servers that
// could not cope with the size of it.
func kyberDraft() []harness.Scenario {
	return []harness.Scenario{
		helloKyber(),
		helloKyberCurvePreferences(),
		kyber(),
		largeHelloOneRead(),
		largeHelloOneReadMaxVersion(),
	}
}

// tlskyber are the ways to make and run a program that decide about it.
func tlskyber() []harness.Settings {
	return []harness.Settings{
		{},
		{GODEBUG: "tlskyber=0"},
		{GoLine: "1.22"},
	}
}

func helloKyber() harness.Scenario {
	return harness.Scenario{
		Name:     "hello-kyber",
		Claim:    "In Go 1.23, and in no other release, clients offer X25519Kyber768Draft00 first and share a key of it: the ClientHello has over 1400 bytes; tlskyber=0 and an old go line make it small.",
		Source:   go123Notes,
		Server:   anyServer(),
		Client:   helloOf(harness.Client{}),
		Settings: tlskyber(),
		Rules: []harness.Rule{
			{When: harness.Go(">=1.27").GODEBUG("tlskyber=0"), Want: diesOf("tlskyber", "0")},
			{When: harness.AnyGo().GoLine("<1.23"), Want: smallHello(classicGroups()...)},
			{When: harness.Go("1.23").GODEBUG("tlskyber=0"), Want: smallHello(classicGroups()...)},
			{When: harness.Go("1.23"), Want: postQuantumHello(x25519Kyber768)},
			{Want: offersNoGroup(x25519Kyber768)},
		},
	}
}

func helloKyberCurvePreferences() harness.Scenario {
	return harness.Scenario{
		Name:   "hello-kyber-curve-preferences",
		Claim:  "tls.Config.CurvePreferences, if it is set at all, turns the draft off, and the ClientHello is small in every release.",
		Source: go123Notes,
		Server: anyServer(),
		Client: helloOf(harness.Client{Groups: []tls.CurveID{tls.X25519}}),
		Rules:  []harness.Rule{{Want: smallHello(tls.X25519)}},
	}
}

// kyber is a client that shares a key of the draft alone, and lists X25519
// behind it.
func kyber() harness.Scenario {
	return harness.Scenario{
		Name:     "kyber",
		Claim:    "Servers of Go 1.23 accept X25519Kyber768Draft00; those of all other releases ask for a key share of X25519.",
		Source:   go123Notes,
		GoServer: &harness.GoServer{},
		Raw:      hello13On(wire.KeyShareOf(x25519Kyber768, kyberShare()), x25519Kyber768, tls.X25519),
		Settings: tlskyber(),
		Rules: []harness.Rule{
			// TLS 1.3 is off by default before Go 1.13.
			{When: harness.Go("<1.13"), Want: unsupportedClientVersion("[304]")},
			{When: harness.Go(">=1.27").GODEBUG("tlskyber=0"), Want: diesOf("tlskyber", "0")},
			{When: harness.Go("1.23").GODEBUG("tlskyber=0"), Want: harness.Answers(harness.AskingFor(tls.X25519))},
			{When: harness.Go("1.23").GoLine("1.23"), Want: harness.Answers(harness.WithGroup(x25519Kyber768))},
			{Want: harness.Answers(harness.AskingFor(tls.X25519))},
		},
	}
}

// kyberShare is a public key of X25519 and one of Kyber768, whose coefficients
// may all be zero.
func kyberShare() []byte { return append(x25519Share(), make([]byte, 1184)...) }

// oneRead is a server that was written when every ClientHello fitted into a packet.
func oneRead() fixtures.Profile {
	return variation(anyServer(), "modern-p256-one-read", "Like modern-p256, resets connections with a ClientHello of over 1443 bytes", func(p *fixtures.Profile) {
		p.Quirks = fixtures.Quirks{RefuseHelloOver: oneSegmentHello, Intolerance: resets()}
	})
}

func largeHelloOneRead() harness.Scenario {
	reset := harness.Refused(harness.ErrorText("connection reset by peer"))
	return harness.Scenario{
		Name:   "large-hello-one-read",
		Claim:  "A server that takes what it reads first for the whole ClientHello loses clients since Go 1.23; tlskyber=0 in Go 1.23, tlsmlkem=0 later and a go line of 1.22 bring them back.",
		Source: go123Notes + "; https://tldr.fail",
		Server: oneRead(),
		Settings: []harness.Settings{
			{},
			{GODEBUG: "tlskyber=0"},
			{GODEBUG: "tlsmlkem=0"},
			{GoLine: "1.22"},
		},
		Rules: []harness.Rule{
			{When: harness.AnyGo().GoLine("<1.23"), Want: harness.Connects()},
			{When: harness.Go("1.23").GODEBUG("tlskyber=0"), Want: harness.Connects()},
			{When: harness.Go(">=1.24").GODEBUG("tlsmlkem=0"), Want: harness.Connects()},
			{When: harness.Go(">=1.27").GODEBUG("tlskyber=0"), Want: diesOf("tlskyber", "0")},
			{Want: reset},
		},
	}
}

func largeHelloOneReadMaxVersion() harness.Scenario {
	return harness.Scenario{
		Name:   "large-hello-one-read-max-version",
		Claim:  "tls.Config.MaxVersion of TLS 1.2 reaches such a server in every release.",
		Source: go123Notes + "; https://tldr.fail",
		Server: oneRead(),
		Client: harness.Client{MaxVersion: tls.VersionTLS12},
		Rules:  []harness.Rule{{Want: connectsIn(tls.VersionTLS12)}},
	}
}
