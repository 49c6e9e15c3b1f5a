package harness_test

import (
	"io"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// intolerant are servers on each of the backends in this process, with quirks.
func intolerant(q fixtures.Quirks) []fixtures.Profile {
	var all []fixtures.Profile
	for _, p := range []fixtures.Profile{fixtures.TLS12Only(), fixtures.TLS13Only(), fixtures.Modern()} {
		all = append(all, profile(p, p.Name+"-intolerant", func(p *fixtures.Profile) { p.Quirks = q }))
	}
	return all
}

func TestEveryBackendStandsBehindWhatAServerCannotStand(t *testing.T) {
	t.Parallel()
	for _, p := range intolerant(fixtures.Quirks{RefuseSessionID: true, RequireServerName: true}) {
		s, over := watch(t, p)
		config := explicitClient(s)
		config.ServerName = "127.0.0.1"
		_, err := ping(s, config)
		require.EqualError(t, err, "remote error: tls: handshake failure", "%s on %s", p.Name, s.Backend)
		c := next(t, over)
		require.EqualError(t, c.Err, "the ClientHello has a session id of 32 bytes, this server takes none")
		require.Equal(t, &harness.Alert{From: harness.ServerSide, Code: harness.HandshakeFailure}, c.Alert)
		require.Len(t, c.Hello.SessionID, 32)
	}
}

func TestEveryBackendServesAHelloThatHasBeenJudged(t *testing.T) {
	t.Parallel()
	for _, p := range intolerant(fixtures.Quirks{RequireServerName: true, RefuseUnknownServerName: true, RefuseHelloOver: 1 << 16}) {
		s, over := watch(t, p)
		config := explicitClient(s)
		config.ServerName = "localhost"
		state, err := ping(s, config)
		require.NoError(t, err, "%s on %s", p.Name, s.Backend)
		require.True(t, state.HandshakeComplete)
		c := next(t, over)
		require.NoError(t, c.Err)
		require.Equal(t, "localhost", c.Hello.ServerName, "the witness sees what was read before the backend came")
	}
}

func TestAnIntoleranceEndsAConnectionAsItSays(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		how fixtures.RefusalKind
		is  error
	}{
		{fixtures.RefuseClose, io.EOF}, {fixtures.RefuseWarning, io.EOF}, {fixtures.RefuseCloseNotify, io.EOF}, {fixtures.RefuseReset, syscall.ECONNRESET},
	} {
		for _, p := range intolerant(fixtures.Quirks{RefuseSessionID: true, Intolerance: fixtures.Refusal{Kind: test.how}}) {
			s, over := watch(t, p)
			_, err := ping(s, explicitClient(s))
			require.ErrorIs(t, err, test.is, "%v, %s", test.how, p.Name)
			require.ErrorContains(t, next(t, over).Err, "session id")
		}
	}
}

func TestTheCauseIsWhatTheServerCannotStand(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		quirks       fixtures.Quirks
		ended, cause string
		label, helps string
	}{
		{fixtures.Quirks{RefuseExtensions: []uint16{51}, Intolerance: fixtures.Refusal{Kind: fixtures.RefuseReset}},
			"the server, resetting the TCP connection", "the ClientHello has the extension key_share", "works", "tls.Config.MaxVersion of TLS 1.2  (tried now)"},
		{fixtures.Quirks{RefuseSessionID: true},
			"alert handshake_failure(40) from the server", "the ClientHello has a session id", "nothing helps", "no setting of Go leaves out the session id"},
	} {
		s, _ := watch(t, profile(fixtures.TLS12Only(), "intolerant", func(p *fixtures.Profile) { p.Quirks = test.quirks }))
		text := explained(t, s, explicitClient(s))
		require.Contains(t, line(t, text, "ended by"), test.ended)
		require.Contains(t, line(t, text, "cause"), test.cause)
		require.Contains(t, line(t, text, test.label), test.helps)
		require.NotContains(t, text, "server's error", "it is the cause")
	}
}

// A server that never answers is left by closing it.
func TestASilentIntoleranceEndsWithTheServer(t *testing.T) {
	t.Parallel()
	for _, p := range intolerant(fixtures.Quirks{RefuseSessionID: true, Intolerance: fixtures.Refusal{Kind: fixtures.RefuseSilence}}) {
		s, over := watch(t, p)
		failed := make(chan error, 1)
		go func() {
			_, err := ping(s, explicitClient(s))
			failed <- err
		}()
		eventually(t, func() bool {
			all := s.Connections()
			return len(all) == 1 && all[0].Hello != nil
		}, "the hello is seen while the client waits")
		require.NoError(t, s.Close())
		require.Error(t, <-failed)
		require.ErrorContains(t, next(t, over).Err, "session id")
	}
}
