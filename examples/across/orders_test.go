package across_test

import (
	"context"
	"testing"

	"example.com/across"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// What the next Go releases make of a client and of the setting that it is run with
// today. A build that comes to no test has a rule: Go 1.27 has removed the setting.
func TestOrdersAcrossGoReleases(t *testing.T) {
	harness.Across(t, harness.Matrix{
		Go:      []string{"1.21", "1.25", "1.26", "1.27"},
		GODEBUG: []string{"", "tlsrsakex=1"},
	}, ordersFromAnOldServer, harness.Rule{
		When: harness.Go(">=1.27").GODEBUG("tlsrsakex=1"),
		Want: harness.DoesNotStart(`removed GODEBUG "tlsrsakex"`),
	})
}

// What another go line in go.mod makes of it, with the same release.
func TestOrdersAcrossGoLines(t *testing.T) {
	harness.Across(t, harness.Matrix{
		Go:     []string{"1.26"},
		GoLine: []string{"1.21", "1.22"},
	}, ordersFromAnOldServer)
}

// ordersFromAnOldServer is the test that each build runs.
func ordersFromAnOldServer(t *testing.T, b harness.Build) {
	srv := harness.Start(t, fixtures.AES256SHAOnly())

	_, err := across.Orders(context.Background(), srv.URL, srv.Roots)

	if offersRSAKeyExchange(b) {
		harness.RequireConnects(t, srv, err)
	} else {
		harness.RequireRefused(t, srv, err, harness.RemoteAlert(harness.HandshakeFailure))
	}
}

// offersRSAKeyExchange says which builds offer a suite that the server has: those
// before Go 1.22, and until 1.26 those with an older go line or with the setting.
func offersRSAKeyExchange(b harness.Build) bool {
	return harness.Go("<1.22").Matches(b) ||
		harness.Go("<1.27").GoLine("<1.22").Matches(b) ||
		harness.Go("<1.27").GODEBUG("tlsrsakex=1").Matches(b)
}
