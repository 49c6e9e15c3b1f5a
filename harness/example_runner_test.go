package harness_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// A table of one's own: a server that is like one of the catalogue, and what each Go release
// is to make of it.
func ExampleRunScenarios() {
	_ = func(t *testing.T) {
		gateway := fixtures.RSAKeyExchangeOnly()
		gateway.Name = "partner-gateway"
		gateway.Suites = []uint16{tls.TLS_RSA_WITH_AES_256_GCM_SHA384, tls.TLS_RSA_WITH_AES_128_CBC_SHA}

		harness.RunScenarios(t, harness.Matrix{Go: []string{"1.21", "1.26", "1.27"}}, harness.Scenario{
			Name:     "partner-gateway",
			Claim:    "Our client reaches the gateway up to Go 1.26, with a setting.",
			Source:   "ticket 4711",
			Server:   gateway,
			Settings: []harness.Settings{{}, {GODEBUG: "tlsrsakex=1"}},
			Rules: []harness.Rule{ // the first that matches decides
				{When: harness.Go("<1.22"), Want: harness.Connects(tls.TLS_RSA_WITH_AES_256_GCM_SHA384)},
				{When: harness.Go("<1.27").GODEBUG("tlsrsakex=1"), Want: harness.Connects()},
				{When: harness.AnyGo().GODEBUG("tlsrsakex=1"), Want: harness.DoesNotStart("removed GODEBUG")},
				{Want: harness.Refused(harness.RemoteAlert(harness.HandshakeFailure))},
			},
		})
	}
}

// The other side: a server of one's own, in the test, and clients of every age.
func ExampleRunScenarios_ownServer() {
	_ = func(t *testing.T) {
		authority, err := certs.Shared()
		if err != nil {
			t.Fatal(err)
		}
		cert, err := authority.Issue(certs.Spec{}) // for localhost
		if err != nil {
			t.Fatal(err)
		}
		srv := httptest.NewUnstartedServer(http.NotFoundHandler()) // what is under test
		srv.TLS = &tls.Config{Certificates: []tls.Certificate{cert.TLS()}}
		srv.StartTLS()
		defer srv.Close()

		harness.RunScenarios(t, harness.Matrix{Go: []string{"1.12", "1.27"}}, harness.Scenario{
			Name:   "old-clients",
			Claim:  "Clients of every age connect.",
			Source: "our promise",
			Target: harness.Target{Addr: srv.Listener.Addr().String(), RootsPEM: authority.PEM()},
			Rules:  []harness.Rule{{Want: harness.Connects()}},
		})
	}
}

// What a rule expects can be anything about an outcome.
func ExampleExpectation() {
	var want harness.Expectation = asksForName("orders.partner.test")

	fmt.Println("expected: it", want)
	fmt.Println(want.Check(harness.Outcome{Hello: &harness.ClientHello{ServerName: "orders.partner.test"}}))
	fmt.Println(want.Check(harness.Outcome{Hello: &harness.ClientHello{ServerName: "localhost"}}))
	// Output:
	// expected: it asks for orders.partner.test
	// <nil>
	// asked for "localhost"
}

// asksForName expects a client that asks for this server name, whatever comes of it.
type asksForName string

func (name asksForName) String() string { return "asks for " + string(name) }

func (name asksForName) Check(o harness.Outcome) error {
	switch {
	case o.Hello == nil:
		return errors.New("there was no ClientHello")
	case o.Hello.ServerName != string(name):
		return fmt.Errorf("asked for %q", o.Hello.ServerName)
	}
	return nil
}

// Whether a connection failed for a reason can be anything about its outcome, too.
func ExampleReason() {
	failed := harness.Outcome{Stage: harness.StageHandshake, Error: "EOF"}
	fmt.Println(harness.Refused(noAlert{}).Check(failed))

	failed.Alert = &harness.Alert{From: harness.ServerSide, Code: harness.HandshakeFailure}
	fmt.Println(harness.Refused(noAlert{}).Check(failed))
	// Output:
	// <nil>
	// got handshake: EOF (alert handshake_failure(40) from the server), want refused: without an alert
}

// noAlert is an end without an alert from either side.
type noAlert struct{}

func (noAlert) String() string                 { return "without an alert" }
func (noAlert) Matches(o harness.Outcome) bool { return o.Alert == nil }

func ExampleCondition() {
	reverted := harness.Go(">=1.22 <1.27").GODEBUG("tlsrsakex=1")
	for _, release := range []string{"1.21.13", "1.22.0", "1.26.11", "1.27.4"} {
		b := harness.Build{Go: release, Settings: harness.Settings{GODEBUG: "tls3des=1,tlsrsakex=1"}}
		fmt.Println(b, reverted.Matches(b))
	}
	// Output:
	// go1.21.13, GODEBUG=tls3des=1,tlsrsakex=1 false
	// go1.22.0, GODEBUG=tls3des=1,tlsrsakex=1 true
	// go1.26.11, GODEBUG=tls3des=1,tlsrsakex=1 true
	// go1.27.4, GODEBUG=tls3des=1,tlsrsakex=1 false
}

// Without a test. The controls are the first and the last cell.
func ExampleRunner_Run() {
	runner, err := harness.NewRunner(harness.RunnerOptions{})
	if err != nil {
		log.Fatal(err)
	}
	defer runner.Close()

	report, err := runner.Run(context.Background(), []harness.Scenario{{
		Name:   "explicit-suite",
		Claim:  "Naming the suite works in every release.",
		Source: "https://go.dev/doc/go1.22",
		Server: fixtures.AES128SHAOnly(),
		Client: harness.Client{CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}},
		Rules:  []harness.Rule{{Want: harness.Connects(tls.TLS_RSA_WITH_AES_128_CBC_SHA)}},
	}}, harness.Matrix{Go: []string{"local"}})
	if err != nil {
		log.Fatal(err)
	}
	for _, cell := range report.Cells {
		fmt.Println(cell.Scenario.Name, cell.Verdict)
	}
	// Output:
	// control-modern-server as expected
	// explicit-suite as expected
	// control-closed-port as expected
}

// One connection of one build, to a server that is not ours, and why it failed.
func ExampleRunner_Connect() {
	ctx := context.Background()
	runner, err := harness.NewRunner(harness.RunnerOptions{})
	if err != nil {
		log.Fatal(err)
	}
	defer runner.Close()
	releases, err := runner.Resolve(ctx, []string{"local"})
	if err != nil {
		log.Fatal(err)
	}
	srv, err := harness.Serve(ctx, fixtures.AES256SHA256Only())
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()

	build, client, target := harness.Build{Go: releases[0]}, harness.Client{}, harness.Target{Addr: srv.Addr, RootsPEM: srv.RootsPEM}
	outcome, err := runner.Connect(ctx, build, client, target)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(outcome)
	fmt.Println("cause:", runner.Explain(ctx, outcome, client, harness.TargetOf(srv)).Cause)
	// Output:
	// handshake: remote error: tls: handshake failure
	// cause: cipher suite
}

// What clients of a release offer is known without its toolchain.
func ExampleRecordedHelloOf() {
	for _, release := range []string{"1.21.13", "1.22.12"} {
		recorded, known := harness.RecordedHelloOf(harness.Build{Go: release})
		fmt.Println(release, known, recorded.Hello.OffersSuite(tls.TLS_RSA_WITH_AES_128_CBC_SHA))
	}
	// Output:
	// 1.21.13 true true
	// 1.22.12 true false
}

func ExampleRemedies() {
	for _, remedy := range harness.Remedies() {
		if remedy.Suite == tls.TLS_RSA_WITH_AES_128_CBC_SHA {
			fmt.Println(remedy)
		}
	}
	// Output:
	// GODEBUG=tlsrsakex=1, Go 1.22 to 1.26
}
