package harness_test

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// panicking are servers whose answer panics, with what they then report.
func panicking() map[string]harness.Option {
	return map[string]harness.Option{
		"handler panicked on GET /login: oh dear": harness.WithHandler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("oh dear") })),
		"line handler panicked: oh dear":          harness.WithLines(func(string) string { panic("oh dear") }),
		"connection handler panicked: oh dear":    harness.WithConn(func(net.Conn) { panic("oh dear") }),
	}
}

// provoke makes the server panic.
func provoke(t testing.TB, s *harness.Server) {
	conn, err := dial(s, explicitClient(s))
	require.NoError(t, err)
	defer conn.Close()
	conn.Write([]byte("GET /login HTTP/1.1\r\nHost: a\r\n\r\n"))
	conn.Read(make([]byte, 1)) // the connection ends when the panic is through
}

func TestCloseReturnsAPanicWithItsStack(t *testing.T) {
	t.Parallel()
	for text, opt := range panicking() {
		s, err := harness.Serve(bg, fixtures.AES128SHAOnly(), opt)
		require.NoError(t, err)
		provoke(t, s)
		err = s.Close()
		require.ErrorContains(t, err, text)
		require.ErrorContains(t, err, "panic_test.go:", "the stack")
	}
}

func TestAPanicFailsTheTestAtItsEnd(t *testing.T) {
	t.Parallel()
	for text, opt := range panicking() {
		tb := &fakeTB{}
		tb.run(func(tb testing.TB) { provoke(t, harness.Start(tb, fixtures.AES128SHAOnly(), opt)) })
		require.Len(t, tb.errors, 1)
		require.Contains(t, tb.errors[0], "aes128-sha-only: "+text)
		require.Len(t, tb.logs, 2, "a failed test shows its connections, and what went over them")
		require.Contains(t, tb.logs[0], "aes128-sha-only saw connection 1: TLS 1.2 AES128-SHA")
		require.Contains(t, tb.logs[1], "connection 1 from 127.0.0.1:")
		require.Contains(t, tb.logs[1], ", decrypted --")
	}
}

func TestATestThatPassesLogsNothing(t *testing.T) {
	t.Parallel()
	tb := &fakeTB{}
	tb.run(func(tb testing.TB) {
		_, err := ping(harness.Start(tb, fixtures.AES128SHAOnly(), harness.WithLines(nil)), &tls12)
		require.Error(t, err) // a refused client alone fails no test
	})
	require.Empty(t, tb.logs)
	require.False(t, tb.Failed())
}

func TestAnAbortedHandlerIsNoError(t *testing.T) {
	t.Parallel()
	s, err := harness.Serve(bg, fixtures.AES128SHAOnly(), harness.WithHandler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })))
	require.NoError(t, err)
	provoke(t, s)
	require.NoError(t, s.Close())
}

// tls12 shares no suite with a server of RSA key exchange.
var tls12 = tls.Config{MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}, InsecureSkipVerify: true}

// childVariable makes the test binary run one of its tests as a child.
const childVariable = "LEGACYTLS_TEST_CHILD"

// child is a command that runs one test of this binary.
func child(t testing.TB, test string, env ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(exe, "-test.run=^"+test+"$", "-test.count=1", fmt.Sprintf("-test.short=%t", testing.Short()))
	cmd.Env = append(append(os.Environ(), childVariable+"=1"), env...)
	return cmd
}

// TestNothingIsWrittenToStandardError runs every way in which a client or an
// answer can fail in a child process, whose standard error it reads.
func TestNothingIsWrittenToStandardError(t *testing.T) {
	if os.Getenv(childVariable) != "" {
		misbehave(t)
		return
	}
	t.Parallel()
	var stderr, stdout noise
	cmd := child(t, t.Name())
	cmd.Stderr, cmd.Stdout = &stderr, &stdout
	require.NoError(t, cmd.Run(), "%s", stdout)
	require.Empty(t, string(stderr))
}

type noise []byte

func (n *noise) Write(p []byte) (int, error) { *n = append(*n, p...); return len(p), nil }

func misbehave(t *testing.T) {
	for _, opt := range panicking() {
		s, err := harness.Serve(bg, fixtures.AES128SHAOnly(), opt)
		require.NoError(t, err)
		provoke(t, s)
		rawBytes(t, s, []byte("GET / HTTP/1.0\r\n\r\n"))
		rawBytes(t, s, aRecord)
		_, err = ping(s, &tls12)
		require.Error(t, err)
		conn, err := dial(s, explicitClient(s))
		require.NoError(t, err)
		conn.Write([]byte("not HTTP at all\r\n\r\n"))
		conn.Close()
		require.Error(t, s.Close())
	}
	s := harness.Start(t, fixtures.AES128SHAOnly(), harness.WithHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(200)
		w.WriteHeader(500) // net/http logs this
	})))
	_, _, err := get(httpClient(t, s), s.URL)
	require.NoError(t, err)
}
