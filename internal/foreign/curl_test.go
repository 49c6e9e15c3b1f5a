package foreign_test

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/wire"
)

// serveHTTP answers with the path.
func serveHTTP(t *testing.T, p pki, config *tls.Config) string {
	t.Helper()
	config.Certificates = []tls.Certificate{p.server.TLS()}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, strings.TrimPrefix(r.URL.Path, "/"))
	}))
	server.TLS = config
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "https://")
}

func TestCurlGetsAPageInEveryVersion(t *testing.T) {
	t.Parallel()
	p, c := newPKI(t, certs.RSA2048), foreign.Curl(t)
	server := serveHTTP(t, p, &tls.Config{MinVersion: tls.VersionTLS10, CipherSuites: []uint16{aes128SHA, ecdheAES256SHA}})
	for version := wire.VersionTLS10; version <= wire.VersionTLS12; version++ {
		got := connect(t, c, foreign.Request{
			Addr: server, Version: version, Suites: []uint16{aes128SHA}, RootsPEM: p.roots, ServerName: "legacy.test", ALPN: []string{"http/1.1"},
		})
		requireConnected(t, got)
		require.Equal(t, version, got.Version)
		require.Equal(t, uint16(aes128SHA), got.Suite)
		require.Equal(t, "http/1.1", got.ALPN, got.Output)
		require.False(t, got.Resumed)
	}
}

// crypto/tls resumes by tickets alone, which curl never takes.
func TestCurlResumesASession(t *testing.T) {
	t.Parallel()
	p, c := newPKI(t, certs.RSA2048), foreign.Curl(t)
	for _, resumes := range []bool{true, false} {
		args := []string{"-WWW"}
		if !resumes {
			args = append(args, "-no_cache")
		}
		got := connect(t, c, foreign.Request{Addr: startOpenSSL(t, p, args...), Version: wire.VersionTLS12, Resume: true})
		require.Empty(t, got.Problem, got.Output)
		require.Equal(t, resumes, got.Resumed, got.Output)
	}
}

func TestCurlShowsAClientCertificate(t *testing.T) {
	t.Parallel()
	p, c := newPKI(t, certs.RSA2048), foreign.Curl(t)
	server := serveHTTP(t, p, &tls.Config{ClientAuth: tls.RequireAnyClientCert})
	r := foreign.Request{Addr: server, Version: wire.VersionTLS12, CertificatePEM: p.clientPEM, KeyPEM: p.keyPEM}
	requireConnected(t, connect(t, c, r))
	r.CertificatePEM, r.KeyPEM = nil, nil
	got := connect(t, c, r)
	require.NotEmpty(t, got.Alert, "which one depends on the Go release: %s", got.Output)
	requireRefused(t, got, got.Alert)
}

func TestCurlReportsAlertsAndStrangers(t *testing.T) {
	t.Parallel()
	p, c := newPKI(t, certs.RSA2048), foreign.Curl(t)
	server := serveHTTP(t, p, &tls.Config{CipherSuites: []uint16{ecdheAES256SHA}})
	requireRefused(t, connect(t, c, foreign.Request{Addr: server, Version: wire.VersionTLS12, Suites: []uint16{aes128SHA}}), "handshake_failure")
	requireRefused(t, connect(t, c, foreign.Request{Addr: server, Version: wire.VersionTLS12, RootsPEM: p.roots, ServerName: "other.test"}), "")
}

// Curl takes this alert for a verification of its own.
func TestCurlReportsAnAlertAboutACertificate(t *testing.T) {
	t.Parallel()
	server := listen(t, func(conn net.Conn) {
		readSome(conn)
		_, _ = conn.Write([]byte{21, 3, 3, 0, 2, 2, 45})
	})
	got := connect(t, foreign.Curl(t), foreign.Request{Addr: server, Version: wire.VersionTLS12})
	requireRefused(t, got, "certificate_expired")
}
