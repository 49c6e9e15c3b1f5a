package m

import (
	"crypto/tls"
	"runtime"
	"testing"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

var matrix = harness.Matrix{Go: []string{"1.22", "1.27"}}

// What it tells: the release, the go line, and whether a server with RSA key exchange alone
// takes a default client.
func TestTells(t *testing.T) {
	harness.Across(t, matrix, func(t *testing.T, b harness.Build) {
		srv := harness.Start(t, fixtures.RSAKeyExchangeOnly(), harness.WithLines(nil))
		conn, err := tls.Dial("tcp", srv.Addr, &tls.Config{RootCAs: srv.Roots, ServerName: "localhost"})
		if err == nil {
			err = conn.Close()
		}
		t.Logf("%s, go line %s, GODEBUG %q: %v", runtime.Version(), b.GoLine, b.GODEBUG, err)
	})
}
