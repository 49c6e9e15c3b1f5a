package legacy

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A listening server accepts connections of the engine.
type listening struct {
	net.Listener
	server *Server
}

func (l listening) Accept() (net.Conn, error) {
	tcp, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return l.server.Conn(tcp, nil), nil
}

// serveHTTP runs net/http on the engine, and returns its address.
func serveHTTP(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := &http.Server{Handler: handler}
	go server.Serve(listening{listener, serverFor(t, playing([]uint16{ecdheGCM}))})
	t.Cleanup(func() { server.Close() })
	return listener.Addr().String()
}

func TestHTTPKeepsAConnectionAlive(t *testing.T) {
	t.Parallel()
	address := serveHTTP(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %s", r.RemoteAddr, body)
	})
	transport := &http.Transport{TLSClientConfig: goClient(t, tls.VersionTLS12, ecdheGCM)}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	from := make(map[string]bool)
	for _, body := range []string{"", "a body", strings.Repeat("a long body ", 100_000)} {
		response, err := client.Post("https://"+address, "text/plain", strings.NewReader(body))
		require.NoError(t, err)
		answer, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		response.Body.Close()
		remote, got, _ := strings.Cut(string(answer), " ")
		require.Equal(t, body, got)
		from[remote] = true
	}
	require.Len(t, from, 1)
}

// Hijacking ends a Read of net/http's by a deadline in the past, and goes on with the
// connection.
func TestAConnectionOfHTTPCanBeHijacked(t *testing.T) {
	t.Parallel()
	address := serveHTTP(t, func(w http.ResponseWriter, r *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		if _, ok := conn.(*Conn); !ok {
			t.Errorf("hijacked a %T", conn)
		}
		fmt.Fprint(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n")
		io.Copy(conn, conn)
	})
	conn, err := tls.Dial("tcp", address, goClient(t, tls.VersionTLS12, ecdheGCM))
	require.NoError(t, err)
	defer conn.Close()
	fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n")
	reader := bufio.NewReader(conn)
	response, err := http.ReadResponse(reader, nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusSwitchingProtocols, response.StatusCode)
	for i := 0; i < 3; i++ {
		fmt.Fprintln(conn, "no HTTP any more")
		line, err := reader.ReadString('\n')
		require.NoError(t, err)
		require.Equal(t, "no HTTP any more\n", line)
	}
	require.NoError(t, conn.CloseWrite())
	rest, err := io.ReadAll(reader)
	require.NoError(t, err)
	require.Empty(t, rest)
}
