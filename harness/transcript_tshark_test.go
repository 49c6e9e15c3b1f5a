package harness_test

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/agreement"
	others "github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/sweep"
)

// A meeting is a connection that each kind of client makes, for its transcript to be compared with
// what tshark reads.
type meeting struct {
	profile fixtures.Profile
	suites  []uint16 // that the client offers, nil for its own choice
	alpn    []string
	resumed bool // the session of a first connection
	refused bool
	notGo   bool // no Go client has the key exchange
}

// meetings have every key exchange, version and message that clients of today meet.
func meetings() []meeting {
	mutual := func(p *fixtures.Profile) { p.ClientAuth = tls.RequireAndVerifyClientCert }
	staple := func(p *fixtures.Profile) { p.StapleOCSP = true }
	return []meeting{
		{profile: fixtures.AES128SHAOnly(), suites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}},
		{profile: fixtures.AES128SHAOnly(), suites: []uint16{tls.TLS_RSA_WITH_AES_256_CBC_SHA}, refused: true},
		{profile: profile(fixtures.TLS12Only(), "stapling", staple)},
		{profile: profile(fixtures.TLS12Only(), "alpn", func(p *fixtures.Profile) { p.ALPN = []string{"lines/2", "lines/1"} }), alpn: []string{"other", "lines/1"}}, // none that tshark would look into
		{profile: fixtures.ClientCertificateRequired()},
		{profile: fixtures.TLS12Only(), resumed: true},
		{profile: fixtures.TLS10ECDHE()},
		{profile: fixtures.DHE2048Only(), notGo: true},
		{profile: profile(fixtures.TLS13Only(), "stapling-13", staple)},
		{profile: profile(fixtures.TLS13Only(), "retry-13", func(p *fixtures.Profile) { p.Groups = []tls.CurveID{tls.CurveP384} })},
		{profile: profile(fixtures.TLS13Only(), "mutual-13", mutual)},
		{profile: profile(fixtures.TLS13Only(), "resumed-13", func(*fixtures.Profile) {}), resumed: true},
	}
}

// A captured server has its connections in a capture that the servers of a test share.
type captured struct {
	meeting
	*harness.Server
	over <-chan harness.Connection
}

// compareWithTShark starts the servers of all meetings on a backend, their default if it is nil, has
// them met, and compares.
func compareWithTShark(t *testing.T, backend harness.Backend, meet func(t *testing.T, s captured)) {
	t.Helper()
	var written lockedBuffer
	capture, err := harness.NewCapture(&written)
	require.NoError(t, err)
	var all []agreement.Connection
	for _, m := range meetings() {
		on := backend
		if on == nil {
			on = harness.DefaultBackend(m.profile)
		} else if on.Supports(m.profile) != nil {
			continue // it has been met on the default
		}
		s := captured{meeting: m}
		s.Server, s.over = watch(t, m.profile, harness.WithCapture(capture), harness.WithBackend(on))
		meet(t, s)
		require.NoError(t, s.Close()) // then the capture has them
		all = append(all, s.connections(t)...)
	}
	require.NotEmpty(t, all)
	agreement.Require(t, written.bytes(), all...)
}

// connections are those that the server had. Unless it is to refuse them, they were established.
func (s captured) connections(t *testing.T) []agreement.Connection {
	t.Helper()
	var all []agreement.Connection
	for len(s.over) > 0 {
		c := <-s.over
		tr := c.Transcript()
		require.NotEqual(t, s.refused, tr.Established, "%s", tr)
		all = append(all, agreement.Connection{Server: s.Addr, Transcript: tr})
	}
	return all
}

func TestTSharkReadsAConnectionOfThisGoInTheSameWay(t *testing.T) {
	sweep.AllOrSkip(t, "starts TShark, as internal/agreement does")
	t.Parallel()
	for _, backend := range []harness.Backend{nil, harness.CryptoTLS(), opensslBackend(t)} {
		compareWithTShark(t, backend, meetThisGo)
	}
}

// meetThisGo connects the crypto/tls of this process.
func meetThisGo(t *testing.T, s captured) {
	t.Helper()
	if s.notGo {
		return
	}
	config := clientOf(t, s.Server)
	config.NextProtos = s.alpn
	if s.suites != nil {
		config.CipherSuites = s.suites
	}
	if s.resumed {
		config.ClientSessionCache = tls.NewLRUClientSessionCache(1)
		_, err := ping(s.Server, config)
		require.NoError(t, err)
	}
	state, err := ping(s.Server, config)
	require.Equal(t, s.refused, err != nil, "%v", err)
	require.Equal(t, s.resumed, state.DidResume)
}

func TestTSharkReadsAConnectionOfEachGoReleaseInTheSameWay(t *testing.T) {
	sweep.AllOrSkip(t, "starts TShark for each release")
	t.Parallel()
	releases := releasesToCompare(t)
	r := runnerWith(t, releases...)
	compareWithTShark(t, nil, func(t *testing.T, s captured) {
		if s.notGo {
			return
		}
		client := harness.Client{
			MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS13, ServerName: "localhost",
			CipherSuites: s.suites, ALPN: s.alpn, Resume: s.resumed,
		}
		if s.profile.ClientAuth != tls.NoClientCert {
			client.Certificate = harness.GoodCertificate
		}
		for _, release := range releases {
			o, err := r.Connect(bg, build(release, harness.Settings{GODEBUG: "tls13=1"}), client, harness.TargetOf(s.Server)) // Go 1.12 wants to be asked
			require.NoError(t, err)
			require.Equal(t, s.refused, !o.OK(), "%s: %s", release, o)
		}
	})
}

// releasesToCompare are the newest of each minor release, in a cut the oldest and the newest.
func releasesToCompare(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, r := range harness.GoReleases() {
		all = append(all, r.Latest)
	}
	return sweep.Some(t, len(all)-1, all)
}

func TestTSharkReadsAConnectionOfForeignClientsInTheSameWay(t *testing.T) {
	sweep.AllOrSkip(t, "starts TShark for each client")
	t.Parallel()
	for _, client := range sweep.Some(t, 3, others.All(t)) {
		client := client
		t.Run(client.Name(), func(t *testing.T) {
			t.Parallel()
			compareWithTShark(t, nil, func(t *testing.T, s captured) {
				request := foreignRequest(t, s.Server, s.profile.MaxVersion, s.suites...)
				request.ALPN, request.Resume = s.alpn, s.resumed
				request.StatusRequest = s.profile.StapleOCSP && client.Name() != "java" // which always asks
				got, err := client.Connect(bg, request)
				require.NoError(t, err)
				require.Equal(t, s.refused, !got.Echoed, "%s on %s: %s", client.Name(), s.profile.Name, got.Output)
			})
		})
	}
}
