package pcapng_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/pcapng"
	"github.com/legacytls/legacytls/internal/pcapng/pcapngtest"
)

// A recordingListener records the connections that it accepts.
type recordingListener struct {
	net.Listener
	accepted chan *pcapngtest.Recorder
}

func (l recordingListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	r := pcapngtest.Record(conn, pcapng.Connection{
		Client: conn.RemoteAddr().(*net.TCPAddr).AddrPort(),
		Server: conn.LocalAddr().(*net.TCPAddr).AddrPort(),
	})
	l.accepted <- r
	return r, nil
}

// request returns the recording of a GET of the path over TLS, from a server at this
// address of the loopback, and with the keys.
func request(t testing.TB, loopback, path string, config *tls.Config) pcapng.Connection {
	t.Helper()
	listener, err := net.Listen("tcp", net.JoinHostPort(loopback, "0"))
	require.NoError(t, err)
	recording := recordingListener{listener, make(chan *pcapngtest.Recorder, 1)}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "the answer to "+r.URL.Path)
	}))
	server.Listener.Close()
	server.Listener = recording
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = &tls.Config{MinVersion: config.MinVersion} // below the default of Go 1.27
	server.StartTLS()
	defer server.Close()

	transport := server.Client().Transport.(*http.Transport)
	var keyLog bytes.Buffer
	transport.TLSClientConfig.KeyLogWriter = &keyLog
	transport.TLSClientConfig.MinVersion = config.MinVersion
	transport.TLSClientConfig.MaxVersion = config.MaxVersion
	transport.TLSClientConfig.CipherSuites = config.CipherSuites
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+path, nil)
	require.NoError(t, err)
	r.Host = "example.com"
	answer, err := server.Client().Do(r)
	require.NoError(t, err)
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	answer.Body.Close()
	require.Equal(t, "the answer to "+path, string(body))
	transport.CloseIdleConnections()

	c := (<-recording.accepted).Connection()
	c.KeyLog, c.ClientEnded = keyLog.Bytes(), true
	// The ports are those of no protocol, which the ones that the system gave could be.
	c.Client, c.Server = netip.AddrPortFrom(c.Client.Addr(), 50001), netip.AddrPortFrom(c.Server.Addr(), 50002)
	return c
}

// spoken returns a connection in which nothing but these words was said, by the client
// and by the server in turn, one second after the other.
func spoken(words ...string) pcapng.Connection {
	c := pcapng.Connection{
		Client:  netip.MustParseAddrPort("192.0.2.1:50001"),
		Server:  netip.MustParseAddrPort("192.0.2.2:50002"),
		Started: began,
	}
	at := began
	for i, word := range words {
		at = at.Add(time.Second)
		c.Chunks = append(c.Chunks, pcapng.Chunk{FromClient: i%2 == 0, At: at, Data: []byte(word)})
	}
	c.Ended = at.Add(time.Second)
	return c
}

// began is a time whose nanoseconds are all told apart.
var began = time.Unix(1_000_000_000, 123_456_789)
