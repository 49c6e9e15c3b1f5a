package harness

import (
	"context"
	"crypto/rand"
	"net"
	"time"

	"github.com/legacytls/legacytls/internal/wire"
)

// Extension is an extension of a ClientHello or ServerHello as it is sent.
type Extension = wire.Extension

// ServerHello is a decoded ServerHello or HelloRetryRequest message (RFC 5246
// section 7.4.1.3, RFC 8446 section 4.1.3).
type ServerHello = wire.ServerHello

// A RawClient is the peer of a server under test that crypto/tls cannot be: it
// sends a ClientHello composed field by field, or any other bytes, and looks
// at what comes back. It never completes a handshake.
type RawClient struct {
	Version    uint16      // legacy_version of the ClientHello
	Suites     []uint16    // in this order
	SessionID  []byte      // legacy_session_id, up to 32 bytes
	Extensions []Extension // in this order, repeated ones too; nil ends the hello before them

	// Bytes, if not nil, are sent as they are instead of a ClientHello.
	Bytes []byte
}

// message returns what the client sends.
func (c RawClient) message() ([]byte, error) {
	if c.Bytes != nil {
		return c.Bytes, nil
	}
	hello := &ClientHello{
		Version:            c.Version,
		SessionID:          c.SessionID,
		CipherSuites:       c.Suites,
		CompressionMethods: []uint8{0},
		Extensions:         c.Extensions,
	}
	if _, err := rand.Read(hello.Random[:]); err != nil {
		return nil, err
	}
	return wire.MarshalRecord(wire.Handshake, min(c.Version, wire.VersionTLS10), hello.Marshal()), nil
}

// dial sends the client's message to addr and returns what came back, up to
// the point at which the server would need an answer, or the end; and its own address.
func (c RawClient) dial(ctx context.Context, addr string, timeout time.Duration) (received []byte, local string, err error) {
	message, err := c.message()
	if err != nil {
		return nil, "", err
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, "", err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	if _, err := conn.Write(message); err != nil {
		return nil, "", err
	}
	buf := make([]byte, 16<<10)
	for len(received) < maxRecorded && !isAnswered(received) {
		n, err := conn.Read(buf)
		received = append(received, buf[:n]...)
		if err != nil {
			break // the end is an answer too; what it means, the server under test says
		}
	}
	return received, conn.LocalAddr().String(), nil
}

// isAnswered reports whether a server that sent these bytes waits for more from
// its client, or has refused it.
func isAnswered(received []byte) bool {
	flow := wire.DecodeFlow(received)
	if len(flow.Alerts) > 0 {
		return true
	}
	for _, m := range flow.Messages {
		if m.Type == wire.TypeServerHelloDone {
			return true
		}
	}
	hello, err := flow.ServerHello()
	return err == nil && hello.Version >= wire.VersionTLS13
}
