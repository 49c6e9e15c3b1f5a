package harness_test

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// What a handler learns of the connection is the same on both backends.
func TestAHandlerLearnsWhatWasAgreedOn(t *testing.T) {
	t.Parallel()
	for _, b := range []harness.Backend{harness.CryptoTLS(), harness.Legacy()} {
		states := make(chan tls.ConnectionState, 1)
		p := profile(fixtures.ClientCertificateRequired(), "alpn", func(p *fixtures.Profile) { p.ALPN = []string{"http/1.1"} })
		s := harness.Start(t, p, harness.WithBackend(b), harness.WithHandler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { states <- *r.TLS })))
		config := clientOf(t, s)
		config.NextProtos, config.ClientSessionCache = []string{"http/1.1"}, tls.NewLRUClientSessionCache(1)
		for _, resumed := range []bool{false, true} {
			conn, err := dial(s, config)
			require.NoError(t, err)
			fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
			_, err = conn.Read(make([]byte, 1))
			require.NoError(t, err)
			conn.Close()
			got := <-states
			client := conn.ConnectionState()
			require.Equal(t, uint16(tls.VersionTLS12), got.Version)
			require.Equal(t, client.CipherSuite, got.CipherSuite)
			require.True(t, got.HandshakeComplete)
			require.Equal(t, resumed, got.DidResume, b.Name())
			require.Equal(t, "http/1.1", got.NegotiatedProtocol)
			require.Equal(t, "localhost", got.ServerName)
			require.Equal(t, "a test client", got.PeerCertificates[0].Subject.CommonName)
			if !resumed { // a resumption has no key exchange
				require.Equal(t, harness.CurveOf(client), harness.CurveOf(got), b.Name())
			}
		}
	}
}

func TestAConnectionHandlerLearnsWhatWasAgreedOn(t *testing.T) {
	t.Parallel()
	for _, b := range []harness.Backend{harness.CryptoTLS(), harness.Legacy()} {
		suites := make(chan uint16, 1)
		s := harness.Start(t, fixtures.AES128SHAOnly(), harness.WithBackend(b), harness.WithConn(func(c net.Conn) {
			suites <- c.(interface{ ConnectionState() tls.ConnectionState }).ConnectionState().CipherSuite
		}))
		conn, err := dial(s, explicitClient(s))
		require.NoError(t, err)
		_, err = io.ReadAll(conn)
		require.NoError(t, err)
		conn.Close()
		require.Equal(t, uint16(tls.TLS_RSA_WITH_AES_128_CBC_SHA), <-suites)
	}
}
