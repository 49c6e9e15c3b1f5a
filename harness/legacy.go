package harness

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/legacy"
)

// Legacy returns the backend that plays profiles of SSL 3.0 to TLS 1.2 with an
// engine of our own in this process. It has the suites, the quirks and the refusals
// that crypto/tls has not, and nothing in it depends on the Go release or the GODEBUG
// setting of the program that runs it, but for GODEBUG=fips140=only, with which it
// does not start.
//
// The engine is for tests alone: it takes no care against attacks on RSA
// decryption and CBC padding, or against timing.
func Legacy() Backend { return legacyBackend{} }

type legacyBackend struct{}

func (legacyBackend) Name() string { return "legacy" }

func (b legacyBackend) Supports(p fixtures.Profile) error {
	lacks := legacy.Lacks(p)
	if lacks == "" {
		return nil
	}
	err := &UnsupportedError{Profile: p.Name, Backend: b.Name(), Lacks: lacks}
	if other, _ := cryptoTLSLacks(p); p.MaxVersion >= tls.VersionTLS13 && other == "" {
		err.Instead = "backend crypto/tls does"
	}
	return err
}

func (legacyBackend) Open(_ context.Context, s Setup) (Engine, error) {
	var names [][]byte
	if s.Profile.ClientAuth != tls.NoClientCert {
		var err error
		if names, err = subjectsOf(s.ClientRootsPEM); err != nil {
			return nil, err
		}
	}
	server, err := legacy.NewServer(legacy.Config{
		Profile:       s.Profile,
		Certificate:   s.Certificate,
		OCSPResponse:  s.OCSPResponse,
		ClientRoots:   s.ClientRoots,
		ClientCANames: names,
	})
	return &legacyEngine{server}, err
}

// subjectsOf returns the names of certificates as DER.
func subjectsOf(certificates []byte) ([][]byte, error) {
	var names [][]byte
	for block, rest := pem.Decode(certificates); block != nil; block, rest = pem.Decode(rest) {
		cert, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("authority for client certificates: %w", err)
		}
		names = append(names, cert.RawSubject)
	}
	return names, nil
}

type legacyEngine struct{ server *legacy.Server }

func (e *legacyEngine) ServeConn(conn net.Conn, c *Conversation) error {
	secured := newLegacyConn(e.server, conn, c)
	if err := secured.Handshake(); err != nil {
		return reasonOf(err)
	}
	c.Answer(secured)
	// Answers that return without closing leave the close_notify to us.
	secured.Close()
	return secured.ruled()
}

func (e *legacyEngine) Close() error { return nil }
