//go:build unix

package sserver

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
)

// opensslServer starts a real s_server with these arguments, which listens at the address that
// is returned, and awaits it.
func opensslServer(t *testing.T, args ...string) (p *program, addr string) {
	t.Helper()
	p = runProgram(t, needs.Command(t, needs.OpenSSL))
	addr = freeAddress(t)
	_, certificate := issue(t, certs.Spec{})
	files, err := certificateFiles(certificate)
	require.NoError(t, err)
	authority, _ := issue(t, certs.Spec{})
	files[rootsFile] = authority.PEM()
	require.NoError(t, p.Start(Command{Args: append(new(Abilities).common(addr), args...), Files: files}))
	require.NoError(t, AwaitReady(patient(t), p.Supervisor, addr))
	p.said.forget()
	return p, addr
}

// ports counts the ports that tests got, so that no two get the same. They are none of those
// that the system gives to clients.
var ports atomic.Int64

// freeAddress returns an address that nobody listens on.
func freeAddress(t testing.TB) string {
	t.Helper()
	for {
		addr := fmt.Sprintf("127.0.0.1:%d", 20000+(int64(os.Getpid())*97+ports.Add(1))%12000)
		if listener, err := net.Listen("tcp", addr); err == nil {
			listener.Close()
			return addr
		}
	}
}

func issue(t testing.TB, spec certs.Spec) (*certs.Authority, *certs.Certificate) {
	t.Helper()
	authority, err := certs.Shared()
	require.NoError(t, err)
	certificate, err := authority.Issue(spec)
	require.NoError(t, err)
	return authority, certificate
}

// dial connects to a server, with a bound that only a failure uses up.
func dial(t *testing.T, addr string) *net.TCPConn {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(patient(t), "tcp", addr)
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	return conn.(*net.TCPConn)
}

// A session is a connection to a real s_server, and what is to be read out of what that says.
type session struct {
	name   string
	server []string                       // more arguments of s_server
	client func(t *testing.T) *tls.Config // nil for one that speaks HTTP
	again  bool                           // the client was there before

	messages    string // handshake messages and alerts, as Trace.String has them
	established bool
	reason      string // a regular expression
	resumed     bool
	alpn        string
	group       tls.CurveID
	chain       int // certificates of the client
}

func sessions() []session {
	tls12 := []string{"-tls1_2", "-cipher", "AES128-SHA:@SECLEVEL=0", "-alpn", "h2"}
	ecdhe := []string{"-tls1_2", "-cipher", "ECDHE-RSA-AES128-SHA:@SECLEVEL=0", "-groups", "P-256"}
	tls13 := []string{"-tls1_3", "-alpn", "h2", "-groups", "P-256"}
	retry := []string{"-tls1_3", "-groups", "P-384"}
	verify := []string{"-Verify", "1", "-verify_return_error", "-CAfile", rootsFile}
	return []session{
		{
			name: "tls12", server: tls12, client: clientOf(tls.VersionTLS12),
			messages: "got ClientHello; sent ServerHello, Certificate, ServerHelloDone; got ClientKeyExchange, Finished; " +
				"sent NewSessionTicket, Finished; got alert warning close_notify (0)",
			established: true, alpn: "h2",
		},
		{
			name: "tls12-resumed", server: tls12, client: clientOf(tls.VersionTLS12), again: true,
			messages:    "got ClientHello; sent ServerHello, Finished; got Finished, alert warning close_notify (0)",
			established: true, resumed: true, alpn: "h2",
		},
		{
			name: "tls12-client-certificate", server: join(ecdhe, verify), client: clientOf(tls.VersionTLS12, withCertificate),
			messages: "got ClientHello; sent ServerHello, Certificate, ServerKeyExchange, CertificateRequest, ServerHelloDone; " +
				"got Certificate, ClientKeyExchange, CertificateVerify, Finished; sent NewSessionTicket, Finished; " +
				"got alert warning close_notify (0)",
			established: true, group: tls.CurveP256, chain: 1,
		},
		{
			name: "tls12-no-shared-cipher", server: []string{"-tls1_2", "-cipher", "AES256-SHA"}, client: clientOf(tls.VersionTLS12),
			messages: "got ClientHello; sent alert fatal handshake_failure (40)",
			reason:   "no shared cipher",
		},
		{
			name: "tls13", server: tls13, client: clientOf(tls.VersionTLS13),
			messages: "got ClientHello; sent ServerHello, EncryptedExtensions, Certificate, CertificateVerify, Finished; got Finished; " +
				"sent NewSessionTicket, NewSessionTicket; got alert warning close_notify (0)",
			established: true, alpn: "h2", group: tls.CurveP256,
		},
		{
			name: "tls13-resumed", server: tls13, client: clientOf(tls.VersionTLS13), again: true,
			messages: "got ClientHello; sent ServerHello, EncryptedExtensions, Finished; got Finished; " +
				"sent NewSessionTicket; got alert warning close_notify (0)",
			established: true, resumed: true, alpn: "h2", group: tls.CurveP256,
		},
		{
			name: "tls13-retry", server: retry, client: clientOf(tls.VersionTLS13, preferring(tls.CurveP256, tls.CurveP384)),
			messages: "got ClientHello; sent ServerHello; got ClientHello; " +
				"sent ServerHello, EncryptedExtensions, Certificate, CertificateVerify, Finished; got Finished; " +
				"sent NewSessionTicket, NewSessionTicket; got alert warning close_notify (0)",
			established: true, group: tls.CurveP384,
		},
		{
			name: "tls13-client-certificate", server: join(tls13, verify), client: clientOf(tls.VersionTLS13, withCertificate),
			messages: "got ClientHello; sent ServerHello, EncryptedExtensions, CertificateRequest, Certificate, CertificateVerify, Finished; " +
				"got Certificate, CertificateVerify, Finished; sent NewSessionTicket, NewSessionTicket; " +
				"got alert warning close_notify (0)",
			established: true, alpn: "h2", group: tls.CurveP256, chain: 1,
		},
		{
			name: "tls13-no-client-certificate", server: join(tls13, verify), client: clientOf(tls.VersionTLS13),
			messages: "got ClientHello; sent ServerHello, EncryptedExtensions, CertificateRequest, Certificate, CertificateVerify, Finished; " +
				"got Certificate; sent alert fatal certificate_required (116)",
			reason: "peer did not return a certificate", alpn: "h2", group: tls.CurveP256,
		},
		{
			name: "tls13-client-refuses", server: tls13, client: clientOf(tls.VersionTLS13, distrusting),
			messages: "got ClientHello; sent ServerHello, EncryptedExtensions, Certificate, CertificateVerify, Finished; " +
				"got alert fatal bad_certificate (42)",
			reason: "(sslv3|ssl/tls) alert bad certificate", alpn: "h2", group: tls.CurveP256,
		},
		{name: "http", reason: "http request"},
	}
}

func join(lists ...[]string) []string {
	var all []string
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// clientOf returns how a client of one version is made that knows the servers of these tests.
func clientOf(version uint16, with ...func(*testing.T, *tls.Config)) func(*testing.T) *tls.Config {
	return func(t *testing.T) *tls.Config {
		authority, _ := issue(t, certs.Spec{})
		config := &tls.Config{
			ServerName: "localhost", RootCAs: authority.Pool(), MinVersion: version, MaxVersion: version,
			// Which of them are offered otherwise depends on the release of Go.
			CipherSuites:       []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA},
			CurvePreferences:   []tls.CurveID{tls.CurveP256},
			NextProtos:         []string{"http/1.1", "h2"},
			ClientSessionCache: tls.NewLRUClientSessionCache(0),
		}
		for _, change := range with {
			change(t, config)
		}
		return config
	}
}

func withCertificate(t *testing.T, config *tls.Config) {
	_, certificate := issue(t, certs.Spec{ForClient: true})
	config.Certificates = []tls.Certificate{certificate.TLS()}
}

func preferring(groups ...tls.CurveID) func(*testing.T, *tls.Config) {
	return func(_ *testing.T, config *tls.Config) { config.CurvePreferences = groups }
}

func distrusting(_ *testing.T, config *tls.Config) { config.RootCAs = x509.NewCertPool() }

// meet connects the client to the server, and returns how the server saw that.
func (s session) meet(t *testing.T, p *program, addr string) *Connection {
	t.Helper()
	if s.client == nil {
		conn := dial(t, addr)
		c := p.Begin()
		_, err := io.WriteString(conn, "GET / HTTP/1.0\r\n\r\n")
		require.NoError(t, err)
		end(t, c, conn)
		return c
	}
	config := s.client(t)
	if s.again {
		meet(t, p, addr, config)
		p.said.forget()
	}
	return meet(t, p, addr, config)
}

// meet connects a client to the server, which says hello to it.
func meet(t *testing.T, p *program, addr string, config *tls.Config) *Connection {
	t.Helper()
	conn := dial(t, addr)
	c := p.Begin()
	client := tls.Client(conn, config)
	if err := client.HandshakeContext(patient(t)); err == nil {
		over := later(func() error { _, err := io.Copy(io.Discard, c); return err })
		said := later(func() error { // of TLS 1.3, session tickets and the last alert come with it
			_, err := io.ReadFull(client, make([]byte, 6))
			return err
		})
		select {
		case <-c.Established():
			_, err := io.WriteString(c, "hello\n")
			require.NoError(t, err)
			require.NoError(t, await(t, said, "what the server says"))
			require.NoError(t, client.CloseWrite())
		case err := <-said:
			require.Error(t, err, "the server refuses")
		}
		defer await(t, over, "the end of the connection")
	}
	end(t, c, conn)
	return c
}

// end ends a connection from the client's side.
func end(t *testing.T, c *Connection, conn *net.TCPConn) {
	t.Helper()
	require.NoError(t, conn.CloseWrite())
	_, err := io.Copy(io.Discard, conn)
	require.NoError(t, err)
	require.NoError(t, c.Over(patient(t)))
}

// requireUnderstood checks what is read out of a trace.
func (s session) requireUnderstood(t *testing.T, trace Trace) {
	t.Helper()
	// OpenSSL 1.1.1 does not answer a close_notify.
	require.Equal(t, s.messages, strings.TrimSuffix(Trace{Messages: trace.Messages}.String(), "; sent alert warning close_notify (0)"))
	require.Regexp(t, "^"+s.reason+"$", trace.Reason())
	client, server := trace.Flows()
	require.Equal(t, s.group, tls.CurveID(server.Group()))
	require.Equal(t, s.alpn, Protocol(server))
	if s.client == nil {
		require.Empty(t, ServerName(client))
		return
	}
	require.Equal(t, "localhost", ServerName(client))
	if s.established {
		require.Equal(t, s.resumed, Resumed(server))
	}
	version := uint16(tls.VersionTLS13)
	if strings.HasPrefix(s.name, "tls12") {
		version = tls.VersionTLS12
	}
	chain := ClientChain(client, version)
	require.Len(t, chain, s.chain)
	for _, der := range chain {
		certificate, err := x509.ParseCertificate(der)
		require.NoError(t, err)
		require.Equal(t, "legacytls test client", certificate.Subject.CommonName)
	}
}

func TestWhatSServerSaysIsUnderstood(t *testing.T) {
	t.Parallel()
	for _, s := range sweep.Some(t, 3, sessions()) {
		s := s
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			p, addr := opensslServer(t, s.server...)
			c := s.meet(t, p, addr)
			if *update {
				record(t, p, s.name)
			}
			s.requireUnderstood(t, c.Trace())
			select {
			case <-c.Established():
				require.True(t, s.established)
			default:
				require.False(t, s.established)
			}
		})
	}
}

// record writes what s_server said in testdata, in the directory of its version.
func record(t *testing.T, p *program, name string) {
	t.Helper()
	version, err := p.Run(patient(t), "version")
	require.NoError(t, err)
	dir := filepath.Join("testdata", strings.Fields(version)[1])
	require.NoError(t, os.MkdirAll(dir, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, name+".txt"), p.said.errors(t), 0o644))
}

// The formats of several versions are in testdata; -update adds that of this machine.
func TestWhatOtherVersionsSayIsUnderstood(t *testing.T) {
	t.Parallel()
	dirs, err := filepath.Glob(filepath.Join("testdata", "[0-9]*"))
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(dirs), 2, "write one with: LEGACYTLS_SWEEP=all go test ./internal/sserver -update")
	for _, dir := range dirs {
		for _, s := range sessions() {
			s, path := s, filepath.Join(dir, s.name+".txt")
			t.Run(filepath.Base(dir)+"/"+s.name, func(t *testing.T) {
				t.Parallel()
				said, err := os.ReadFile(path)
				require.NoError(t, err)
				established := false
				trace := Trace{established: func() { established = true }}
				trace.add(said)
				s.requireUnderstood(t, trace)
				require.Equal(t, s.established, established)
				requireSameHoweverItIsCut(t, said)
			})
		}
	}
}
