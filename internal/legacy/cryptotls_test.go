package legacy

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
)

// goClient is the configuration of a crypto/tls client that offers one suite.
func goClient(tb testing.TB, version, suite uint16) *tls.Config {
	tb.Helper()
	authority, err := certs.Shared()
	require.NoError(tb, err)
	return &tls.Config{
		RootCAs: authority.Pool(), ServerName: "localhost",
		MinVersion: version, MaxVersion: version, CipherSuites: []uint16{suite},
	}
}

// showing is a profile with one suite, and a certificate that goes with it.
func showing(suite uint16, key certs.Key) fixtures.Profile {
	return playing([]uint16{suite}, func(p *fixtures.Profile) { p.Certificate.Key = key })
}

// keyOf is the kind of key that goes with a suite.
func keyOf(suite uint16) certs.Key {
	if s, _ := suiteByID(suite); s.Authentication == "ECDSA" {
		return certs.ECDSAP256
	}
	return certs.RSA1024
}

// goVersions are the versions in which crypto/tls has the suite.
func goVersions(suite uint16) []uint16 {
	if s, _ := suiteByID(suite); s.UsableIn(tls.VersionTLS11) {
		return []uint16{tls.VersionTLS10, tls.VersionTLS11, tls.VersionTLS12}
	}
	return []uint16{tls.VersionTLS12}
}

// RFC 5705: both ends export the same, with and without extended master secret, also
// after a resumption.
func TestKeyingMaterialIsThatOfCryptoTLS(t *testing.T) {
	t.Parallel()
	for _, suite := range []uint16{ecdheCBC, ecdheGCM, ecdsaGCM, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384} {
		for _, version := range goVersions(suite) {
			suite, version := suite, version
			t.Run(fmt.Sprintf("%s %x", fixtures.OpenSSLName(suite), version), func(t *testing.T) {
				server := serverFor(t, showing(suite, keyOf(suite)))
				config := goClient(t, version, suite)
				config.ClientSessionCache = tls.NewLRUClientSessionCache(1)
				for i := 0; i < 2; i++ {
					near, running := serve(t, server, echo)
					goConn := tls.Client(near, config)
					requireEchoOver(t, goConn)
					require.Equal(t, i == 1, goConn.ConnectionState().DidResume)
					requireSameKeyingMaterial(t, goConn, running.conn)
					require.NoError(t, goConn.Close())
				}
			})
		}
	}
}

func requireSameKeyingMaterial(t *testing.T, theirs *tls.Conn, ours *Conn) {
	t.Helper()
	state := theirs.ConnectionState()
	for _, context := range [][]byte{nil, {}, []byte("context")} {
		want, err := state.ExportKeyingMaterial("EXPERIMENTAL-legacytls", context, 100)
		require.NoError(t, err)
		got, err := ours.ExportKeyingMaterial("EXPERIMENTAL-legacytls", context, 100)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

func requireEchoOver(t *testing.T, conn net.Conn) {
	t.Helper()
	_, err := conn.Write([]byte("hello"))
	require.NoError(t, err)
	b := make([]byte, len("hello"))
	_, err = io.ReadFull(conn, b)
	require.NoError(t, err)
	require.Equal(t, "hello", string(b))
}

// RFC 5705 begins with TLS 1.0, and before a handshake there is nothing to export from.
func TestThereMayBeNoKeyingMaterial(t *testing.T) {
	t.Parallel()
	c := connected(t, wire.VersionSSL30, fixtures.RefuseRenegotiation, true)
	_, err := c.served.conn.ExportKeyingMaterial("label", nil, 10)
	require.ErrorContains(t, err, "SSL 3.0")
	c = meet(t, playing([]uint16{rsaCBC}))
	c.conn.Close()
	<-c.served.result
	_, err = c.served.conn.ExportKeyingMaterial("label", nil, 10)
	require.Error(t, err)
}

// A server for tests has many clients at once: all of them are served, and nothing is
// left.
func TestAThousandClientsAtOnceAreServed(t *testing.T) {
	clients := 1000
	if !sweep.All(t, "two hundred clients") {
		clients = 200
	}
	before := runtime.NumGoroutine()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	suites := []uint16{ecdheCBC, ecdheGCM, tls.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384}
	server := serverFor(t, playing(suites))
	var all sync.WaitGroup
	errs := make(chan error, 2*clients)
	all.Add(1)
	go func() {
		defer all.Done()
		for i := 0; i < clients; i++ {
			tcp, err := listener.Accept()
			if err != nil {
				errs <- err
				return
			}
			all.Add(1)
			go func() {
				defer all.Done()
				conn := server.Conn(tcp, nil)
				defer conn.Close()
				errs <- echo(conn)
			}()
		}
	}()
	begin := make(chan struct{})
	for i := 0; i < clients; i++ {
		config := goClient(t, tls.VersionTLS12, suites[i%len(suites)])
		all.Add(1)
		go func() {
			defer all.Done()
			<-begin
			errs <- visit(listener.Addr().String(), config)
		}()
	}
	close(begin)
	all.Wait()
	listener.Close()
	close(errs)
	for err := range errs {
		require.NoError(t, err)
	}
	requireGoroutines(t, before)
}

// visit makes a connection, and says something on it.
func visit(address string, config *tls.Config) error {
	conn, err := tls.Dial("tcp", address, config)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.Write([]byte("hello")); err != nil {
		return err
	}
	_, err = io.ReadFull(conn, make([]byte, len("hello")))
	return err
}

// requireGoroutines waits until no more goroutines are there than before. They may
// need a moment after the last thing that they do.
func requireGoroutines(tb testing.TB, before int) {
	tb.Helper()
	for bound := time.Now().Add(time.Minute); runtime.NumGoroutine() > before; runtime.Gosched() {
		require.True(tb, time.Now().Before(bound), "%d goroutines, %d before", runtime.NumGoroutine(), before)
	}
}
