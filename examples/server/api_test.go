package api_test

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"testing"

	"example.com/api"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/harness"
)

// callers are the Go releases of the programs that call the API.
func callers() harness.Matrix { return harness.Matrix{Go: []string{"1.12", "1.17", "1.21", "1.27"}} }

// The server is the one of this test; the programs that call it are built by real
// toolchains.
func TestWhoReachesTheAPI(t *testing.T) {
	target := serve(t, func(*tls.Config) {})

	harness.RunScenarios(t, callers(), harness.Scenario{
		Name:   "defaults",
		Claim:  "Programs of all releases reach the API with the defaults of their release.",
		Source: "our own programs",
		Target: target,
		Rules:  []harness.Rule{{Want: harness.Connects()}},
	}, harness.Scenario{
		Name:   "tls10-alone",
		Claim:  "A client of TLS 1.0 is turned away, as by every Go server since 1.22.",
		Source: "https://go.dev/doc/go1.22#minor_library_changes",
		Target: target,
		Client: harness.Client{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS10},
		Rules:  []harness.Rule{{Want: harness.Refused(harness.RemoteAlert(harness.ProtocolVersion))}},
	}, harness.Scenario{
		Name:   "rsa-key-exchange-alone",
		Claim:  "A client that has RSA key exchange alone is turned away, as by every Go server since 1.22.",
		Source: "https://go.dev/doc/go1.22#minor_library_changes",
		Target: target,
		Client: harness.Client{MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_GCM_SHA256}},
		Rules:  []harness.Rule{{Want: harness.Refused(harness.RemoteAlert(harness.HandshakeFailure))}},
	})
}

// What is planned is tried first: who would be lost.
func TestWhoReachesTheAPIWithTLS13Alone(t *testing.T) {
	target := serve(t, func(c *tls.Config) { c.MinVersion = tls.VersionTLS13 })

	harness.RunScenarios(t, callers(), harness.Scenario{
		Name:   "defaults-at-tls13-alone",
		Claim:  "Programs of Go 1.12 would be lost, which has TLS 1.3 only with GODEBUG=tls13=1.",
		Source: "https://go.dev/doc/go1.12#tls_1_3",
		Target: target,
		Rules: []harness.Rule{ // the first that matches decides
			{When: harness.Go("<1.13"), Want: harness.Refused(harness.RemoteAlert(harness.ProtocolVersion))},
			{Want: harness.Connects()},
		},
	})
}

// serve serves the API for the length of the test, with its tls.Config changed.
func serve(t *testing.T, change func(*tls.Config)) harness.Target {
	t.Helper()
	authority, err := certs.Shared()
	if err != nil {
		t.Fatal(err)
	}
	cert, err := authority.Issue(certs.Spec{}) // for localhost
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := api.NewServer(cert.TLS())
	server.ErrorLog = log.New(io.Discard, "", 0)
	change(server.TLSConfig)
	go server.ServeTLS(listener, "", "")
	t.Cleanup(func() { server.Close() })
	return harness.Target{Addr: listener.Addr().String(), RootsPEM: cert.RootsPEM()}
}
