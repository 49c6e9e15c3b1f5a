package legacy

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// Suites of each method of key exchange. Those with CBC and SHA-1 are for all
// versions.
const (
	rsaCBC    = tls.TLS_RSA_WITH_AES_128_CBC_SHA
	rsaRC4    = tls.TLS_RSA_WITH_RC4_128_SHA
	dheCBC    = 0x0033 // TLS_DHE_RSA_WITH_AES_128_CBC_SHA
	anonCBC   = 0x0034 // TLS_DH_anon_WITH_AES_128_CBC_SHA
	ecdheCBC  = tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
	ecdheGCM  = tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
	ecdsaGCM  = tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
	ecanonCBC = 0xC018 // TLS_ECDH_anon_WITH_AES_128_CBC_SHA
)

// playing is a profile with these suites, SSL 3.0 to TLS 1.2, that shows a
// quick key. changes are made to it in their order.
func playing(suites []uint16, changes ...func(*fixtures.Profile)) fixtures.Profile {
	p := fixtures.Profile{
		Name: "test", MinVersion: wire.VersionSSL30, MaxVersion: wire.VersionTLS12,
		Suites:      suites,
		Groups:      []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384, tls.CurveP521},
		DHGroup:     mustDHGroup("modp_1024"),
		Certificate: certs.Spec{Key: certs.RSA1024},
		SessionIDs:  true,
	}
	for _, change := range changes {
		change(&p)
	}
	return p
}

func mustDHGroup(name string) fixtures.DHGroup {
	g, err := fixtures.FindDHGroup(name)
	if err != nil {
		panic(err)
	}
	return g
}

func issue(tb testing.TB, spec certs.Spec) *certs.Certificate {
	tb.Helper()
	authority, err := certs.Shared()
	require.NoError(tb, err)
	certificate, err := authority.Issue(spec)
	require.NoError(tb, err)
	return certificate
}

// serverFor returns a server whose client authority is that of all tests.
func serverFor(tb testing.TB, p fixtures.Profile, changes ...func(*Config)) *Server {
	tb.Helper()
	authority, err := certs.Shared()
	require.NoError(tb, err)
	config := Config{
		Profile: p, Certificate: issue(tb, p.Certificate), OCSPResponse: []byte("an OCSP response"),
		ClientAuthorities: []*x509.Certificate{authority.Certificate()},
	}
	for _, change := range changes {
		change(&config)
	}
	s, err := NewServer(config)
	require.NoError(tb, err)
	return s
}

// A served connection is one on which a server runs in a goroutine.
type served struct {
	conn   *Conn
	result chan error // what ended it

	mu     sync.Mutex
	events []Event
}

// echo answers with what it reads, and returns the error that ended it; nil for
// the client's close_notify.
func echo(conn *Conn) error {
	_, err := io.Copy(conn, conn)
	return err
}

// patience is how long a test waits for what does not come. It is never reached if all
// is well.
const patience = 20 * time.Second

// serve runs handler on a connection of s, and returns the client's end.
func serve(tb testing.TB, s *Server, handler func(*Conn) error) (*memoryConn, *served) {
	tb.Helper()
	near, far := memoryConns()
	running := &served{result: make(chan error, 1)}
	running.conn = s.Conn(far, &Observer{Message: running.see})
	go func() {
		err := handler(running.conn)
		running.conn.Close()
		running.result <- err
	}()
	bound := time.AfterFunc(patience, func() { near.Close() })
	tb.Cleanup(func() {
		bound.Stop()
		near.Close()
	})
	return near, running
}

func (s *served) see(e Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = append(s.events, e)
}

// seen are the names of the events so far.
func (s *served) seen() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var names []string
	for _, e := range s.events {
		name := e.String()
		if e.Protected {
			name += " (protected)"
		}
		names = append(names, name)
	}
	return names
}

// requireEnded says that the server ended the connection with that alert.
func (s *served) requireEnded(tb testing.TB, alert uint8) *Error {
	tb.Helper()
	err := <-s.result
	var own *Error
	require.ErrorAs(tb, err, &own)
	require.Equal(tb, wire.AlertName(alert), wire.AlertName(own.Alert), "%v", err)
	return own
}
