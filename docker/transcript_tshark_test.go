package docker_test

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"io"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/docker"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/agreement"
)

// What OpenSSL 1.1.1 sends is read by tshark and by us in the same way. The root module has this
// for OpenSSL 3, its own backends and many clients.
func TestTSharkReadsAConnectionToOpenSSL111InTheSameWay(t *testing.T) {
	retry := fixtures.TLS13Only()
	retry.Name, retry.Groups = "retry-13", []tls.CurveID{tls.CurveP384}
	tls10 := fixtures.TLS10ECDHE()
	tls10.Quirks = fixtures.Quirks{} // it is to be OpenSSL as it is
	profiles := []fixtures.Profile{
		fixtures.AES128SHAOnly(), tls10, fixtures.TLS12Only(), fixtures.ClientCertificateRequired(), fixtures.TLS13Only(), retry,
	}
	for _, g := range []string{"1.1.1", "1.1.1-weak"} {
		t.Run(g, func(t *testing.T) {
			t.Parallel()
			needImage(t, g)
			var file bytes.Buffer // a capture has each connection written by one call at a time
			capture, err := harness.NewCapture(&file)
			require.NoError(t, err)
			seen := make([][]agreement.Connection, len(profiles))
			t.Run("servers", func(t *testing.T) {
				for i, p := range profiles {
					t.Run(p.Name, func(t *testing.T) {
						t.Parallel()
						seen[i] = capturedFrom(t, p, g, capture)
					})
				}
			})
			all := slices.Concat(seen...)
			require.Equal(t, 3*len(profiles), len(all))
			agreement.Require(t, file.Bytes(), all...)
		})
	}
}

// capturedFrom makes two connections to a server, the second one resumed, and a third one that
// it refuses.
func capturedFrom(t *testing.T, p fixtures.Profile, generation string, capture *harness.Capture) []agreement.Connection {
	t.Helper()
	var mu sync.Mutex
	var over []harness.Connection
	s := harness.Start(t, p, harness.WithBackend(docker.OpenSSL(generation)), harness.WithLines(nil), harness.WithCapture(capture),
		harness.WithConnectionLog(func(c harness.Connection) {
			mu.Lock()
			defer mu.Unlock()
			over = append(over, c)
		}))
	config := &tls.Config{
		RootCAs: s.Roots, ServerName: "localhost", MinVersion: tls.VersionTLS10, CipherSuites: p.Suites,
		Certificates: []tls.Certificate{clientCertificate(t)}, ClientSessionCache: tls.NewLRUClientSessionCache(1),
	}
	for range 2 {
		conn, err := tls.Dial("tcp", s.Addr, config)
		require.NoError(t, err, p.Name)
		_, err = io.WriteString(conn, "1221\n")
		require.NoError(t, err)
		_, err = bufio.NewReader(conn).ReadString('\n')
		require.NoError(t, err)
		conn.Close()
	}
	refused := config.Clone()
	refused.MaxVersion, refused.CipherSuites = tls.VersionTLS12, []uint16{tls.TLS_RSA_WITH_RC4_128_SHA}
	_, err := tls.Dial("tcp", s.Addr, refused)
	require.Error(t, err, p.Name)

	require.NoError(t, s.Close()) // then the capture has them
	var all []agreement.Connection
	for _, c := range over {
		all = append(all, agreement.Connection{Server: s.Addr, Transcript: c.Transcript()})
	}
	require.Len(t, all, 3, p.Name)
	return all
}

func clientCertificate(t *testing.T) tls.Certificate {
	t.Helper()
	authority, err := certs.Shared()
	require.NoError(t, err)
	cert, err := authority.Issue(certs.Spec{CommonName: "a test client", ForClient: true})
	require.NoError(t, err)
	return cert.TLS()
}
