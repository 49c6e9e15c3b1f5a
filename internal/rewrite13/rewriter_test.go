package rewrite13_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/rewrite13"
)

// startUnchanged starts a server of crypto/tls whose records are opened and sealed
// again, and not changed. It serves each connection by the function.
func startUnchanged(t *testing.T, chain func(*certs.Certificate) tls.Certificate, serve func(net.Conn)) (addr string, roots *x509.CertPool) {
	t.Helper()
	authority, err := certs.Shared()
	require.NoError(t, err)
	certificate, err := authority.Issue(certs.Spec{Key: certs.RSA2048})
	require.NoError(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			below := rewrite13.New(conn, fixtures.TLS13Only())
			server := tls.Server(below, &tls.Config{Certificates: []tls.Certificate{chain(certificate)}, KeyLogWriter: below.KeyLog()})
			serve(server)
			server.Close()
		}
	}()
	return listener.Addr().String(), authority.Pool()
}

func asIssued(c *certs.Certificate) tls.Certificate { return c.TLS() }

func greetBack(conn net.Conn) {
	if _, err := conn.Read(make([]byte, 64)); err == nil {
		io.WriteString(conn, greeting)
	}
}

// The server's records arrive as if nobody had touched them, whatever protects them.
func TestARewrittenConnectionThatIsNotChangedWorks(t *testing.T) {
	t.Parallel()
	addr, _ := startUnchanged(t, asIssued, greetBack)
	for _, suite := range []string{"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"} {
		out := greet(t, addr, "-ciphersuites", suite)
		require.Contains(t, out, "Cipher is "+suite)
		require.Contains(t, out, greeting)
		require.Contains(t, out, "NewSessionTicket")
		require.Contains(t, out, "warning close_notify")
		require.NotContains(t, out, "user_canceled")
	}
}

// 256 KiB are many records in both directions.
func TestARewrittenConnectionCarriesManyRecords(t *testing.T) {
	t.Parallel()
	sent := bytes.Repeat([]byte("0123456789abcde\n"), 16<<10)
	addr, roots := startUnchanged(t, asIssued, func(conn net.Conn) { io.CopyN(conn, conn, int64(len(sent))) })
	conn := dial(t, addr, roots)
	go conn.Write(sent)
	got := make([]byte, len(sent))
	_, err := io.ReadFull(conn, got)
	require.NoError(t, err)
	require.True(t, bytes.Equal(sent, got))
}

// A message of more than 16,384 bytes has several records (RFC 8446, section 5.1).
func TestARewrittenCertificateMayBeLong(t *testing.T) {
	t.Parallel()
	addr, roots := startUnchanged(t, func(c *certs.Certificate) tls.Certificate {
		long := c.TLS()
		for len(long.Certificate) < 40 {
			long.Certificate = append(long.Certificate, c.Chain[0])
		}
		return long
	}, greetBack)
	conn := dial(t, addr, roots)
	_, err := io.WriteString(conn, "hello\n")
	require.NoError(t, err)
	got, err := io.ReadAll(conn)
	require.NoError(t, err)
	require.Equal(t, greeting, string(got))
	require.Len(t, conn.ConnectionState().PeerCertificates, 40)
}

func dial(t *testing.T, addr string, roots *x509.CertPool) *tls.Conn {
	t.Helper()
	conn, err := tls.DialWithDialer(&net.Dialer{Timeout: 20 * time.Second}, "tcp", addr, &tls.Config{RootCAs: roots})
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	require.NoError(t, conn.SetDeadline(time.Now().Add(20*time.Second)))
	return conn
}

// OpenSSL sends its key share for the first of its groups, and the server has
// the other.
func TestARewrittenConnectionSurvivesAHelloRetryRequest(t *testing.T) {
	t.Parallel()
	for _, quirks := range []fixtures.Quirks{{NoCloseNotify: true}, {UserCanceled: true}} {
		server, _ := startGreeter(t, quirks, tls.CurveP384)
		out := greet(t, server.Addr, "-groups", "X25519:P-384", "-ciphersuites", "TLS_AES_128_GCM_SHA256")
		require.Contains(t, out, greeting)
		require.Equal(t, 2, strings.Count(out, ", ServerHello"), "one of them is the HelloRetryRequest")
	}
}

// What the profile says besides its quirks is played as without them.
func TestARewrittenServerResumesSessions(t *testing.T) {
	t.Parallel()
	server, over := startGreeter(t, fixtures.Quirks{NoCloseNotify: true})
	config := &tls.Config{RootCAs: server.Roots, ClientSessionCache: tls.NewLRUClientSessionCache(1), ServerName: "localhost"}
	for i := 0; i < 2; i++ {
		conn, err := tls.Dial("tcp", server.Addr, config)
		require.NoError(t, err)
		require.NoError(t, conn.SetDeadline(time.Now().Add(20*time.Second)))
		io.WriteString(conn, "hello\n")
		_, err = io.ReadAll(conn)
		require.NoError(t, err)
		conn.Close()
		c := next(t, over)
		require.NoError(t, c.Err)
		require.Equal(t, i == 1, c.State.Resumed)
	}
}

func TestARewrittenConnectionIsOfTLS13Alone(t *testing.T) {
	t.Parallel()
	for _, quirks := range []fixtures.Quirks{{KeyChangeInOneRecord: true}, {EmptyTicket: true}, {TwoRetryRequests: true}, {PointlessRetryRequest: true}} {
		server, over := startGreeter(t, quirks)
		require.Contains(t, greet(t, server.Addr, "-tls1_2"), "alert number 70")
		require.ErrorContains(t, next(t, over).Err, "unsupported versions")
	}
}

func TestCryptoTLSPlaysNoQuirkBelowTLS13(t *testing.T) {
	t.Parallel()
	profile := fixtures.TLS12Only()
	profile.Quirks.NoCloseNotify = true
	var unsupported *harness.UnsupportedError
	require.ErrorAs(t, harness.CryptoTLS().Supports(profile), &unsupported)
	require.Contains(t, unsupported.Lacks, "no quirk NoCloseNotify")
}

// Who closes a connection may ask while another still writes.
func TestAFailureIsToldWhileSomebodyWrites(t *testing.T) {
	t.Parallel()
	near, far := net.Pipe()
	defer near.Close()
	defer far.Close()
	below := rewrite13.New(near, fixtures.TLS13Only())
	written := make(chan error, 1)
	go func() {
		_, err := below.Write([]byte{22, 3, 3})
		written <- err
	}()
	_ = below.Err() // for the race detector
	const want = "crypto/tls wrote 3 bytes, which are no record"
	require.EqualError(t, <-written, want)
	require.EqualError(t, below.Err(), want)
	_, err := below.Write([]byte{21, 3, 3, 0, 2, 2, 80})
	require.EqualError(t, err, want, "nothing follows")
}
