package partner_test

import (
	"context"
	"testing"

	"example.com/partner"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// A workaround is tested by its being needed: the partner's load balancer resets
// connections with a ClientHello of more than one segment. We start with
// GODEBUG=tlsmlkem=0; the test fails on the day when that helps no more.
//
// The go line of this module is too old for the large ClientHello, so that nothing
// would be needed. The setting in the first line undoes that, as go line 1.24 will.
func TestTheBalancerNeedsASmallClientHello(t *testing.T) {
	t.Setenv("GODEBUG", "tlsmlkem=1")
	srv := harness.Start(t, fixtures.HelloOver1SegmentIntolerant())

	harness.RequireNeeded(t, "tlsmlkem=0", func(testing.TB) error {
		return partner.NewClient(srv.URL, partner.WithRoots(srv.Roots)).Ping(context.Background())
	})
}
