package gotls_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"io"
	"math/big"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/agent"
	"github.com/legacytls/legacytls/internal/agent/protocol"
	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/toolchain"
	"github.com/legacytls/legacytls/internal/wire"
)

func TestAServerOfEachReleaseAcceptsTheVersionsThatWeSay(t *testing.T) {
	sweep.AllOrSkip(t, "starts a server of each release")
	pair := newKeyPair(t)
	forEachRelease(t, func(t *testing.T, tc *toolchain.Toolchain) {
		requireVersions(t, tc, pair, "", "")
		for _, godebug := range []string{"tls13=0", "tls13=1", "tls10default=1", "tls10server=1"} {
			requireVersions(t, tc, pair, "", godebug)
		}
		if since(t, tc.Version, "1.22") {
			requireVersions(t, tc, pair, "1.21", "")
		}
	})
}

func requireVersions(t *testing.T, tc *toolchain.Toolchain, pair protocol.KeyPair, goLine, godebug string) {
	t.Helper()
	want, ok := gotls.DefaultsOf(tc.Version, goLine, godebug)
	if !ok {
		return // it does not start, as the hellos show
	}
	p, err := startAgent(t, tc, goLine, godebug)
	require.NoError(t, err)
	defer p.Close()
	var expected []uint16
	for v := want.ServerMin; v <= want.ServerMax; v++ {
		expected = append(expected, v)
	}
	require.Equal(t, expected, versionsAccepted(t, p, pair), "go line %q, GODEBUG=%s", goLine, godebug)
}

// versionsAccepted offers each version alone to a server with nothing but a
// certificate.
func versionsAccepted(t *testing.T, p *agent.Process, pair protocol.KeyPair) []uint16 {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	listener, err := p.Listen(ctx, protocol.Listen{Config: protocol.Config{Certificates: []protocol.KeyPair{pair}}}, nil)
	require.NoError(t, err)
	defer listener.Close()
	var accepted []uint16
	if answersSSL30(t, listener.Addr) {
		accepted = append(accepted, wire.VersionSSL30)
	}
	for v := uint16(tls.VersionTLS10); v <= tls.VersionTLS13; v++ {
		conn, err := tls.Dial("tcp", listener.Addr, &tls.Config{
			MinVersion: v, MaxVersion: v, InsecureSkipVerify: true, // the version is what this is about
			CipherSuites: []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA},
		})
		if err == nil {
			accepted = append(accepted, v)
			conn.Close()
		}
	}
	return accepted
}

// answersSSL30 sends a hello of SSL 3.0 (RFC 6101 section 5.6.1.2), which
// crypto/tls cannot, and reports whether a ServerHello of SSL 3.0 comes back.
func answersSSL30(t *testing.T, addr string) bool {
	t.Helper()
	body := append([]byte{3, 0}, make([]byte, 32)...)    // version, random
	body = append(body, 0, 0, 4, 0, 0x2F, 0, 0x0A, 1, 0) // no session, two suites, no compression
	message := append([]byte{1, 0, 0, byte(len(body))}, body...)
	record := append(binary.BigEndian.AppendUint16([]byte{22, 3, 0}, uint16(len(message))), message...)

	conn, err := net.Dial("tcp", addr)
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(time.Minute)))
	_, err = conn.Write(record)
	require.NoError(t, err)
	require.NoError(t, conn.(*net.TCPConn).CloseWrite())
	answer, err := io.ReadAll(conn)
	require.NoError(t, err)
	hello, err := wire.DecodeFlow(answer).ServerHello()
	return err == nil && hello.Version == wire.VersionSSL30
}

// newKeyPair is an RSA certificate: suites of SSL 3.0 have no others.
func newKeyPair(t *testing.T) protocol.KeyPair {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{serverName}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	return protocol.KeyPair{Chain: [][]byte{der}, Key: pkcs8}
}
