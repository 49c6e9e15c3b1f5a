package peers

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

// SessionIDEcho returns a backend that answers every ClientHello with a
// ServerHello of this version and compression method that has the session id
// of the client. It sends it twice and closes, so that a client that takes the
// first stumbles over the second.
func SessionIDEcho(version uint16, compression uint8) harness.Backend {
	return sessionIDEcho{version, compression}
}

type sessionIDEcho struct {
	version     uint16
	compression uint8
}

func (b sessionIDEcho) Name() string {
	return fmt.Sprintf("session-id-echo-%04x-%02x", b.version, b.compression)
}

func (sessionIDEcho) Supports(fixtures.Profile) error { return nil }

func (b sessionIDEcho) Open(context.Context, harness.Setup) (harness.Engine, error) { return b, nil }

func (sessionIDEcho) Close() error { return nil }

// ServeConn never completes a handshake.
func (b sessionIDEcho) ServeConn(conn net.Conn, _ *harness.Conversation) error {
	hello, err := readClientHello(conn)
	if err != nil {
		return err
	}
	record := b.record(hello.SessionID)
	lastWords(conn, append(record, record...))
	return errors.New("this backend echoes the session id and does not go on")
}

// record is the ServerHello (RFC 8446, section 4.1.3).
func (b sessionIDEcho) record(sessionID []byte) []byte {
	hello := &wire.ServerHello{
		LegacyVersion:     tls.VersionTLS12,
		SessionID:         sessionID,
		CipherSuite:       tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
		CompressionMethod: b.compression,
	}
	if b.version == tls.VersionTLS13 {
		hello.CipherSuite = tls.TLS_AES_128_GCM_SHA256
		hello.Extensions = []wire.Extension{{ID: wire.ExtSupportedVersions, Data: []byte{3, 4}}}
	}
	return Records(hello.Marshal())
}
