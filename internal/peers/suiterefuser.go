package peers

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// SuiteRefuser returns the backend that plays the one side of a server that
// refusals need: it answers a ClientHello that offers none of the profile's
// suites with the alert handshake_failure, as OpenSSL does. A client that does
// offer one is told internal_error, because the backend has no handshake; the
// legacy engine will take its place.
func SuiteRefuser() harness.Backend { return suiteRefuser{} }

type suiteRefuser struct{}

func (suiteRefuser) Name() string { return "suite-refuser" }

func (suiteRefuser) Supports(p fixtures.Profile) error {
	if p.MaxVersion > 0x0303 || p.Refusal != (fixtures.Refusal{}) || len(p.Quirks.Set()) > 0 {
		return &harness.UnsupportedError{
			Profile: p.Name,
			Backend: suiteRefuser{}.Name(),
			Lacks:   "it only refuses for suites, by alert, up to TLS 1.2",
		}
	}
	return nil
}

func (suiteRefuser) Open(_ context.Context, s harness.Setup) (harness.Engine, error) {
	return suiteRefuserEngine{s.Profile}, nil
}

type suiteRefuserEngine struct{ profile fixtures.Profile }

func (e suiteRefuserEngine) ServeConn(conn net.Conn, _ *harness.Conversation) error {
	hello, err := readClientHello(conn)
	if err != nil {
		return err
	}
	for _, id := range e.profile.Suites {
		if hello.OffersSuite(id) {
			refuse(conn, harness.InternalError)
			return fmt.Errorf("the client offers %s, which this backend cannot serve", fixtures.SuiteName(id))
		}
	}
	refuse(conn, harness.HandshakeFailure)
	return errors.New("the client offers none of " + strings.Join(e.profile.SuiteNames(), ", "))
}

func (suiteRefuserEngine) Close() error { return nil }
