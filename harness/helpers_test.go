package harness_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// patience bounds every wait of these tests. It is only ever used up by a
// failure.
const patience = 20 * time.Second

// longest is more than a handshake takes with the slowest server of the catalogue, and less
// than the default, which is waited for where a server never answers.
const longest = 4 * time.Second

// brief is enough for a handshake that is not to be completed.
const brief = 50 * time.Millisecond

// goesSilent reports whether clients wait for a server until its time limit.
func goesSilent(q fixtures.Quirks) bool {
	return q.NeverAnswer || q.NoServerHelloDone || q.Intolerance.Kind == fixtures.RefuseSilence
}

// goSuites are the suites below TLS 1.3 that the running crypto/tls has, in
// its own words, not in those of package fixtures.
func goSuites() []uint16 {
	var ids []uint16
	for _, s := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		if s.SupportedVersions[0] != tls.VersionTLS13 {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// without returns the ids of list that are not in other.
func without(list, other []uint16) []uint16 {
	kept := []uint16{}
	for _, id := range list {
		if !has(other, id) {
			kept = append(kept, id)
		}
	}
	return kept
}

func has(list []uint16, want uint16) bool {
	for _, id := range list {
		if id == want {
			return true
		}
	}
	return false
}

// explicitClient is a client of s in which no default decides anything.
func explicitClient(s *harness.Server) *tls.Config {
	return &tls.Config{
		RootCAs:          s.Roots,
		ServerName:       "localhost",
		MinVersion:       tls.VersionTLS10,
		MaxVersion:       tls.VersionTLS13,
		CipherSuites:     goSuites(),
		CurvePreferences: []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384, tls.CurveP521},
	}
}

// dial connects a TLS client to s and completes the handshake.
func dial(s *harness.Server, config *tls.Config) (*tls.Conn, error) {
	return dialWithin(s, config, patience)
}

// dialWithin is dial with a time-out for all that follows as well.
func dialWithin(s *harness.Server, config *tls.Config, timeout time.Duration) (*tls.Conn, error) {
	raw, err := net.DialTimeout("tcp", s.Addr, timeout)
	if err != nil {
		return nil, err
	}
	return secured(raw, config, timeout)
}

// secured completes the handshake of a client over raw.
func secured(raw net.Conn, config *tls.Config, timeout time.Duration) (*tls.Conn, error) {
	raw.SetDeadline(time.Now().Add(timeout))
	conn := tls.Client(raw, config)
	if err := conn.Handshake(); err != nil {
		raw.Close()
		return nil, err
	}
	return conn, nil
}

// echo sends a line and expects it back.
func echo(conn io.ReadWriter, line string) error {
	if _, err := io.WriteString(conn, line+"\n"); err != nil {
		return err
	}
	got, err := bufio.NewReader(conn).ReadString('\n')
	if err == nil && got != line+"\n" {
		err = fmt.Errorf("sent %q, got %q back", line, got)
	}
	return err
}

// ping connects to s, a server of lines, and exchanges one.
func ping(s *harness.Server, config *tls.Config) (tls.ConnectionState, error) {
	return pinged(dial(s, config))
}

// pinged exchanges a line over a connection that may not have come about.
func pinged(conn *tls.Conn, err error) (tls.ConnectionState, error) {
	if err != nil {
		return tls.ConnectionState{}, err
	}
	defer conn.Close()
	if err := echo(conn, "are you there?"); err != nil {
		return tls.ConnectionState{}, err
	}
	return conn.ConnectionState(), nil
}

// watch starts a server of lines, and returns it with its connections as they
// end.
func watch(t testing.TB, p fixtures.Profile, opts ...harness.Option) (*harness.Server, <-chan harness.Connection) {
	t.Helper()
	over := make(chan harness.Connection, 4096)
	opts = append([]harness.Option{
		harness.WithLines(nil),
		harness.WithConnectionLog(func(c harness.Connection) { over <- c }),
	}, opts...)
	return harness.Start(t, p, opts...), over
}

// next returns the next connection that ends.
func next(t testing.TB, over <-chan harness.Connection) harness.Connection {
	t.Helper()
	select {
	case c := <-over:
		return c
	case <-time.After(patience):
		require.Fail(t, "no connection ended")
		panic("unreachable")
	}
}

// eventually polls until cond holds. Unlike require.Eventually it starts no
// goroutine, which tests that count them would count.
func eventually(t testing.TB, cond func() bool, format string, args ...any) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); !cond(); <-tick.C {
		if time.Now().After(deadline) {
			require.Failf(t, "waited in vain", format, args...)
		}
	}
}

// clientCertificate is one that servers accept by default.
func clientCertificate(t testing.TB) tls.Certificate {
	t.Helper()
	authority, err := certs.Shared()
	require.NoError(t, err)
	return issueClient(t, authority)
}

func issueClient(t testing.TB, authority *certs.Authority) tls.Certificate {
	t.Helper()
	cert, err := authority.Issue(certs.Spec{CommonName: "a test client", ForClient: true})
	require.NoError(t, err)
	return cert.TLS()
}

// profile returns a profile of the catalogue that was changed.
func profile(p fixtures.Profile, name string, change func(*fixtures.Profile)) fixtures.Profile {
	p.Name = name
	change(&p)
	return p
}

// playable are the profiles of the catalogue that the default backend plays.
func playable() []fixtures.Profile {
	var all []fixtures.Profile
	for _, p := range fixtures.Catalogue() {
		if harness.DefaultBackend(p).Supports(p) == nil {
			all = append(all, p)
		}
	}
	return all
}

// reachable are those of playable that some client of this Go release can speak
// with: crypto/tls has a suite of theirs, and no SSL 3.0.
func reachable() []fixtures.Profile {
	var all []fixtures.Profile
	for _, p := range playable() {
		if p.MaxVersion >= tls.VersionTLS13 || p.MaxVersion >= tls.VersionTLS10 && len(without(goSuites(), p.Suites)) < len(goSuites()) {
			all = append(all, p)
		}
	}
	return all
}

// A fakeTB stands for the test of a user that fails. It keeps what it is told.
type fakeTB struct {
	testing.TB
	errors, fatals, logs []string
	cleanups             []func()
}

func (f *fakeTB) Helper()                   {}
func (f *fakeTB) Name() string              { return "TestOfAUser" }
func (f *fakeTB) Failed() bool              { return len(f.errors)+len(f.fatals) > 0 }
func (f *fakeTB) Cleanup(c func())          { f.cleanups = append(f.cleanups, c) }
func (f *fakeTB) Log(args ...any)           { f.logs = append(f.logs, fmt.Sprint(args...)) }
func (f *fakeTB) Logf(s string, a ...any)   { f.logs = append(f.logs, fmt.Sprintf(s, a...)) }
func (f *fakeTB) Error(args ...any)         { f.errors = append(f.errors, fmt.Sprint(args...)) }
func (f *fakeTB) Errorf(s string, a ...any) { f.errors = append(f.errors, fmt.Sprintf(s, a...)) }
func (f *fakeTB) Fatal(args ...any) {
	f.fatals = append(f.fatals, fmt.Sprint(args...))
	runtime.Goexit()
}
func (f *fakeTB) Fatalf(s string, a ...any) {
	f.fatals = append(f.fatals, fmt.Sprintf(s, a...))
	runtime.Goexit()
}

// run runs body as the body of a test, and then its clean-ups.
func (f *fakeTB) run(body func(tb testing.TB)) {
	over := make(chan struct{})
	go func() {
		defer close(over)
		defer func() {
			for i := len(f.cleanups) - 1; i >= 0; i-- {
				f.cleanups[i]()
			}
		}()
		body(f)
	}()
	<-over
}

// fatal returns the text that body failed with at once, "" if it did not.
func fatal(t testing.TB, body func(tb testing.TB)) string {
	t.Helper()
	tb := &fakeTB{}
	tb.run(body)
	require.Empty(t, tb.errors)
	if len(tb.fatals) == 0 {
		return ""
	}
	require.Len(t, tb.fatals, 1)
	return tb.fatals[0]
}
