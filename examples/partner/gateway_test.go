package partner_test

import (
	"context"
	"testing"

	"example.com/partner"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// What the partner's gateway speaks is written down in a file, which the command
// line takes as well: legacytls try testdata/gateway.yaml
func TestTheGatewayTakesOrders(t *testing.T) {
	gateway, err := fixtures.Load("testdata/gateway.yaml")
	if err != nil {
		t.Fatal(err)
	}
	srv := harness.Start(t, gateway)

	client := partner.NewClient(srv.URL, partner.WithRoots(srv.Roots), partner.WithGatewaySuites())
	err = client.Ping(context.Background())

	harness.RequireConnects(t, srv, err)
}
