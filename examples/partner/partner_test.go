package partner_test

import (
	"context"
	"testing"

	"example.com/partner"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

func TestPartnerLogin(t *testing.T) {
	srv := harness.Start(t, fixtures.RSAKeyExchangeOnly())

	client := partner.NewClient(srv.URL, partner.WithRoots(srv.Roots))
	err := client.Ping(context.Background())

	harness.RequireConnects(t, srv, err)
}
