package legacy_test

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/legacy"
)

// A server is the engine behind a listener on loopback, for clients that are
// programs of somebody else. Lines come back, or it speaks HTTP.
type server struct {
	addr   string
	roots  []byte // PEM, that the certificate is verified with
	visits chan visit
}

// A visit is what the server knows about a connection that has ended.
type visit struct {
	legacy.State
	conn *legacy.Conn
	sent []byte // by the server, as it was on the wire
}

// patience bounds the wait for a server's end of a connection, and how long one may last.
const patience = time.Minute

// startEcho starts a server that sends back what it gets.
func startEcho(tb testing.TB, p fixtures.Profile, changes ...func(*legacy.Config)) *server {
	tb.Helper()
	s, listener := listen(tb, p, changes)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				_, _ = io.Copy(conn, conn)
			}()
		}
	}()
	return s
}

// startHTTP starts a server that answers a request with its path.
func startHTTP(tb testing.TB, p fixtures.Profile, changes ...func(*legacy.Config)) *server {
	tb.Helper()
	s, listener := listen(tb, p, changes)
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, r.URL.Path) })
	web := &http.Server{Handler: handler}
	go func() { _ = web.Serve(listener) }()
	tb.Cleanup(func() { web.Close() })
	return s
}

// startFor starts the server that the client can talk to.
func startFor(tb testing.TB, c *foreign.Client, p fixtures.Profile, changes ...func(*legacy.Config)) *server {
	tb.Helper()
	if c.Name() == "curl" {
		return startHTTP(tb, p, changes...)
	}
	return startEcho(tb, p, changes...)
}

// listen makes the engine and its listener. Server and client certificates are of the
// one authority of all tests.
func listen(tb testing.TB, p fixtures.Profile, changes []func(*legacy.Config)) (*server, net.Listener) {
	tb.Helper()
	authority := sharedAuthority(tb)
	certificate := issue(tb, p.Certificate)
	response, err := authority.OCSPResponse(certificate)
	require.NoError(tb, err)
	config := legacy.Config{
		Profile: p, Certificate: certificate, OCSPResponse: response,
		ClientAuthorities: []*x509.Certificate{authority.Certificate()},
	}
	for _, change := range changes {
		change(&config)
	}
	engine, err := legacy.NewServer(config)
	require.NoError(tb, err)
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(tb, err)
	tb.Cleanup(func() { tcp.Close() })
	s := &server{addr: tcp.Addr().String(), roots: authority.PEM(), visits: make(chan visit, 100)}
	return s, listener{tcp, engine, s}
}

func sharedAuthority(tb testing.TB) *certs.Authority {
	tb.Helper()
	authority, err := certs.Shared()
	require.NoError(tb, err)
	return authority
}

func issue(tb testing.TB, spec certs.Spec) *certs.Certificate {
	tb.Helper()
	certificate, err := sharedAuthority(tb).Issue(spec)
	require.NoError(tb, err)
	return certificate
}

// A listener accepts connections of the engine.
type listener struct {
	net.Listener
	engine *legacy.Server
	server *server
}

func (l listener) Accept() (net.Conn, error) {
	tcp, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	_ = tcp.SetDeadline(time.Now().Add(patience))
	wire := &tap{Conn: tcp}
	return &watched{Conn: l.engine.Conn(wire, nil), wire: wire, server: l.server}, nil
}

// A watched connection makes a visit of itself when it is closed.
type watched struct {
	*legacy.Conn
	wire   *tap
	server *server
	once   sync.Once
}

func (w *watched) Close() error {
	err := w.Conn.Close()
	w.once.Do(func() {
		select {
		case w.server.visits <- visit{w.State(), w.Conn, w.wire.all()}:
		default: // nobody has asked for the last hundred
		}
	})
	return err
}

// A tap keeps what is written to a connection.
type tap struct {
	net.Conn
	mu   sync.Mutex
	sent []byte
}

func (t *tap) Write(p []byte) (int, error) {
	t.mu.Lock()
	t.sent = append(t.sent, p...)
	t.mu.Unlock()
	return t.Conn.Write(p)
}

func (t *tap) all() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.sent
}

// NetConn lets the engine reset and half-close the connection.
func (t *tap) NetConn() net.Conn { return t.Conn }

// visit returns the next connection that has ended. It may be later than that of the client.
func (s *server) visit(tb testing.TB) visit {
	tb.Helper()
	select {
	case v := <-s.visits:
		return v
	case <-time.After(patience):
		require.Fail(tb, "no connection has ended")
		return visit{}
	}
}

// Suites of each method of key exchange.
const (
	rsaCBC    = tls.TLS_RSA_WITH_AES_128_CBC_SHA
	dheCBC    = 0x0033 // TLS_DHE_RSA_WITH_AES_128_CBC_SHA
	ecdheCBC  = tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
	ecdheGCM  = tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
	ecdsaCBC  = tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA
	ecanonCBC = 0xC018 // TLS_ECDH_anon_WITH_AES_128_CBC_SHA
)

// pinned is the profile with one version and one suite, with changes made to it.
func pinned(tb testing.TB, version, suite uint16, changes ...func(*fixtures.Profile)) fixtures.Profile {
	tb.Helper()
	p, err := fixtures.Pinned(suite, version)
	require.NoError(tb, err)
	for _, change := range changes {
		change(&p)
	}
	require.NoError(tb, p.Validate())
	return p
}
