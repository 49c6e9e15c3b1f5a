package peers_test

import (
	"bytes"
	"context"
	"crypto/ecdh"
	"crypto/rand"
	"net"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/peers"
	"github.com/legacytls/legacytls/internal/wire"
)

// exchange sends a ClientHello of TLS 1.2 and returns what comes back, until it
// has so many messages or an alert, or there is an error.
func exchange(t *testing.T, addr string, messages int, sessionID []byte, more ...harness.Extension) (*wire.Flow, error) {
	t.Helper()
	hello := &wire.ClientHello{
		Version: wire.VersionTLS12, SessionID: sessionID,
		CipherSuites: []uint16{0xC02F}, CompressionMethods: []uint8{0},
		Extensions: append([]harness.Extension{
			wire.SupportedGroups(29), wire.PointFormats(0), wire.SignatureAlgorithms(0x0401),
		}, more...),
	}
	_, err := rand.Read(hello.Random[:])
	require.NoError(t, err)
	conn, err := net.Dial("tcp", addr)
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(10*time.Second)))
	_, err = conn.Write(wire.MarshalRecord(wire.Handshake, wire.VersionTLS10, hello.Marshal()))
	require.NoError(t, err)
	var received bytes.Buffer
	for {
		buf := make([]byte, 4096)
		n, err := conn.Read(buf)
		received.Write(buf[:n])
		flow := wire.DecodeFlow(received.Bytes())
		if err != nil || len(flow.Alerts) > 0 || len(flow.Messages) >= messages {
			return flow, err
		}
	}
}

// schemesForCertificates is signature_algorithms_cert, which has the form of
// signature_algorithms (RFC 8446, section 4.2.3).
func schemesForCertificates(schemes ...uint16) harness.Extension {
	e := wire.SignatureAlgorithms(schemes...)
	e.ID = wire.ExtSignatureAlgorithmsCert
	return e
}

func TestAFirewallResetsTheSchemeThatItDislikes(t *testing.T) {
	t.Parallel()
	server := harness.Start(t, fixtures.TLS12Only(), harness.WithBackend(peers.Firewall(0x0904)))
	_, err := exchange(t, server.Addr, 1, nil, schemesForCertificates(0x0401, 0x0904))
	require.ErrorIs(t, err, syscall.ECONNRESET)
}

func TestAFirewallLetsOtherHellosThrough(t *testing.T) {
	t.Parallel()
	server := harness.Start(t, fixtures.TLS12Only(), harness.WithBackend(peers.Firewall(0x0904)))
	for _, more := range [][]harness.Extension{nil, {schemesForCertificates(0x0401)}} {
		flow, err := exchange(t, server.Addr, 1, nil, more...)
		require.NoError(t, err)
		answer, err := flow.ServerHello()
		require.NoError(t, err)
		require.EqualValues(t, 0xC02F, answer.CipherSuite)
	}
}

func TestAServerEchoesTheSessionID(t *testing.T) {
	t.Parallel()
	server := harness.Start(t, fixtures.TLS12Only(), harness.WithBackend(peers.SessionIDEcho(wire.VersionTLS12, 0)))
	for _, id := range [][]byte{nil, {1, 2, 3}, bytes.Repeat([]byte{7}, 32)} {
		flow, err := exchange(t, server.Addr, 2, id)
		require.NoError(t, err)
		require.Len(t, flow.Messages, 2, "it is sent twice")
		answer, err := flow.ServerHello()
		require.NoError(t, err)
		require.True(t, bytes.Equal(id, answer.SessionID), "%x", answer.SessionID)
		require.EqualValues(t, wire.VersionTLS12, answer.Version)
		require.Zero(t, answer.CompressionMethod)
	}
}

func TestAServerEchoesTheSessionIDInTLS13WithCompression(t *testing.T) {
	t.Parallel()
	server := harness.Start(t, fixtures.TLS13Only(), harness.WithBackend(peers.SessionIDEcho(wire.VersionTLS13, 1)))
	flow, err := exchange(t, server.Addr, 2, []byte{1})
	require.NoError(t, err)
	answer, err := flow.ServerHello()
	require.NoError(t, err)
	require.EqualValues(t, wire.VersionTLS13, answer.Version)
	require.EqualValues(t, 0x1301, answer.CipherSuite)
	require.EqualValues(t, 1, answer.CompressionMethod)
}

// OpenSSL checks the point and the signature, and says by the alert how far it came.
func TestAKeyExchangeGoesAsFarAsItsPointIsGood(t *testing.T) {
	t.Parallel()
	openssl := needs.Command(t, needs.OpenSSL)
	const p256 = 23
	for _, c := range []struct {
		point []byte
		says  string
	}{
		{pointOnP256(t), "SSL alert number 80"},
		{[]byte{4, 0}, "bad ecpoint"},
	} {
		server := harness.Start(t, fixtures.TLS12Only(), harness.WithBackend(peers.KeyExchange{Group: p256, Point: c.point}))
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		out, _ := exec.CommandContext(ctx, openssl, "s_client", "-connect", server.Addr, "-tls1_2", "-legacy_server_connect",
			"-cipher", "ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0", "-sigalgs", "RSA+SHA256").CombinedOutput()
		cancel()
		require.Contains(t, string(out), c.says)
	}
}

// The server has read a ClientHello, or knows that there is none, before anything
// else happens.
func TestAClientThatSendsRubbishIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	server := harness.Start(t, fixtures.TLS12Only(), harness.WithBackend(peers.WrongSuite()))
	for _, rubbish := range []string{"", "GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01\xff\xff", string(make([]byte, 1<<20))} {
		conn, err := net.Dial("tcp", server.Addr)
		require.NoError(t, err)
		require.NoError(t, conn.SetDeadline(time.Now().Add(10*time.Second)))
		conn.Write([]byte(rubbish))
		conn.(*net.TCPConn).CloseWrite()
		_, err = conn.Read(make([]byte, 1))
		require.Error(t, err, "the server answers %.20q", rubbish)
		require.NotErrorIs(t, err, os.ErrDeadlineExceeded)
		conn.Close()
	}
}

func pointOnP256(t *testing.T) []byte {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	require.NoError(t, err)
	return key.PublicKey().Bytes()
}
