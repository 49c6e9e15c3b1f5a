package scenarios

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
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

// readClientHello reads until the ClientHello is complete, or hopeless.
func readClientHello(conn net.Conn) (*wire.ClientHello, error) {
	const most = 64 << 10
	var got []byte
	buf := make([]byte, 4096)
	for len(got) < most {
		n, err := conn.Read(buf)
		got = append(got, buf[:n]...)
		if hello, parseErr := wire.DecodeFlow(got).ClientHello(); parseErr == nil {
			return hello, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading the ClientHello: %w", err)
		}
	}
	return nil, fmt.Errorf("no ClientHello in the first %d bytes", most)
}

// refuse sends a fatal alert.
func refuse(conn net.Conn, code harness.AlertCode) {
	lastWords(conn, []byte{21, 3, 3, 0, 2, 2, byte(code)})
}

// lastWords sends bytes, and reads what the client still sends, so that the
// close does not turn into a reset that overtakes them.
func lastWords(conn net.Conn, words []byte) {
	conn.Write(words)
	if half, ok := conn.(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
	io.CopyN(io.Discard, conn, 64<<10)
}
