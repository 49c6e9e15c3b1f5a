package partner_test

import (
	"context"
	"testing"

	"example.com/partner"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// A protocol of lines needs a function from line to line. For any other there
// is harness.WithConn.
func TestTheDirectoryKnowsGopher(t *testing.T) {
	srv := harness.Start(t, fixtures.WindowsServer2012R2(), harness.WithLines(func(line string) string {
		if line == "MAIL gopher" {
			return "250 gopher@partner.test"
		}
		return "550 no such user"
	}))

	mail, err := partner.MailOf(context.Background(), srv.Addr, "gopher", partner.WithRoots(srv.Roots))

	harness.RequireConnects(t, srv, err)
	if mail != "gopher@partner.test" {
		t.Errorf("gopher has the mail address %q", mail)
	}
}
