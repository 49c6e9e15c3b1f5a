package harness_test

import (
	"crypto/tls"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

func TestAServerOfGo120DoesNotAnswerExtendedMasterSecret(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go120)
	command := newOpenSSL(t)
	p := fixtures.NoEMS()
	old, over := watch(t, p, harness.WithBackend(r.GoRelease("1.20")))
	suite, _ := fixtures.SuiteByID(p.Suites[0])
	out := command.sClient(t, old, suiteFlags(p, suite)...)
	require.Contains(t, out, "Cipher is "+suite.OpenSSL)
	require.Contains(t, out, "Extended master secret: no")
	require.Equal(t, suite.ID, next(t, over).State.Suite)

	p.Quirks.NoExtendedMasterSecret = false // the difference is the quirk's alone
	current, _ := watch(t, p)
	require.Contains(t, command.sClient(t, current, suiteFlags(p, suite)...), "Extended master secret: yes")
}

func TestAReleasePlaysOnlyWhatItIs(t *testing.T) {
	t.Parallel()
	r := runnerWith(t)
	one := profile(fixtures.AES128GCMSHA256Only(), "one-suite", func(*fixtures.Profile) {})
	for _, tc := range []struct {
		release string
		profile fixtures.Profile
		lacks   string // "" if it can
	}{
		{"1.20", fixtures.NoEMS(), ""},
		{"1.22", one, ""},
		{"1.22", fixtures.TLS13Only(), ""},
		{"1.20", fixtures.TLS13Only(), ""},
		{"1.22", fixtures.NoEMS(), "Go 1.21 and later always answer extended master secret"},
		{"1.20", one, "Go before 1.21 never answers extended master secret"},
		{"1.22", fixtures.RSAKeyExchangeOnly(), "the order of its 6 suites is the release's own"},
		{"1.22", fixtures.AES256SHA256Only(), "crypto/tls has no AES256-SHA256"},
		{"1.99", one, "1.99"},
	} {
		err := r.GoRelease(tc.release).Supports(tc.profile)
		if tc.lacks == "" {
			require.NoError(t, err)
			continue
		}
		var unsupported *harness.UnsupportedError
		require.True(t, errors.As(err, &unsupported))
		require.Equal(t, "go"+tc.release, unsupported.Backend)
		require.Contains(t, unsupported.Lacks, tc.lacks)
	}
}

// The engine is a front before another process, like a container would be.
func TestAServerInAnotherProcessIsWitnessedAndRefuses(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go120)
	s, over := watch(t, fixtures.NoEMS(), harness.WithBackend(r.GoRelease("1.20")))
	_, err := ping(s, explicitClient(s))
	require.NoError(t, err)
	c := next(t, over)
	require.True(t, c.Established)
	require.Equal(t, s.Profile.Suites[0], c.State.Suite)
	require.Contains(t, c.Hello.CipherSuites, c.State.Suite)

	config := explicitClient(s)
	config.MaxVersion = s.Profile.MaxVersion
	config.CipherSuites = without(goSuites(), s.Profile.Suites)
	_, err = ping(s, config)
	require.EqualError(t, err, "remote error: tls: handshake failure")
	c = next(t, over)
	require.ErrorContains(t, c.Err, "no cipher suite")
	require.Equal(t, &harness.Alert{From: harness.ServerSide, Code: harness.HandshakeFailure}, c.Alert)

	rawBytes(t, s, []byte("GET / HTTP/1.0\r\n\r\n"))
	require.ErrorContains(t, next(t, over).HelloErr, "HTTP")
}

func TestAnOpenConnectionToAReleaseCountsAsEstablished(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go120)
	srv := harness.Start(t, fixtures.NoEMS(), harness.WithBackend(r.GoRelease("1.20")))
	conn, err := tls.Dial("tcp", srv.Addr, &tls.Config{RootCAs: srv.Roots})
	require.NoError(t, err)
	defer conn.Close()
	harness.RequireConnects(t, srv, err)
	seen := srv.Connections()
	require.Len(t, seen, 1)
	require.False(t, seen[0].Over)
	require.Equal(t, conn.ConnectionState().CipherSuite, seen[0].State.Suite)
}

// X25519MLKEM768 came with Go 1.24, and with it the draft of 1.23 went (notes
// of Go 1.24, crypto/tls).
func TestAGoReleaseHasTheGroupsOfItsOwn(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go122, go127)
	p := fixtures.TLS13Only()
	p.Groups = []tls.CurveID{4588}
	require.NoError(t, r.GoRelease("1.27").Supports(p))
	require.Error(t, r.GoRelease("1.22").Supports(p))
	p.Groups = []tls.CurveID{0x6399}
	require.Error(t, r.GoRelease("1.27").Supports(p))
	require.NoError(t, r.GoRelease("1.23").Supports(p))
}
