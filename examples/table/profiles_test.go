package devices

import (
	"crypto/tls"
	"testing"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
)

// meter is the electricity meter that the project reads. Its firmware is not
// updated any more.
func meter() fixtures.Profile {
	return fixtures.Profile{
		Name:        "meter",
		Title:       "an electricity meter of 2014",
		Source:      "a capture of its handshakes",
		MinVersion:  tls.VersionTLS10,
		MaxVersion:  tls.VersionTLS12,
		Suites:      []uint16{tls.TLS_RSA_WITH_AES_256_CBC_SHA, tls.TLS_RSA_WITH_AES_128_CBC_SHA},
		Certificate: certs.Spec{Hosts: []string{"meter.test", "127.0.0.1"}},
		Refusal:     fixtures.Refusal{Kind: fixtures.RefuseClose},
		Quirks:      fixtures.Quirks{NoExtendedMasterSecret: true},
	}
}

// boiler is in a file, so that legacytls serve and legacytls try take it as well.
func boiler(t *testing.T) fixtures.Profile {
	t.Helper()
	p, err := fixtures.Load("testdata/boiler.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return p
}
