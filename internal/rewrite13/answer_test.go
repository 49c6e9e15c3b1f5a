package rewrite13_test

import (
	"bytes"
	"crypto/rand"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

// hello13 is a ClientHello of TLS 1.3 with a key share of X25519, whose private
// key nobody has. It has a session id, as for middleboxes (RFC 8446, appendix
// D.4).
func hello13(more ...wire.Extension) *wire.ClientHello {
	return &wire.ClientHello{
		Version:            wire.VersionTLS12,
		SessionID:          bytes.Repeat([]byte{1}, 32),
		CipherSuites:       []uint16{0x1301},
		CompressionMethods: []uint8{0},
		Extensions: append([]wire.Extension{
			wire.SupportedVersions(wire.VersionTLS13), wire.SupportedGroups(29), wire.SignatureAlgorithms(0x0804),
			wire.KeyShareOf(29, append([]byte{9}, make([]byte, 31)...)),
		}, more...),
	}
}

// answer returns the first flight of a server.
func answer(t *testing.T, addr string, hello *wire.ClientHello) *wire.Flow {
	t.Helper()
	_, err := rand.Read(hello.Random[:])
	require.NoError(t, err)
	conn, err := net.Dial("tcp", addr)
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(20*time.Second)))
	_, err = conn.Write(wire.MarshalRecord(wire.Handshake, wire.VersionTLS10, hello.Marshal()))
	require.NoError(t, err)
	var received []byte
	for {
		buf := make([]byte, 16<<10)
		n, err := conn.Read(buf)
		require.NoError(t, err)
		received = append(received, buf[:n]...)
		if flow := wire.DecodeFlow(received); flow.Err == nil {
			return flow
		}
	}
}
