package harness_test

import (
	"crypto/tls"
	"testing"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// The table that the README shows, as a user has it.
func TestOldGateway(t *testing.T) {
	gateway := fixtures.RSAKeyExchangeOnly() // or fixtures.Load("gateway.yaml")
	gateway.Name, gateway.Suites = "old-gateway", []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}

	harness.RunScenarios(t, harness.Matrix{Go: []string{"1.21", "1.26", "1.27"}}, harness.Scenario{
		Name: "workaround", Claim: "With a setting we reach it until Go 1.27.", Source: "ticket 4711",
		Server:   gateway,
		Settings: []harness.Settings{{GODEBUG: "tlsrsakex=1"}},
		Rules: []harness.Rule{ // the first that matches decides
			{When: harness.Go("<1.27"), Want: harness.Connects(tls.TLS_RSA_WITH_AES_128_CBC_SHA)},
			{Want: harness.DoesNotStart("removed GODEBUG")},
		},
	})
}
