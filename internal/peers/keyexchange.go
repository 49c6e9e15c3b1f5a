package peers

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/clienthello"
	"github.com/legacytls/legacytls/internal/wire"
)

// A KeyExchange is a backend that speaks TLS 1.2 with ECDHE up to
// ServerHelloDone: it shows the profile's certificate, which must be RSA, and a
// public key, signed with rsa_pkcs1_sha256. A client that goes on is told
// internal_error.
type KeyExchange struct {
	Group uint16 // named group
	Point []byte // public key on it, right or wrong
}

// Name tells different key exchanges apart.
func (b KeyExchange) Name() string {
	return fmt.Sprintf("key-exchange-on-%s-%x", wire.GroupName(b.Group), b.Point)
}

// Supports returns nil: nothing of a profile is played but its certificate.
func (KeyExchange) Supports(fixtures.Profile) error { return nil }

// Open needs nothing but the certificate.
func (b KeyExchange) Open(_ context.Context, s harness.Setup) (harness.Engine, error) {
	return keyExchangeEngine{b, s.Certificate}, nil
}

type keyExchangeEngine struct {
	KeyExchange
	certificate *certs.Certificate
}

func (keyExchangeEngine) Close() error { return nil }

func (e keyExchangeEngine) ServeConn(conn net.Conn, _ *harness.Conversation) error {
	hello, _, err := clienthello.Read(conn)
	if err != nil {
		return err
	}
	words, err := e.flight(hello.Random)
	if err != nil {
		return err
	}
	if _, err := conn.Write(words); err != nil {
		return err
	}
	answer := make([]byte, 1)
	if _, err := io.ReadFull(conn, answer); err != nil {
		return err
	}
	if wire.ContentType(answer[0]) != wire.Handshake {
		return errors.New("the client does not accept the key exchange")
	}
	refuse(conn, harness.InternalError)
	return errors.New("this backend has a key exchange and no more")
}

// flight is what a server sends up to ServerHelloDone (RFC 5246, section 7.3).
func (e keyExchangeEngine) flight(clientRandom [32]byte) ([]byte, error) {
	hello := &wire.ServerHello{LegacyVersion: tls.VersionTLS12, CipherSuite: tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}
	exchange, err := e.exchange(clientRandom, hello.Random)
	if err != nil {
		return nil, err
	}
	return records(
		hello.Marshal(),
		wire.MarshalCertificate(e.certificate.Chain),
		wire.MarshalMessage(wire.TypeServerKeyExchange, exchange),
		wire.MarshalMessage(wire.TypeServerHelloDone, nil),
	), nil
}

// exchange is a ServerKeyExchange (RFC 8422, section 5.4).
func (e keyExchangeEngine) exchange(clientRandom, serverRandom [32]byte) ([]byte, error) {
	const namedCurve = 3
	params := append([]byte{namedCurve, byte(e.Group >> 8), byte(e.Group), byte(len(e.Point))}, e.Point...)
	const scheme = tls.PKCS1WithSHA256
	digest := sha256.New()
	for _, part := range [][]byte{clientRandom[:], serverRandom[:], params} {
		digest.Write(part)
	}
	signature, err := e.certificate.Key.Sign(rand.Reader, digest.Sum(nil), crypto.SHA256)
	if err != nil {
		return nil, err
	}
	signed := append(params, byte(scheme>>8), byte(scheme&0xff), byte(len(signature)>>8), byte(len(signature)))
	return append(signed, signature...), nil
}
