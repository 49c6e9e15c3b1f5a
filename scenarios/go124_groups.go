package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

// groups124: "crypto/tls now ignores the order of Config.CurvePreferences", and
// what became of groups in it that crypto/tls does not have.
func groups124() []harness.Scenario {
	return []harness.Scenario{
		helloGroupOrder(),
		unknownGroupFirst(),
		unknownGroupOnly(),
		serverNoCommonGroup(),
	}
}

func helloGroupOrder() harness.Scenario {
	return harness.Scenario{
		Name:   "hello-group-order",
		Claim:  "The order of tls.Config.CurvePreferences has no meaning: with P-256 before X25519 the key share is one of X25519, where it was one of P-256.",
		Source: go124TLS,
		Server: anyServer(),
		Client: harness.Client{Groups: []tls.CurveID{tls.CurveP256, tls.X25519}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: harness.All(harness.OffersGroups(tls.CurveP256, tls.X25519), harness.SharesKeys())},
			{When: harness.Go("<1.24"), Want: harness.All(harness.OffersGroups(tls.CurveP256, tls.X25519), harness.SharesKeys(tls.CurveP256))},
			{Want: harness.All(harness.OffersGroups(tls.X25519, tls.CurveP256), harness.SharesKeys(tls.X25519))},
		},
	}
}

func unknownGroupFirst() harness.Scenario {
	return harness.Scenario{
		Name:   "unknown-group-first",
		Claim:  "A group in tls.Config.CurvePreferences that crypto/tls does not have is dropped; from Go 1.13 to 1.23 no connection came about with such a one in the first place.",
		Source: "src/crypto/tls/common.go of Go 1.24, Config.curvePreferences",
		Server: anyServer(),
		Client: harness.Client{Groups: []tls.CurveID{unknownGroup, tls.X25519}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: smallHello(unknownGroup, tls.X25519)},
			{When: harness.Go("<1.24"), Want: unsupportedCurve()},
			{Want: smallHello(tls.X25519)},
		},
	}
}

func unknownGroupOnly() harness.Scenario {
	return harness.Scenario{
		Name:   "unknown-group-only",
		Claim:  "With no other group in tls.Config.CurvePreferences a client ends before it has sent anything, in other words in Go 1.13, 1.24 and 1.27; that of 1.12 is refused by the server.",
		Source: "src/crypto/tls/handshake_client.go of Go 1.24 and 1.27, makeClientHello",
		Server: anyServer(),
		Client: harness.Client{Groups: []tls.CurveID{unknownGroup}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: handshakeFailure()},
			{When: harness.Go("<1.24"), Want: unsupportedCurve()},
			{When: harness.Go("<1.27"), Want: noSupportedCurves()},
			{Want: harness.Refused(sentNothing(), harness.ErrorText("tls: no supported key exchange methods (CurveIDs)"))},
		},
	}
}

func serverNoCommonGroup() harness.Scenario {
	refused := func(text string) harness.Expectation {
		return harness.Refused(harness.LocalAlert(harness.HandshakeFailure), harness.ErrorText(text))
	}
	return harness.Scenario{
		Name:     "server-no-common-group",
		Claim:    "Without a common group a server of TLS 1.3 speaks of key exchanges since Go 1.24, of ECDHE curves before.",
		Source:   "src/crypto/tls/handshake_server_tls13.go of Go 1.24, processClientHello",
		GoServer: &harness.GoServer{},
		Raw:      hello13On(wire.NoKeyShares(), unknownGroup),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: unsupportedClientVersion("[304]")},
			{When: harness.Go("<1.24"), Want: refused("tls: no ECDHE curve supported by both client and server")},
			{Want: refused("tls: no key exchanges supported by both client and server")},
		},
	}
}
