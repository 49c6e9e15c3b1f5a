package harness_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
)

// opensslBackend is that of the first openssl of this machine.
func opensslBackend(tb testing.TB) harness.Backend {
	tb.Helper()
	b := harness.OpenSSL("")
	if _, err := harness.OpenSSLVersion(bg, b); err != nil {
		needs.Missing(tb, needs.OpenSSL, err.Error())
	}
	return b
}

// ecdheTLS12 is a server that every OpenSSL since 1.1.1 plays.
func ecdheTLS12() fixtures.Profile { return fixtures.TLS12Only() }

func watchOpenSSL(t *testing.T, p fixtures.Profile, opts ...harness.Option) (*harness.Server, <-chan harness.Connection) {
	t.Helper()
	return watch(t, p, append([]harness.Option{harness.WithBackend(opensslBackend(t))}, opts...)...)
}

func TestOpenSSLPlaysASuiteThatGoHasNot(t *testing.T) {
	t.Parallel()
	s, over := watchOpenSSL(t, fixtures.AES256SHA256Only())
	require.Equal(t, "openssl", s.Backend)
	require.Empty(t, s.Connections(), "whether it is ready was asked before")
	_, err := ping(s, explicitClient(s))
	require.EqualError(t, err, "remote error: tls: handshake failure")
	c := next(t, over)
	require.False(t, c.Established)
	require.Equal(t, &harness.Alert{From: harness.ServerSide, Code: harness.HandshakeFailure}, c.Alert)
	require.EqualError(t, c.Err, "OpenSSL: no shared cipher")
	require.Contains(t, c.Log, "got ClientHello; sent alert fatal handshake_failure (40)\n")
	require.Contains(t, c.Log, ":no shared cipher:")
	require.NotNil(t, c.Hello)
}

func TestWhatAHandshakeWithOpenSSLAgreedOnIsInTheWitness(t *testing.T) {
	t.Parallel()
	p := profile(ecdheTLS12(), "agreeing", func(p *fixtures.Profile) {
		p.MaxVersion, p.ALPN = tls.VersionTLS13, []string{"two", "one"}
		p.Suites = append([]uint16{tls.TLS_AES_256_GCM_SHA384, tls.TLS_CHACHA20_POLY1305_SHA256}, p.Suites...)
		p.ClientAuth = tls.RequireAndVerifyClientCert
	})
	s, over := watchOpenSSL(t, p)
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		config := explicitClient(s)
		config.MinVersion, config.MaxVersion = version, version
		config.NextProtos, config.Certificates = []string{"one", "two"}, []tls.Certificate{clientCertificate(t)}
		state, err := ping(s, config)
		require.NoError(t, err)
		c := next(t, over)
		require.True(t, c.Established)
		require.NoError(t, c.Err)
		require.Nil(t, c.Alert)
		require.Equal(t, []uint16{version, state.CipherSuite}, []uint16{c.State.Version, c.State.Suite})
		require.Equal(t, tls.X25519, c.State.Group)
		require.Equal(t, []string{"two", "localhost", "CN=a test client"}, []string{c.State.ALPN, c.State.ServerName, c.ClientSubject()})
		require.Equal(t, "two", state.NegotiatedProtocol)
		require.False(t, c.State.Resumed)
	}
}

func TestOpenSSLResumesAsTheProfileSays(t *testing.T) {
	t.Parallel()
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		for _, tickets := range []bool{true, false} {
			p := profile(fixtures.Modern(), fmt.Sprintf("tickets-%x-%t", version, tickets), func(p *fixtures.Profile) {
				p.MaxVersion, p.NoSessionTickets = version, !tickets
				if version < tls.VersionTLS13 {
					p.Suites = ecdheTLS12().Suites
				}
			})
			s, over := watchOpenSSL(t, p)
			config := explicitClient(s)
			config.ClientSessionCache = tls.NewLRUClientSessionCache(1)
			for _, resumed := range []bool{false, tickets} {
				state, err := ping(s, config)
				require.NoError(t, err)
				require.Equal(t, version, state.Version)
				require.Equal(t, resumed, state.DidResume, p.Name)
				require.Equal(t, resumed, next(t, over).State.Resumed, p.Name)
			}
		}
	}
}

// In TLS 1.3 the client has completed its handshake when it is told, in an alert that
// nobody else can read.
func TestAnEncryptedAlertOfOpenSSLIsInTheWitness(t *testing.T) {
	t.Parallel()
	p := profile(fixtures.Modern(), "asks", func(p *fixtures.Profile) { p.ClientAuth = tls.RequireAndVerifyClientCert })
	s, over := watchOpenSSL(t, p)
	config := explicitClient(s)
	config.MinVersion = tls.VersionTLS13
	_, err := ping(s, config)
	require.EqualError(t, err, "remote error: tls: certificate required")
	c := next(t, over)
	require.False(t, c.Established)
	require.Equal(t, &harness.Alert{From: harness.ServerSide, Code: 116}, c.Alert)
	require.EqualError(t, c.Err, "OpenSSL: peer did not return a certificate")
}

func TestAClientThatRefusesOpenSSLIsInTheWitness(t *testing.T) {
	t.Parallel()
	s, over := watchOpenSSL(t, ecdheTLS12())
	config := explicitClient(s)
	config.RootCAs = foreign(t).Pool()
	_, err := ping(s, config)
	require.ErrorContains(t, err, "certificate signed by unknown authority")
	c := next(t, over)
	require.Equal(t, &harness.Alert{From: harness.ClientSide, Code: 42}, c.Alert)
	require.EqualError(t, c.Err, "the client ended the connection: alert bad_certificate(42) from the client")
}

func TestClientCertificatesAreCheckedByOpenSSLAsTheProfileSays(t *testing.T) {
	t.Parallel()
	good, bad := clientCertificate(t), issueClient(t, foreign(t))
	for _, tc := range []struct {
		auth                tls.ClientAuthType
		none, good, foreign string
	}{
		{tls.RequestClientCert, "", "", ""},
		{tls.RequireAnyClientCert, "remote error: tls: handshake failure", "", ""},
		{tls.VerifyClientCertIfGiven, "", "", "remote error: tls: unknown certificate authority"},
		{tls.RequireAndVerifyClientCert, "remote error: tls: handshake failure", "", "remote error: tls: unknown certificate authority"},
	} {
		s, _ := watchOpenSSL(t, profile(ecdheTLS12(), fmt.Sprintf("asks-%d", tc.auth), func(p *fixtures.Profile) { p.ClientAuth = tc.auth }))
		for want, show := range map[*string]*tls.Certificate{&tc.none: {}, &tc.good: &good, &tc.foreign: &bad} {
			config := explicitClient(s)
			config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return show, nil }
			_, err := ping(s, config)
			if *want == "" {
				require.NoError(t, err)
				continue
			}
			require.EqualError(t, err, *want, s.Profile.Name)
		}
	}
}

func TestHTTPIsSpokenBehindOpenSSL(t *testing.T) {
	t.Parallel()
	s := harness.Start(t, ecdheTLS12(), harness.WithBackend(opensslBackend(t)), harness.WithHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %d %s %x", r.URL.Path, len(body), fixtures.OpenSSLName(r.TLS.CipherSuite), r.TLS.Version)
	})))
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: s.Roots, MaxVersion: tls.VersionTLS12}}}
	defer client.CloseIdleConnections()
	for _, size := range []int{0, 1, 1 << 20} {
		answer, err := client.Post(s.URL+"/partner", "text/plain", strings.NewReader(strings.Repeat("x", size)))
		require.NoError(t, err)
		body, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		require.Equal(t, fmt.Sprintf("/partner %d ECDHE-RSA-AES128-GCM-SHA256 303", size), string(body))
	}
	harness.RequireConnects(t, s, nil)
}

// Whoever closes, nothing of what was written is lost, and nothing of it comes to the
// connection after.
func TestWhatIsWrittenBeforeAnEndArrives(t *testing.T) {
	t.Parallel()
	much := make([]byte, 3<<20)
	_, err := rand.Read(much)
	require.NoError(t, err)
	got := make(chan []byte, 1)
	s, over := watchOpenSSL(t, ecdheTLS12(), harness.WithConn(func(conn net.Conn) {
		all, _ := io.ReadAll(io.LimitReader(conn, int64(len(much))))
		got <- all
		conn.Write(all)
	}))
	for i := 0; i < 3; i++ {
		conn, err := dial(s, explicitClient(s))
		require.NoError(t, err)
		_, err = conn.Write(much)
		require.NoError(t, err)
		back, err := io.ReadAll(conn) // up to the end that the handler has made
		require.NoError(t, err)
		require.True(t, bytes.Equal(much, <-got), "what the server got")
		require.True(t, bytes.Equal(much, back), "what came back: %d of %d bytes", len(back), len(much))
		conn.Close()
		require.NoError(t, next(t, over).Err)
	}
}

func TestWhatNobodyReadsDoesNotReachTheNextClient(t *testing.T) {
	t.Parallel()
	begun := make(chan struct{}, 1)
	s, over := watchOpenSSL(t, ecdheTLS12(), harness.WithConn(func(conn net.Conn) {
		line := make([]byte, 4)
		if _, err := io.ReadFull(conn, line); err != nil {
			return
		}
		if string(line) == "echo" {
			conn.Write([]byte("this is yours"))
			return
		}
		begun <- struct{}{}
		for { // until the client has gone
			if _, err := conn.Write(make([]byte, 64<<10)); err != nil {
				return
			}
		}
	}))
	conn, err := dial(s, explicitClient(s))
	require.NoError(t, err)
	_, err = conn.Write([]byte("flow"))
	require.NoError(t, err)
	<-begun
	conn.NetConn().Close()
	next(t, over)
	conn, err = dial(s, explicitClient(s))
	require.NoError(t, err)
	defer conn.Close()
	_, err = conn.Write([]byte("echo"))
	require.NoError(t, err)
	all, err := io.ReadAll(conn)
	require.NoError(t, err)
	require.Equal(t, "this is yours", string(all))
}

func TestConnectionsWaitForEachOtherAtOpenSSL(t *testing.T) {
	t.Parallel()
	s, over := watchOpenSSL(t, ecdheTLS12())
	const clients = 20
	errs := make(chan error, clients)
	for i := 0; i < clients; i++ {
		go func() {
			_, err := ping(s, explicitClient(s))
			errs <- err
		}()
	}
	for i := 0; i < clients; i++ {
		require.NoError(t, <-errs)
		require.True(t, next(t, over).Established)
	}
}

func TestAnIdleConnectionGivesWay(t *testing.T) {
	t.Parallel()
	s, over := watchOpenSSL(t, ecdheTLS12())
	idle, err := dial(s, explicitClient(s))
	require.NoError(t, err)
	defer idle.Close()
	require.NoError(t, echo(idle, "and now I wait"))
	_, err = ping(s, explicitClient(s))
	require.NoError(t, err)
	_, err = idle.Read(make([]byte, 1))
	require.ErrorIs(t, err, io.EOF)
	idle.Close()
	require.NoError(t, next(t, over).Err)
	require.NoError(t, next(t, over).Err)
}

func TestAClientThatSaysNothingToOpenSSLIsCutOff(t *testing.T) {
	t.Parallel()
	s, over := watchOpenSSL(t, ecdheTLS12(), harness.WithHandshakeTimeout(2*time.Second))
	silent := rawDial(t, s)
	defer silent.Close()
	_, err := silent.Read(make([]byte, 1))
	require.Error(t, err)
	require.EqualError(t, next(t, over).Err, "the client did not complete the handshake in time")
	config := explicitClient(s)
	_, err = ping(s, config)
	require.NoError(t, err, "the next one is served")
}

// s_server answers an end of the TCP connection in good order by close_notify, since it can
// be told to (3.0), and does not answer a reset.
func TestHowAClientEndsReachesOpenSSL(t *testing.T) {
	t.Parallel()
	version, err := harness.OpenSSLVersion(bg, opensslBackend(t))
	require.NoError(t, err)
	if strings.HasPrefix(version, "OpenSSL 1.") {
		t.Skip(version + " answers neither")
	}
	s, over := watchOpenSSL(t, ecdheTLS12())
	for _, reset := range []bool{true, false, true} {
		conn, err := dial(s, explicitClient(s))
		require.NoError(t, err)
		require.NoError(t, echo(conn, "good-bye"))
		if reset {
			require.NoError(t, conn.NetConn().(*net.TCPConn).SetLinger(0))
		}
		conn.NetConn().Close()
		log := next(t, over).Log
		require.Equal(t, reset, !strings.Contains(log, "sent alert warning close_notify") && !strings.Contains(log, ", alert warning close_notify"), log)
	}
}

func TestCloseEndsOpenSSLAndItsConnections(t *testing.T) {
	t.Parallel()
	s, err := harness.Serve(bg, ecdheTLS12(), harness.WithBackend(opensslBackend(t)), harness.WithLines(nil))
	require.NoError(t, err)
	conn, err := dial(s, explicitClient(s))
	require.NoError(t, err)
	defer conn.Close()
	raw := rawDial(t, s)
	defer raw.Close()
	require.NoError(t, s.Close())
	_, err = conn.Read(make([]byte, 1))
	require.Error(t, err)
}

func TestQuirksBeforeTLSArePlayedBeforeOpenSSL(t *testing.T) {
	t.Parallel()
	p := profile(ecdheTLS12(), "one-record", func(p *fixtures.Profile) {
		p.Quirks.RefuseHelloOver, p.Quirks.Intolerance.Kind = 100, fixtures.RefuseReset
	})
	s, over := watchOpenSSL(t, p)
	_, err := ping(s, explicitClient(s))
	require.ErrorContains(t, err, "reset")
	require.ErrorContains(t, next(t, over).Err, "this server takes 100")
}

func TestAFailureAtOpenSSLIsExplainedWithItsOwnWords(t *testing.T) {
	t.Parallel()
	text := fatal(t, func(tb testing.TB) {
		s := harness.Start(tb, fixtures.AES128SHAOnly(), harness.WithBackend(opensslBackend(t)))
		config := explicitClient(s)
		config.CipherSuites = []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}
		config.MaxVersion = tls.VersionTLS12
		_, err := dial(s, config)
		harness.RequireConnects(tb, s, err)
	})
	require.Contains(t, text, "aes128-sha-only refused the handshake: remote error: tls: handshake failure\n")
	require.Contains(t, text, "server's error   OpenSSL: no shared cipher\n")
	require.Contains(t, text, "server's log     got ClientHello; sent alert fatal handshake_failure (40)\n")
	require.Contains(t, text, "works            tls.Config.CipherSuites with TLS_RSA_WITH_AES_128_CBC_SHA  (tried now)")
}

func TestTheLogOfOpenSSLIsPrintedWhenATestFails(t *testing.T) {
	t.Parallel()
	for _, fails := range []bool{true, false} {
		tb := &fakeTB{}
		tb.run(func(tb testing.TB) {
			s := harness.Start(tb, ecdheTLS12(), harness.WithBackend(opensslBackend(t)), harness.WithLines(nil))
			_, err := ping(s, explicitClient(s))
			require.NoError(t, err)
			if fails {
				tb.Error("something else")
			}
		})
		if !fails {
			require.Empty(t, tb.logs)
			continue
		}
		require.Len(t, tb.logs, 2, "and the transcript")
		require.Contains(t, tb.logs[0], "\n\tgot ClientHello; sent ServerHello, Certificate, ServerKeyExchange, ServerHelloDone; got ClientKeyExchange")
	}
}

func TestAnOpenSSLThatIsNotThereSkipsTheTest(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "openssl")
	start := func(tb testing.TB) {
		harness.Start(tb, ecdheTLS12(), harness.WithBackend(harness.OpenSSL(missing)))
		tb.Error("the test went on")
	}
	t.Setenv("LEGACYTLS_REQUIRE", "")
	tb := &skippingTB{}
	tb.run(start)
	require.Contains(t, tb.skipped, "backend openssl:"+missing+" is not available: there is no openssl "+missing)
	t.Setenv("LEGACYTLS_REQUIRE", "openssl")
	require.Contains(t, fatal(t, start), "openssl is required by LEGACYTLS_REQUIRE: backend openssl:"+missing+" is not available")
}

// A skippingTB is a fakeTB that may be skipped.
type skippingTB struct {
	fakeTB
	skipped string
}

func (s *skippingTB) Skipf(format string, args ...any) {
	s.skipped = fmt.Sprintf(format, args...)
	panic(http.ErrAbortHandler)
}

func (s *skippingTB) run(body func(testing.TB)) {
	defer func() { _ = recover() }()
	body(s)
}

func TestWhatIsNoOpenSSLIsRefused(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ prints, why string }{
		"libressl": {"LibreSSL 3.3.6", `it calls itself "LibreSSL 3.3.6", not OpenSSL`},
		"old":      {"OpenSSL 1.0.2u  20 Dec 2019", "it is OpenSSL 1.0.2u, and the oldest that can is 1.1.1"},
		"other":    {"usage: other", `it calls itself "usage: other", not OpenSSL`},
	} {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, []byte("#!/bin/sh\necho '"+tc.prints+"'\n"), 0o700))
		_, err := harness.Serve(bg, ecdheTLS12(), harness.WithBackend(harness.OpenSSL(path)))
		require.ErrorContains(t, err, "backend openssl:"+path+" is not available: ")
		require.ErrorContains(t, err, tc.why)
		require.ErrorAs(t, err, new(*harness.UnavailableError))
	}
}

func TestTheVariableNamesSeveral(t *testing.T) {
	path, err := exec.LookPath("openssl")
	if err != nil {
		needs.Missing(t, needs.OpenSSL, err.Error())
	}
	t.Setenv(harness.OpenSSLVariable, path+string(os.PathListSeparator)+"/nonexistent/openssl")
	backends := harness.OpenSSLs()
	require.Len(t, backends, 2)
	require.Equal(t, []string{"openssl", "openssl:/nonexistent/openssl"}, []string{backends[0].Name(), backends[1].Name()})
	require.NoError(t, backends[0].Supports(ecdheTLS12()))
	require.EqualError(t, backends[1].Supports(ecdheTLS12()), "backend openssl:/nonexistent/openssl is not available: there is no openssl /nonexistent/openssl")
	_, err = harness.OpenSSLVersion(context.Background(), harness.Legacy())
	require.EqualError(t, err, "backend legacy is no OpenSSL")

	t.Setenv(harness.OpenSSLVariable, "/nonexistent/openssl")
	require.ErrorContains(t, harness.OpenSSL("").Supports(ecdheTLS12()), "there is no openssl /nonexistent/openssl", "the first that is named")
}

func TestOpenSSLNamesTheSuiteThatItLacksAndWhoHasIt(t *testing.T) {
	t.Parallel()
	seed, err := fixtures.Pinned(0x0096, tls.VersionTLS12)
	require.NoError(t, err)
	export, err := fixtures.Pinned(0x0003, tls.VersionTLS12)
	require.NoError(t, err)
	b := opensslBackend(t)
	for _, tc := range []struct {
		p     fixtures.Profile
		wants []string
	}{
		{fixtures.DESCBC3SHAOnly(), []string{"is built without DES-CBC3-SHA (TLS_RSA_WITH_3DES_EDE_CBC_SHA, 0x000A)", "; backend legacy does"}},
		{seed, []string{"is built without SEED-SHA (TLS_RSA_WITH_SEED_CBC_SHA, 0x0096)", "; backend docker:1.1.1-weak does, and backend openssl if its OpenSSL is built with it"}},
		{export, []string{"is built without EXP-RC4-MD5", "; OpenSSL had it before 1.1.0, which is older than any backend"}},
	} {
		err := b.Supports(tc.p)
		if err == nil {
			continue // this build has it
		}
		require.ErrorAs(t, err, new(*harness.UnsupportedError))
		for _, want := range tc.wants {
			require.ErrorContains(t, err, want)
		}
	}
}

func TestEveryKeyOfAServerIsTakenByOpenSSL(t *testing.T) {
	sweep.AllOrSkip(t, "starts OpenSSL for each kind of key")
	t.Parallel()
	for _, key := range certs.Keys() {
		p := profile(ecdheTLS12(), "with-"+string(key), func(p *fixtures.Profile) {
			p.Certificate.Key = key
			p.Suites = append(p.Suites, tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)
		})
		s, _ := watchOpenSSL(t, p)
		_, err := ping(s, explicitClient(s))
		require.NoError(t, err, key)
	}
}

// BenchmarkOpenSSLReady is the time to a server that has answered a TLS hello. The bar of the
// design: 100 ms.
func BenchmarkOpenSSLReady(b *testing.B) {
	backend := opensslBackend(b)
	for i := 0; i < b.N; i++ {
		s, err := harness.Serve(bg, ecdheTLS12(), harness.WithBackend(backend))
		require.NoError(b, err)
		b.StopTimer()
		require.NoError(b, s.Close())
		b.StartTimer()
	}
}
