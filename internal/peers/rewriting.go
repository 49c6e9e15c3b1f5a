package peers

import (
	"context"
	"crypto/tls"
	"net"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// rewriting is a backend that serves TLS 1.3 with crypto/tls and changes what
// that sends. Of a profile it knows groups and certificate. It resumes nothing.
//
// crypto/tls selects the suite. Where it is not one with AES-GCM, the client is
// told internal_error and the connection ends with an error that says so.
type rewriting struct {
	name    string
	newEdit func() edit // for one connection
}

func (b rewriting) Name() string { return b.name }

func (b rewriting) Supports(p fixtures.Profile) error {
	if p.MinVersion != tls.VersionTLS13 {
		return &harness.UnsupportedError{Profile: p.Name, Backend: b.name, Lacks: "it serves TLS 1.3 alone"}
	}
	return harness.CryptoTLS().Supports(p)
}

func (b rewriting) Open(_ context.Context, s harness.Setup) (harness.Engine, error) {
	return rewritingEngine{b, s}, nil
}

type rewritingEngine struct {
	rewriting
	setup harness.Setup
}

func (rewritingEngine) Close() error { return nil }

func (e rewritingEngine) ServeConn(conn net.Conn, c *harness.Conversation) error {
	secrets := make(keyLog)
	below := newRewriter(conn, secrets, e.newEdit())
	server := tls.Server(below, &tls.Config{
		Certificates:     []tls.Certificate{e.setup.Certificate.TLS()},
		MinVersion:       tls.VersionTLS13,
		MaxVersion:       tls.VersionTLS13,
		CurvePreferences: e.setup.Profile.Groups,
		KeyLogWriter:     secrets,
	})
	err := server.Handshake()
	if below.err != nil {
		refuse(conn, harness.InternalError) // in the clear, for the ServerHello has not been sent
		return below.err
	}
	if err != nil {
		return err
	}
	state := server.ConnectionState()
	c.Established(harness.State{Version: state.Version, Suite: state.CipherSuite, ServerName: state.ServerName})
	c.Answer(server)
	server.Close() // with the close_notify that is still due
	return below.err
}
