package harness_test

import (
	"crypto/tls"
	"io"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// refusing is a server of RSA key exchange with its own way to turn clients away.
func refusing(refusal fixtures.Refusal) fixtures.Profile {
	return profile(fixtures.RSAKeyExchangeOnly(), "refusing", func(p *fixtures.Profile) { p.Refusal = refusal })
}

// strangers are clients that share nothing with such a server, with the alert
// that the stack would choose and what the server's witness says.
func strangers(s *harness.Server) map[string]*tls.Config {
	newer := explicitClient(s)
	newer.MinVersion = tls.VersionTLS13
	return map[string]*tls.Config{
		"none of them AES128-GCM-SHA256":                                  ecdheOnly(s),
		"the client offers TLS 1.3, the server speaks TLS 1.0 to TLS 1.2": newer,
	}
}

func TestWithoutAWishTheAlertFitsTheCause(t *testing.T) {
	t.Parallel()
	s, over := watch(t, refusing(fixtures.Refusal{}))
	want := map[harness.AlertCode]bool{harness.HandshakeFailure: true, harness.ProtocolVersion: true}
	for reason, config := range strangers(s) {
		_, err := ping(s, config)
		require.ErrorContains(t, err, "remote error: tls: ")
		c := next(t, over)
		require.ErrorContains(t, c.Err, reason)
		require.True(t, want[c.Alert.Code])
		delete(want, c.Alert.Code)
	}
	require.Empty(t, want)
}

func TestAnAlertOfTheProfilesIsSentWhateverTheCause(t *testing.T) {
	t.Parallel()
	s, over := watch(t, refusing(fixtures.Refusal{Alert: 71}))
	for reason, config := range strangers(s) {
		_, err := ping(s, config)
		require.EqualError(t, err, "remote error: tls: insufficient security level")
		c := next(t, over)
		require.ErrorContains(t, c.Err, reason)
		require.Equal(t, &harness.Alert{From: harness.ServerSide, Code: harness.InsufficientSecurity}, c.Alert)
	}
}

func TestARefusalByClosingIsAnEndOfFileForTheClient(t *testing.T) {
	t.Parallel()
	s, over := watch(t, refusing(fixtures.Refusal{Kind: fixtures.RefuseClose}))
	for reason, config := range strangers(s) {
		_, err := ping(s, config)
		require.ErrorIs(t, err, io.EOF)
		c := next(t, over)
		require.Nil(t, c.Alert)
		require.ErrorContains(t, c.Err, reason)
	}
}

// A close with bytes that nobody has read would be a reset.
func TestARefusalByClosingReadsWhatTheClientStillSends(t *testing.T) {
	t.Parallel()
	s, over := watch(t, refusing(fixtures.Refusal{Kind: fixtures.RefuseClose}))
	conn := rawDial(t, s)
	defer conn.Close()
	hello := []byte{22, 3, 1, 0, 45, 1, 0, 0, 41, 3, 3}
	hello = append(append(hello, make([]byte, 33)...), 0, 2, 0, 0xff, 1, 0) // one signalling value, no compression
	_, err := conn.Write(append(hello, make([]byte, 100<<10)...))
	require.NoError(t, err)
	got, err := io.ReadAll(conn)
	require.NoError(t, err, "a FIN, and no RST")
	require.Empty(t, got)
	conn.Close()
	require.ErrorContains(t, next(t, over).Err, "the client offers 0 cipher suites, none of them")
}

func TestARefusalByResetIsOneForTheClient(t *testing.T) {
	t.Parallel()
	s, over := watch(t, refusing(fixtures.Refusal{Kind: fixtures.RefuseReset}))
	for reason, config := range strangers(s) {
		_, err := ping(s, config)
		require.ErrorIs(t, err, syscall.ECONNRESET)
		c := next(t, over)
		require.Nil(t, c.Alert)
		require.ErrorContains(t, c.Err, reason)
	}
}

func TestARefusalBySilenceLastsUntilTheClientsDeadline(t *testing.T) {
	t.Parallel()
	s, over := watch(t, refusing(fixtures.Refusal{Kind: fixtures.RefuseSilence}))
	for reason, config := range strangers(s) {
		conn := rawDial(t, s)
		require.NoError(t, conn.SetDeadline(time.Now().Add(50*time.Millisecond)))
		require.ErrorIs(t, tls.Client(conn, config).Handshake(), os.ErrDeadlineExceeded)
		require.Empty(t, over, "the server waits")
		conn.Close()
		c := next(t, over)
		require.Nil(t, c.Alert)
		require.ErrorContains(t, c.Err, reason)
	}
}

func TestTheHandshakeTimeoutEndsARefusalBySilence(t *testing.T) {
	t.Parallel()
	s, over := watch(t, refusing(fixtures.Refusal{Kind: fixtures.RefuseSilence}), harness.WithHandshakeTimeout(50*time.Millisecond))
	_, err := ping(s, ecdheOnly(s))
	require.Error(t, err)
	require.NotErrorIs(t, err, os.ErrDeadlineExceeded, "the client had time left")
	require.ErrorContains(t, next(t, over).Err, "none of them AES128-GCM-SHA256", "the reason, not that it took long")
}

// Rules of the protocol are no matter of taste: who breaks them gets an alert.
func TestAClientThatBreaksTheProtocolGetsAnAlertOfAnyServer(t *testing.T) {
	t.Parallel()
	for _, kind := range []fixtures.RefusalKind{fixtures.RefuseAlert, fixtures.RefuseClose, fixtures.RefuseReset, fixtures.RefuseSilence} {
		s, over := watch(t, refusing(fixtures.Refusal{Kind: kind}))
		got := rawBytes(t, s, []byte{22, 3, 1, 0, 6, 1, 0, 0, 2, 3, 3}) // a ClientHello of a version and nothing else
		require.Equal(t, []byte{21, 3, 1, 0, 2, 2, byte(harness.DecodeError)}, got, kind.String())
		require.Equal(t, &harness.Alert{From: harness.ServerSide, Code: harness.DecodeError}, next(t, over).Alert)
	}
}
