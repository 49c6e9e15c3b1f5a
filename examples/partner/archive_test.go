package partner_test

import (
	"context"
	"testing"

	"example.com/partner"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// A breakage that everybody knows of is pinned: the partner's archive speaks TLS
// 1.0 alone, which no client since Go 1.18 takes. The test fails when that is over,
// or when another reason comes first.
func TestTheArchiveIsOutOfReach(t *testing.T) {
	srv := harness.Start(t, fixtures.TLS10ECDHE())

	err := partner.NewClient(srv.URL, partner.WithRoots(srv.Roots)).Ping(context.Background())

	harness.RequireRefused(t, srv, err, harness.LocalAlert(harness.ProtocolVersion))
}
