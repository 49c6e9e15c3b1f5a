package harness

import (
	"context"
	"crypto/tls"
	"net"

	"github.com/legacytls/legacytls/fixtures"
)

// CryptoTLS returns the backend that plays profiles with crypto/tls in this
// process.
//
// Everything that a default of crypto/tls could decide is set explicitly, and
// the suite is chosen by the profile's order, not by that of crypto/tls, so
// that the server is the same under every Go release, go line and GODEBUG
// setting of the program that runs it. In three things it is not quite what a
// profile says: it chooses among the suites of TLS 1.3 by itself, a client that
// begins a second handshake in TLS 1.2 gets the alert unexpected_message, and the
// signature schemes of a CertificateRequest are those of the release and its settings.
//
// Of the quirks that a backend has to play, it has those of TLS 1.3, in profiles of TLS
// 1.3 alone: what crypto/tls sends is opened below it, changed, and sealed again.
func CryptoTLS() Backend { return cryptoTLS{} }

type cryptoTLS struct{}

func (cryptoTLS) Name() string { return "crypto/tls" }

func (b cryptoTLS) Supports(p fixtures.Profile) error {
	lacks, instead := cryptoTLSLacks(p)
	if lacks == "" {
		return nil
	}
	return &UnsupportedError{Profile: p.Name, Backend: b.Name(), Lacks: lacks, Instead: instead}
}

func (cryptoTLS) Open(_ context.Context, s Setup) (Engine, error) {
	return &cryptoTLSEngine{config: cryptoTLSConfig(s), profile: s.Profile}, nil
}

type cryptoTLSEngine struct {
	config  *tls.Config
	profile fixtures.Profile
}

func (e *cryptoTLSEngine) ServeConn(conn net.Conn, c *Conversation) error {
	if rewritten(e.profile) {
		return e.serveRewritten(conn, c)
	}
	tlsConn := tls.Server(&noCertificateConn{Conn: conn}, e.config)
	if err := tlsConn.Handshake(); err != nil {
		return err
	}
	c.Established(stateOf(tlsConn.ConnectionState()))
	c.Answer(tlsConn)
	// Answers that return without closing leave the close_notify to us.
	tlsConn.Close()
	return nil
}

func (e *cryptoTLSEngine) Close() error { return nil }

func stateOf(cs tls.ConnectionState) State {
	return State{
		Version:            cs.Version,
		Suite:              cs.CipherSuite,
		Group:              groupOf(cs),
		ALPN:               cs.NegotiatedProtocol,
		ServerName:         cs.ServerName,
		Resumed:            cs.DidResume,
		ClientCertificates: cs.PeerCertificates,
		Export:             cs.ExportKeyingMaterial,
	}
}
