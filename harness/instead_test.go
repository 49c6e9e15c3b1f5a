package harness_test

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

func quirky(name string, q fixtures.Quirks) fixtures.Profile {
	return profile(fixtures.TLS12Only(), name, func(p *fixtures.Profile) { p.Quirks = q })
}

func TestABannerIsSaidAtOnceAndNothingElse(t *testing.T) {
	t.Parallel()
	s, over := watch(t, quirky("greeting", fixtures.Quirks{Banner: "220 hello\r\n"}))
	raw := rawDial(t, s)
	got := make([]byte, len("220 hello\r\n"))
	_, err := io.ReadFull(raw, got)
	require.NoError(t, err)
	require.Equal(t, "220 hello\r\n", string(got))
	raw.Close()
	require.EqualError(t, next(t, over).Err, "this server begins with a banner and never speaks TLS")

	_, err = ping(s, explicitClient(s))
	require.ErrorAs(t, err, new(tls.RecordHeaderError))
}

func TestAnAnswerInsteadOfTLSWaitsForTheHelloAndEndsInOrder(t *testing.T) {
	t.Parallel()
	s, over := watch(t, quirky("answering", fixtures.Quirks{AnswerInstead: "HTTP/1.1 400 Bad Request\r\n\r\n"}))
	raw := rawDial(t, s)
	_, err := io.WriteString(raw, "GET / HTTP/1.1\r\n\r\n")
	require.NoError(t, err)
	got, err := io.ReadAll(raw)
	require.NoError(t, err)
	require.Equal(t, "HTTP/1.1 400 Bad Request\r\n\r\n", string(got))
	raw.Close()
	require.EqualError(t, next(t, over).Err, "this server gives everybody the same answer")

	_, err = ping(s, explicitClient(s))
	var header tls.RecordHeaderError
	require.True(t, errors.As(err, &header), "%v", err)
	require.Equal(t, "HTTP/", string(header.RecordHeader[:]))
}

// soon fails the test if Close does not return.
func soon(t testing.TB, s *harness.Server) {
	t.Helper()
	closed := make(chan error, 1)
	go func() { closed <- s.Close() }()
	select {
	case err := <-closed:
		require.NoError(t, err)
	case <-time.After(patience):
		require.Fail(t, "Close hangs", s.Profile.Name)
	}
}

func TestCloseDoesNotWaitForASlowServer(t *testing.T) {
	t.Parallel()
	for name, q := range map[string]fixtures.Quirks{
		"never-answers": {NeverAnswer: true},
		"slow":          {DelayHandshake: time.Hour},
		"dribbling":     {WriteSize: 1, WriteDelay: time.Hour},
		"greeting":      {Banner: "220\r\n"},
	} {
		s, err := harness.Serve(bg, quirky(name, q), harness.WithHandshakeTimeout(time.Hour))
		require.NoError(t, err)
		raw := rawDial(t, s)
		defer raw.Close()
		config := explicitClient(s)
		handshake := make(chan error, 1)
		go func() { handshake <- tls.Client(raw, config).Handshake() }()
		eventually(t, func() bool { c := s.Connections(); return len(c) == 1 && c[0].Hello != nil || q.Banner != "" }, "no hello")
		soon(t, s)
		require.Error(t, <-handshake, name)
	}
}

func TestADelayedHandshakeGoesOn(t *testing.T) {
	t.Parallel()
	for _, p := range []fixtures.Profile{fixtures.TLS12Only(), fixtures.TLS13Only()} {
		p.Quirks.DelayHandshake = 20 * time.Millisecond
		s, over := watch(t, p)
		begun := time.Now()
		_, err := ping(s, explicitClient(s))
		require.NoError(t, err)
		require.GreaterOrEqual(t, time.Since(begun), p.Quirks.DelayHandshake)
		next(t, over)
	}
}

// The second client is served when the first has gone, and not before.
func TestOneConnectionIsServedAtATime(t *testing.T) {
	t.Parallel()
	s, over := watch(t, quirky("alone", fixtures.Quirks{OneConnection: true}))
	first, err := dial(s, explicitClient(s))
	require.NoError(t, err)

	impatient := rawDial(t, s)
	impatient.SetDeadline(time.Now().Add(50 * time.Millisecond))
	err = tls.Client(impatient, explicitClient(s)).Handshake()
	var timeout net.Error
	require.True(t, errors.As(err, &timeout) && timeout.Timeout(), "%v", err)
	impatient.Close()

	second := make(chan error, 1)
	go func() { _, err := ping(s, explicitClient(s)); second <- err }()
	require.NoError(t, echo(first, "still there?"))
	require.NoError(t, first.Close())
	require.NoError(t, <-second)
	for i := 0; i < 3; i++ {
		next(t, over)
	}
	_, err = ping(s, explicitClient(s))
	require.NoError(t, err)
}

// The time for a handshake runs while a client waits for its turn.
func TestNobodyWaitsForEver(t *testing.T) {
	t.Parallel()
	s, over := watch(t, quirky("alone", fixtures.Quirks{OneConnection: true}), harness.WithHandshakeTimeout(time.Second))
	first, err := dial(s, explicitClient(s))
	require.NoError(t, err)
	defer first.Close()
	second := rawDial(t, s)
	defer second.Close()
	_, err = io.ReadAll(second)
	require.NoError(t, err)
	require.EqualError(t, next(t, over).Err, "the client did not complete the handshake in time")
	require.NoError(t, echo(first, "still there?"))
}

func TestCloseDoesNotWaitForThoseWhoWaitForTheirTurn(t *testing.T) {
	t.Parallel()
	s, err := harness.Serve(bg, quirky("alone", fixtures.Quirks{OneConnection: true}), harness.WithLines(nil), harness.WithHandshakeTimeout(time.Hour))
	require.NoError(t, err)
	first, err := dial(s, explicitClient(s))
	require.NoError(t, err)
	defer first.Close()
	for i := 2; i < 5; i++ {
		defer rawDial(t, s).Close()
		eventually(t, func() bool { return len(s.Connections()) == i }, "connection %d", i)
	}
	soon(t, s)
}
