package peers_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/peers"
)

// greeting is what the servers of [startGreeter] answer to the first bytes of a
// client.
const greeting = "good day to you\n"

// startGreeter starts a server of TLS 1.3 that answers once and closes. Its
// connections are reported as they end. If groups are given, it has no others.
func startGreeter(t *testing.T, backend harness.Backend, groups ...tls.CurveID) (*harness.Server, <-chan harness.Connection) {
	t.Helper()
	over := make(chan harness.Connection, 16)
	profile := fixtures.TLS13Only()
	if groups != nil {
		profile.Name, profile.Groups = "tls13-of-few-groups", groups
	}
	server := harness.Start(t, profile,
		harness.WithBackend(backend),
		harness.WithConnectionLog(func(c harness.Connection) { over <- c }),
		harness.WithConn(func(conn net.Conn) {
			if _, err := conn.Read(make([]byte, 64)); err == nil {
				io.WriteString(conn, greeting)
			}
		}))
	return server, over
}

// next returns the server's side of the next connection that ends.
func next(t *testing.T, over <-chan harness.Connection) harness.Connection {
	t.Helper()
	select {
	case c := <-over:
		return c
	case <-time.After(20 * time.Second):
		t.Fatal("no connection has ended")
		return harness.Connection{}
	}
}

// greet connects OpenSSL, which says something, and returns what it prints until
// the server closes.
func greet(t *testing.T, server *harness.Server, args ...string) string {
	t.Helper()
	openssl := needs.Command(t, needs.OpenSSL)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	args = append([]string{"s_client", "-connect", server.Addr, "-ign_eof", "-msg"}, args...)
	client := exec.CommandContext(ctx, openssl, args...)
	client.Stdin = strings.NewReader("hello\n")
	out, _ := client.CombinedOutput() // the exit code says nothing that out does not
	require.NoError(t, ctx.Err(), "%s", out)
	return string(out)
}

// The server's records arrive as if nobody had touched them.
func TestARewrittenConnectionThatIsNotChangedWorks(t *testing.T) {
	t.Parallel()
	for _, suite := range []string{"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"} {
		server, over := startGreeter(t, peers.Unchanged())
		out := greet(t, server, "-ciphersuites", suite)
		require.Contains(t, out, "Cipher is "+suite)
		require.Contains(t, out, greeting)
		require.Contains(t, out, "NewSessionTicket")
		require.Contains(t, out, "warning close_notify")
		require.NotContains(t, out, "user_canceled")
		c := next(t, over)
		require.NoError(t, c.Err)
		require.True(t, c.Established)
	}
}

// 256 KiB are many records in both directions.
func TestARewrittenConnectionCarriesManyRecords(t *testing.T) {
	t.Parallel()
	sent := bytes.Repeat([]byte("0123456789abcde\n"), 16<<10)
	server := harness.Start(t, fixtures.TLS13Only(), harness.WithBackend(peers.Unchanged()),
		harness.WithConn(func(conn net.Conn) { io.CopyN(conn, conn, int64(len(sent))) }))
	conn, err := tls.DialWithDialer(&net.Dialer{Timeout: 20 * time.Second}, "tcp", server.Addr, &tls.Config{RootCAs: server.Roots})
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(20*time.Second)))
	go conn.Write(sent)
	got := make([]byte, len(sent))
	_, err = io.ReadFull(conn, got)
	require.NoError(t, err)
	require.True(t, bytes.Equal(sent, got))
}

func TestASuiteWhoseRecordsCannotBeOpenedIsNamed(t *testing.T) {
	t.Parallel()
	server, over := startGreeter(t, peers.Unchanged())
	require.Contains(t, greet(t, server, "-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256"), "alert number 80")
	require.ErrorContains(t, next(t, over).Err, "crypto/tls selected TLS_CHACHA20_POLY1305_SHA256, whose records this backend cannot open")
}

// OpenSSL sends its key share for the first of its groups, and the server has
// the other.
func TestARewrittenConnectionSurvivesAHelloRetryRequest(t *testing.T) {
	t.Parallel()
	for _, backend := range []harness.Backend{peers.Unchanged(), peers.UserCanceled()} {
		server, _ := startGreeter(t, backend, tls.CurveP384)
		out := greet(t, server, "-groups", "X25519:P-384", "-ciphersuites", "TLS_AES_128_GCM_SHA256")
		require.Contains(t, out, greeting)
		require.Equal(t, 2, strings.Count(out, ", ServerHello"), "one of them is the HelloRetryRequest")
	}
}

func TestARewrittenConnectionIsOfTLS13Alone(t *testing.T) {
	t.Parallel()
	for _, backend := range []harness.Backend{peers.KeyChangeInOneRecord(), peers.EmptyTicket(), peers.UserCanceled()} {
		require.NoError(t, backend.Supports(fixtures.TLS13Only()))
		var unsupported *harness.UnsupportedError
		require.ErrorAs(t, backend.Supports(fixtures.Modern()), &unsupported)
		require.Equal(t, backend.Name(), unsupported.Backend)

		server, over := startGreeter(t, backend)
		require.Contains(t, greet(t, server, "-tls1_2"), "alert number 70")
		require.ErrorContains(t, next(t, over).Err, "unsupported versions")
	}
}
