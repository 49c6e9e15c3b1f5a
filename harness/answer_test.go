package harness_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// httpClient is one that connects to s.
func httpClient(t testing.TB, s *harness.Server) *http.Client {
	t.Helper()
	transport := &http.Transport{TLSClientConfig: explicitClient(s), ForceAttemptHTTP2: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: patience}
}

func get(client *http.Client, url string) (body, proto string, err error) {
	resp, err := client.Get(url)
	if err != nil {
		return "", "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return string(b), resp.Proto, err
}

func TestAServerAnswersHTTP(t *testing.T) {
	t.Parallel()
	s := harness.Start(t, fixtures.RSAKeyExchangeOnly())
	body, _, err := get(httpClient(t, s), s.URL)
	require.NoError(t, err)
	require.Equal(t, "hello from legacytls\n", body)
}

func TestAHandlerAnswersAndSeesTheConnection(t *testing.T) {
	t.Parallel()
	s := harness.Start(t, fixtures.AES128SHAOnly(), harness.WithHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, r.URL.Path, " ", tls.CipherSuiteName(r.TLS.CipherSuite))
	})))
	body, _, err := get(httpClient(t, s), s.URL+"/login")
	require.NoError(t, err)
	require.Equal(t, "/login TLS_RSA_WITH_AES_128_CBC_SHA", body)
}

func TestTwoRequestsShareAConnection(t *testing.T) {
	t.Parallel()
	s := harness.Start(t, fixtures.RSAKeyExchangeOnly())
	client := httpClient(t, s)
	var reused []bool
	trace := &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) { reused = append(reused, info.Reused) }}
	for i := 0; i < 2; i++ {
		req, err := http.NewRequestWithContext(httptrace.WithClientTrace(bg, trace), "GET", s.URL, nil)
		require.NoError(t, err)
		resp, err := client.Do(req)
		require.NoError(t, err)
		_, err = io.Copy(io.Discard, resp.Body)
		require.NoError(t, err)
		resp.Body.Close()
	}
	require.Equal(t, []bool{false, true}, reused)
	require.Len(t, s.Connections(), 1)
}

// HTTP/2 dies over the suites of a legacy server after a good handshake.
func TestTheServerNeverSpeaksHTTP2(t *testing.T) {
	t.Parallel()
	for _, p := range []fixtures.Profile{
		fixtures.Modern(),
		profile(fixtures.Modern(), "h2", func(p *fixtures.Profile) { p.ALPN = []string{"http/1.1"} }),
	} {
		s := harness.Start(t, p)
		_, proto, err := get(httpClient(t, s), s.URL)
		require.NoError(t, err)
		require.Equal(t, "HTTP/1.1", proto)
	}
}

func TestNotEvenAProfileThatSelectsHTTP2GetsIt(t *testing.T) {
	t.Parallel()
	for _, p := range []fixtures.Profile{fixtures.Modern(), fixtures.TLS12Only()} {
		s := harness.Start(t, profile(p, "h2", func(p *fixtures.Profile) { p.ALPN = []string{"h2"} }))
		config := explicitClient(s)
		config.NextProtos = []string{"h2"}
		conn, err := dial(s, config)
		require.NoError(t, err)
		defer conn.Close()
		require.Equal(t, "h2", conn.ConnectionState().NegotiatedProtocol)
		fmt.Fprint(conn, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00") // RFC 9113, section 3.4
		got, _ := io.ReadAll(conn)
		require.Empty(t, got, "a server of HTTP/2 would send its SETTINGS")
	}
}

// A handler that takes the connection over, as for a WebSocket or a CONNECT
// proxy, keeps it until it closes it.
func TestAHandlerMayTakeTheConnectionOver(t *testing.T) {
	t.Parallel()
	s := harness.Start(t, fixtures.AES128SHAOnly(), harness.WithHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, rw, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		go func() {
			defer conn.Close()
			fmt.Fprint(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: lines\r\n\r\n")
			for {
				line, err := rw.ReadString('\n')
				if err != nil {
					return
				}
				fmt.Fprint(conn, line)
			}
		}()
	})))
	conn, err := dial(s, explicitClient(s))
	require.NoError(t, err)
	defer conn.Close()
	fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	r := bufio.NewReader(conn)
	resp, err := http.ReadResponse(r, nil)
	require.NoError(t, err)
	require.Equal(t, 101, resp.StatusCode)
	for i := 0; i < 2; i++ {
		fmt.Fprint(conn, "line\n")
		line, err := r.ReadString('\n')
		require.NoError(t, err)
		require.Equal(t, "line\n", line)
	}
	// Start's clean-up shows that a connection that was taken over does not
	// keep the server from closing.
}

func TestLinesAreEchoedOrReplied(t *testing.T) {
	t.Parallel()
	s := harness.Start(t, fixtures.AES128SHAOnly(), harness.WithLines(strings.ToUpper))
	conn, err := dial(s, explicitClient(s))
	require.NoError(t, err)
	defer conn.Close()
	r := bufio.NewReader(conn)
	for _, line := range []string{"helo", "quit"} {
		fmt.Fprintln(conn, line)
		got, err := r.ReadString('\n')
		require.NoError(t, err)
		require.Equal(t, strings.ToUpper(line)+"\n", got)
	}
}

func TestALineWithoutEndIsCutOff(t *testing.T) {
	t.Parallel()
	s, over := watch(t, fixtures.AES128SHAOnly())
	longest := strings.Repeat("x", 64<<10-1)
	conn, err := dial(s, explicitClient(s))
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, echo(conn, longest))
	io.WriteString(conn, longest+"xx") // the server may hang up in the middle
	_, err = io.ReadAll(conn)
	if err != nil {
		require.NotContains(t, err.Error(), "timeout")
	}
	require.True(t, next(t, over).Established)
}

func TestAFunctionOfTheUsersOwnHasTheConnection(t *testing.T) {
	t.Parallel()
	s := harness.Start(t, fixtures.AES128SHAOnly(), harness.WithConn(func(c net.Conn) { fmt.Fprint(c, "220 old.test ESMTP\r\n") }))
	conn, err := dial(s, explicitClient(s))
	require.NoError(t, err)
	defer conn.Close()
	got, err := io.ReadAll(conn)
	require.NoError(t, err, "the end is orderly")
	require.Equal(t, "220 old.test ESMTP\r\n", string(got))
}

func TestOfTwoAnswersTheLastWins(t *testing.T) {
	t.Parallel()
	s := harness.Start(t, fixtures.AES128SHAOnly(), harness.WithHandler(http.NotFoundHandler()), harness.WithLines(nil))
	_, err := ping(s, explicitClient(s))
	require.NoError(t, err)
}

func TestTheConnectionLogIsCalledOneAtATime(t *testing.T) {
	t.Parallel()
	busy, calls := make(chan struct{}, 1), make(chan int, 32)
	s := harness.Start(t, fixtures.AES128SHAOnly(), harness.WithLines(nil), harness.WithConnectionLog(func(c harness.Connection) {
		select {
		case busy <- struct{}{}:
		default:
			t.Error("two calls at once")
		}
		calls <- c.ID
		<-busy
	}))
	for i := 0; i < 32; i++ {
		go rawBytes(t, s, []byte("GET / HTTP/1.0\r\n\r\n"))
	}
	seen := make(map[int]bool)
	for len(seen) < 32 {
		select {
		case id := <-calls:
			seen[id] = true
		case <-time.After(patience):
			require.Fail(t, "not every connection was logged")
		}
	}
}
