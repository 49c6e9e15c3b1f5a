package harness

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/dissect"
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
	return &UnsupportedError{Profile: p.Name, Backend: b.Name(), Lacks: lacks, Instead: insteadOfLegacy(p)}
}

func (legacyBackend) Open(_ context.Context, s Setup) (Engine, error) {
	config := legacy.Config{
		Profile: s.Profile, Certificate: s.Certificate, OCSPResponse: s.OCSPResponse, KeyLog: s.KeyLog,
		Premaster: func(clientRandom, premaster []byte) {
			fmt.Fprintf(s.KeyLog, "%s %x %x\n", dissect.PremasterSecret, clientRandom, premaster)
		},
	}
	if s.Profile.ClientAuth != tls.NoClientCert {
		var err error
		if config.ClientAuthorities, err = parsePEM(s.ClientRootsPEM); err != nil {
			return nil, fmt.Errorf("authority for client certificates: %w", err)
		}
	}
	server, err := legacy.NewServer(config)
	return &legacyEngine{server}, err
}

// parsePEM returns the certificates in a PEM file.
func parsePEM(text []byte) ([]*x509.Certificate, error) {
	var all []*x509.Certificate
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		cert, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		all = append(all, cert)
	}
	return all, nil
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
