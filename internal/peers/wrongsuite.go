package peers

import (
	"context"
	"crypto/tls"
	"errors"
	"net"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/clienthello"
	"github.com/legacytls/legacytls/internal/wire"
)

// WrongSuite returns a backend that selects RSA key exchange in TLS 1.2 and shows
// the profile's certificate, whatever key is in it. It never completes a handshake:
// with a key that does not fit there is none.
func WrongSuite() harness.Backend { return wrongSuite{} }

type wrongSuite struct{}

func (wrongSuite) Name() string                    { return "wrong-suite" }
func (wrongSuite) Supports(fixtures.Profile) error { return nil }

func (wrongSuite) Open(_ context.Context, s harness.Setup) (harness.Engine, error) {
	return wrongSuiteEngine{firstFlight(s.Certificate.Chain)}, nil
}

type wrongSuiteEngine struct{ flight []byte }

func (e wrongSuiteEngine) ServeConn(conn net.Conn, _ *harness.Conversation) error {
	if _, _, err := clienthello.Read(conn); err != nil {
		return err
	}
	lastWords(conn, e.flight)
	return errors.New("this backend has no key for the suite that it selects")
}

func (wrongSuiteEngine) Close() error { return nil }

// firstFlight is what a server sends up to ServerHelloDone (RFC 5246, section 7.3).
func firstFlight(chain [][]byte) []byte {
	hello := &wire.ServerHello{LegacyVersion: tls.VersionTLS12, CipherSuite: tls.TLS_RSA_WITH_AES_128_CBC_SHA}
	return records(hello.Marshal(), wire.MarshalCertificate(chain), wire.MarshalMessage(wire.TypeServerHelloDone, nil))
}
