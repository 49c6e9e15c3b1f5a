package peers

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

// A RetryRequest is a backend that answers a ClientHello of TLS 1.3 with a
// HelloRetryRequest (RFC 8446, section 4.1.4). A client that sends a second
// ClientHello is told internal_error.
type RetryRequest struct {
	// Pointless, if set, makes it ask for a key share of the group that the
	// client has sent its first for.
	Pointless bool

	// Cookie, if not nil, is for the client to send back (section 4.2.2).
	Cookie []byte
}

// Name tells different requests apart.
func (b RetryRequest) Name() string {
	return fmt.Sprintf("retry-request-pointless-%t-cookie-%x", b.Pointless, b.Cookie)
}

// Supports returns nil: nothing of a profile is played.
func (RetryRequest) Supports(fixtures.Profile) error { return nil }

// Open needs nothing.
func (b RetryRequest) Open(context.Context, harness.Setup) (harness.Engine, error) { return b, nil }

// Close has nothing to release.
func (RetryRequest) Close() error { return nil }

// ServeConn never completes a handshake.
func (b RetryRequest) ServeConn(conn net.Conn, _ *harness.Conversation) error {
	var seen bytes.Buffer
	client := &rereading{conn, io.TeeReader(conn, &seen)}
	hello, err := readClientHello(client)
	if err != nil {
		return err
	}
	if len(hello.KeyShares) == 0 { // TLS 1.3 has them, and nothing below
		refuse(conn, harness.ProtocolVersion)
		return errors.New("the client sends no key share of TLS 1.3")
	}
	if _, err := conn.Write(Records(b.request(hello).Marshal())); err != nil {
		return err
	}
	if err := readSecondHello(client, &seen); err != nil {
		return err
	}
	refuse(conn, harness.InternalError)
	return errors.New("this backend asks for a second ClientHello and no more")
}

// request is the HelloRetryRequest: a ServerHello with a certain random (RFC
// 8446, section 4.1.3).
func (b RetryRequest) request(hello *wire.ClientHello) *wire.ServerHello {
	request := &wire.ServerHello{
		LegacyVersion: tls.VersionTLS12,
		Random:        sha256.Sum256([]byte("HelloRetryRequest")),
		SessionID:     hello.SessionID,
		CipherSuite:   tls.TLS_AES_128_GCM_SHA256,
		Extensions:    []wire.Extension{{ID: wire.ExtSupportedVersions, Data: []byte{3, 4}}},
	}
	if b.Pointless {
		group := hello.KeyShares[0].Group
		request.Extensions = append(request.Extensions, wire.Extension{ID: wire.ExtKeyShare, Data: []byte{byte(group >> 8), byte(group)}})
	}
	if b.Cookie != nil {
		const cookie = 44
		data := append([]byte{byte(len(b.Cookie) >> 8), byte(len(b.Cookie))}, b.Cookie...)
		request.Extensions = append(request.Extensions, wire.Extension{ID: cookie, Data: data})
	}
	return request
}

// readSecondHello reads until the client, of which seen has everything, has sent
// a second ClientHello.
func readSecondHello(client net.Conn, seen *bytes.Buffer) error {
	const most = 64 << 10
	buf := make([]byte, 4096)
	for seen.Len() < most {
		_, err := client.Read(buf)
		flow := wire.DecodeFlow(seen.Bytes())
		switch {
		case len(flow.Messages) > 1 && flow.Messages[1].Type == wire.TypeClientHello:
			return nil
		case len(flow.Alerts) > 0:
			return fmt.Errorf("the client answers the HelloRetryRequest with the alert %s", wire.AlertName(flow.Alerts[0].Code))
		case err != nil:
			return fmt.Errorf("reading the second ClientHello: %w", err)
		}
	}
	return fmt.Errorf("no second ClientHello in the first %d bytes", most)
}
