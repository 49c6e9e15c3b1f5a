package foreign_test

import (
	"crypto/tls"
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

// listen serves connections on loopback until the test ends.
func listen(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				serve(conn)
			}()
		}
	}()
	return listener.Addr().String()
}

// readSome reads the first bytes, and leaves the connection to be closed.
func readSome(conn net.Conn) { _, _ = conn.Read(make([]byte, 4096)) }

// sayNothing reads until the client has enough.
func sayNothing(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }

// serveStapling is an echo server of crypto/tls whose OCSP response is one that
// says tryLater (RFC 6960, section 4.2.1).
func serveStapling(t *testing.T, p pki) string {
	t.Helper()
	certificate := p.server.TLS()
	certificate.OCSPStaple = []byte{0x30, 0x03, 0x0a, 0x01, 0x03}
	config := &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS10}
	return listen(t, func(conn net.Conn) {
		server := tls.Server(conn, config)
		_, _ = io.Copy(server, server)
	})
}

// sayServerHello says a ServerHello without extensions, and no more.
func sayServerHello(conn net.Conn) {
	readSome(conn)
	hello := wire.ServerHello{LegacyVersion: wire.VersionTLS12, CipherSuite: aes128SHA}
	_, _ = conn.Write(wire.MarshalRecord(wire.Handshake, wire.VersionTLS12, hello.Marshal()))
}
