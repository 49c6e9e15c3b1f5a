package foreign

import (
	"context"
	"encoding/xml"
	"fmt"
	"strconv"
	"testing"

	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/wire"
)

// SSLScan returns sslscan. It lists suites of TLS 1.0 to 1.3; of SSL 3.0 it says
// only whether it is spoken. It may die without a word when a server closes the
// connection early, which is an error.
func SSLScan(tb testing.TB) *Scanner {
	tb.Helper()
	path, files := needs.Command(tb, needs.SSLScan), newFolder(tb.TempDir())
	scanner := &Scanner{name: "sslscan", read: readSSLScan, skips: []uint16{wire.VersionSSL30}}
	scanner.run = func(ctx context.Context, addr string) (string, error) {
		env, err := opensslEnv(files, Request{AllowUnsafe: true})
		if err != nil {
			return "", err
		}
		return run(ctx, env, path, "--xml=-", "--no-colour", "--no-heartbleed", "--no-groups", "--no-check-certificate", addr)
	}
	return scanner
}

// readSSLScan reads the ciphers from the XML of sslscan.
func readSSLScan(out string) (Accepted, error) {
	var document struct {
		Ciphers []struct {
			Version string `xml:"sslversion,attr"`
			ID      string `xml:"id,attr"`
		} `xml:"ssltest>cipher"`
	}
	if err := xml.Unmarshal([]byte(out), &document); err != nil {
		return nil, fmt.Errorf("XML expected: %w; got:\n%s", err, out)
	}
	found := make(finding)
	for _, c := range document.Ciphers {
		id, err := strconv.ParseUint(c.ID, 0, 16)
		version := scannerVersion(c.Version)
		if err != nil || version == 0 {
			return nil, fmt.Errorf("no cipher suite is %q in %q", c.ID, c.Version)
		}
		found.add(version, uint16(id))
	}
	return found.accepted(), nil
}
