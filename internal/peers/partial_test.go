package peers_test

import (
	"context"
	"crypto/ecdh"
	"crypto/rand"
	"net"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/peers"
)

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
