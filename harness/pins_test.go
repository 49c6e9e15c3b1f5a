package harness_test

import (
	"crypto/tls"
	"fmt"
	"io"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/sweep"
)

// Decision 4 of the design: a pin is proved.

// clientOf is an explicit client of s that shows a certificate if s wants one.
func clientOf(t *testing.T, s *harness.Server) *tls.Config {
	config := explicitClient(s)
	if s.Profile.ClientAuth != tls.NoClientCert {
		config.Certificates = []tls.Certificate{clientCertificate(t)}
	}
	config.Renegotiation = tls.RenegotiateFreelyAsClient // certificates may be asked for late, and new keys wanted
	return config
}

// pin is p without what no tls.Config of today gets past, so that the pin remains to
// be proved. That a quirk does what it says has tests of its own; what clients of each
// release meet at the whole profile is in scenarios.
func pin(p fixtures.Profile) fixtures.Profile {
	if p.Family == fixtures.Behaviours || p.Family == fixtures.Intolerant {
		p.Quirks = fixtures.Quirks{NoExtendedMasterSecret: p.Quirks.NoExtendedMasterSecret, IgnoreSupportedVersions: p.Quirks.IgnoreSupportedVersions}
	}
	if _, ok := outOfReach()[p.Name]; ok {
		p.Quirks.RefuseSchemes, p.Quirks.RefuseHelloOf256To511, p.Quirks.Intolerance = nil, false, fixtures.Refusal{}
	}
	return p
}

// outOfReach are the products whose pins are proved without what turns most clients of
// today away, and why.
func outOfReach() map[string]string {
	return map[string]string{
		"erlang-otp-17-rabbitmq": "crypto/tls offers Ed25519 in every configuration",
		"f5-bigip-hello-256-511": "no client can be told how long its ClientHello is to be",
	}
}

func TestOnlyBehavioursAndWhatIsOutOfReachAreProvedInPart(t *testing.T) {
	t.Parallel()
	whole := 0
	for _, p := range fixtures.Catalogue() {
		proved := pin(p)
		proved.Quirks = p.Quirks
		require.Equal(t, p, proved, "the quirks alone may be left out")
		switch _, inPart := outOfReach()[p.Name]; {
		case p.Family == fixtures.Behaviours || p.Family == fixtures.Intolerant:
		case inPart:
			require.NotEqual(t, p.Quirks, pin(p).Quirks, p.Name)
		default:
			require.Equal(t, p.Quirks, pin(p).Quirks, p.Name)
			whole++
		}
	}
	require.Greater(t, whole, len(fixtures.Catalogue())/2)
}

// each runs f for the pin of each profile of the catalogue, on its default backend.
func each(t *testing.T, f func(*testing.T, *harness.Server, <-chan harness.Connection)) {
	t.Helper()
	eachOf(t, fixtures.Catalogue(), f)
}

// eachOrSome is for what takes its time, as clients do that are processes: a cut has some of
// the profiles.
func eachOrSome(t *testing.T, f func(*testing.T, *harness.Server, <-chan harness.Connection)) {
	t.Helper()
	eachOf(t, sweep.Some(t, 20, fixtures.Catalogue()), f)
}

func eachOf(t *testing.T, profiles []fixtures.Profile, f func(*testing.T, *harness.Server, <-chan harness.Connection)) {
	t.Helper()
	for _, p := range profiles {
		p := pin(p)
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			s, over := watch(t, p)
			f(t, s, over)
		})
	}
}

func TestAClientThatOffersOnlyOnePinnedSuiteConnectsWithIt(t *testing.T) {
	t.Parallel()
	eachOrSome(t, func(t *testing.T, s *harness.Server, over <-chan harness.Connection) {
		for _, id := range s.Profile.Suites {
			suite, _ := fixtures.SuiteByID(id)
			for v := uint16(tls.VersionTLS10); v <= tls.VersionTLS12; v++ {
				if v < s.Profile.MinVersion || v > s.Profile.MaxVersion || !suite.UsableIn(v) || !has(goSuites(), id) {
					continue // the clients of package foreign have what Go has not
				}
				config := clientOf(t, s)
				config.MinVersion, config.MaxVersion, config.CipherSuites = v, v, []uint16{id}
				state, err := ping(s, config)
				require.NoError(t, err, "%s in %s", suite.OpenSSL, tls.VersionName(v))
				require.Equal(t, []uint16{v, id}, []uint16{state.Version, state.CipherSuite}, "the client's side")
				c := next(t, over)
				require.True(t, c.Established)
				require.Equal(t, []uint16{v, id}, []uint16{c.State.Version, c.State.Suite}, "the server's side")
				require.NoError(t, c.Err)
			}
		}
	})
}

func TestAClientOfTLS13ConnectsWithOneOfThePinnedSuites(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *harness.Server, over <-chan harness.Connection) {
		if s.Profile.MaxVersion < tls.VersionTLS13 {
			return
		}
		config := clientOf(t, s)
		config.MinVersion = tls.VersionTLS13
		state, err := ping(s, config)
		require.NoError(t, err)
		require.Contains(t, s.Profile.Suites, state.CipherSuite)
		c := next(t, over)
		require.Equal(t, uint16(tls.VersionTLS13), c.State.Version)
		require.Equal(t, state.CipherSuite, c.State.Suite)
	})
}

// requireRefusedBy checks that both ends of a connection saw the refusal that
// the profile has: an alert with that text and code or the profile's own, a reset or
// a close.
func requireRefusedBy(t *testing.T, p fixtures.Profile, err error, c harness.Connection, code harness.AlertCode, text string) {
	t.Helper()
	require.False(t, c.Established)
	if code = refusalCode(p, code); code == harness.IllegalParameter {
		text = "illegal parameter"
	}
	switch p.Refusal.Kind {
	case fixtures.RefuseReset:
		require.ErrorIs(t, err, syscall.ECONNRESET)
		require.Nil(t, c.Alert)
	case fixtures.RefuseClose:
		require.ErrorIs(t, err, io.EOF)
		require.Nil(t, c.Alert)
	case fixtures.RefuseWarning:
		require.ErrorIs(t, err, io.EOF)
	default:
		require.EqualError(t, err, "remote error: tls: "+text)
		require.Equal(t, &harness.Alert{From: harness.ServerSide, Code: code}, c.Alert)
	}
}

// refusalCode is the alert of the profile, if it has one of its own.
func refusalCode(p fixtures.Profile, otherwise harness.AlertCode) harness.AlertCode {
	if p.Refusal.Alert != 0 {
		return harness.AlertCode(p.Refusal.Alert)
	}
	return otherwise
}

// insists says whether the server selects a suite that the client does not offer.
func insists(p fixtures.Profile) bool {
	return p.Quirks.SelectSuite != 0 || p.Quirks.CompareSecondBytes
}

// requireRefusedByClient checks that the client would not have the suite, if it has
// the version, at which it looks first.
func requireRefusedByClient(t *testing.T, err error, c harness.Connection, hasVersion bool) {
	t.Helper()
	text, code := "tls: server selected unsupported protocol version", harness.ProtocolVersion
	if hasVersion {
		text, code = "tls: server chose an unconfigured cipher suite", harness.HandshakeFailure
	}
	require.ErrorContains(t, err, text)
	require.Equal(t, &harness.Alert{From: harness.ClientSide, Code: code}, c.Alert)
}

// answers says whether the server, asked for the version, answers by one of its
// own: those who ignore supported_versions do for newer ones.
func answers(p fixtures.Profile, version uint16) bool {
	return version >= p.MinVersion && (version <= p.MaxVersion || p.Quirks.IgnoreSupportedVersions)
}

func TestAClientThatOffersEverythingButThePinnedSuitesIsRefusedForThat(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *harness.Server, over <-chan harness.Connection) {
		reason := "none of them " + strings.Join(s.Profile.SuiteNames(), ", ")
		if s.Backend == "crypto/tls" {
			reason = "no cipher suite supported by both client and server"
		}
		for v := uint16(tls.VersionTLS10); v <= tls.VersionTLS12; v++ {
			if !answers(s.Profile, v) {
				continue
			}
			config := clientOf(t, s)
			config.MinVersion, config.MaxVersion = v, v
			config.CipherSuites = without(goSuites(), s.Profile.Suites)
			_, err := ping(s, config)
			c := next(t, over)
			if insists(s.Profile) {
				requireRefusedByClient(t, err, c, v <= s.Profile.MaxVersion)
				continue
			}
			requireRefusedBy(t, s.Profile, err, c, harness.HandshakeFailure, "handshake failure")
			require.ErrorContains(t, c.Err, reason)
		}
	})
}

// The groups of a profile are pinned as its suites are. What Go has no suite for is
// left to the tests of the engine, whose clients have all groups.
func TestAClientThatOffersEverythingButThePinnedGroupsIsRefusedForThat(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *harness.Server, over <-chan harness.Connection) {
		for v := s.Profile.MinVersion; v <= s.Profile.MaxVersion; v++ {
			config := clientOf(t, s)
			config.MinVersion, config.MaxVersion = v, v
			if config.CipherSuites = ellipticSuitesFor(v); v < tls.VersionTLS10 || !shareOne(s.Profile.Suites, config.CipherSuites) {
				continue
			}
			config.CurvePreferences = withoutGroups(config.CurvePreferences, s.Profile.Groups)
			require.NotEmpty(t, config.CurvePreferences, "a profile with all groups pins none")
			_, err := ping(s, config)
			c := next(t, over)
			requireRefusedBy(t, s.Profile, err, c, harness.HandshakeFailure, "handshake failure")
			require.Regexp(t, "a named group that both have: client |no cipher suite supported by both|no ECDHE curve supported by both|no key exchanges supported by both", c.Err)
		}
	})
}

// ellipticSuitesFor are the suites of Go that need a named group in the version.
func ellipticSuitesFor(version uint16) []uint16 {
	var ids []uint16
	for _, s := range fixtures.Suites() {
		if has(goSuites(), s.ID) && s.Elliptic() && s.UsableIn(version) || version == tls.VersionTLS13 && s.TLS13() {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

func shareOne(list, other []uint16) bool { return len(without(list, other)) < len(list) }

func withoutGroups(list, other []tls.CurveID) []tls.CurveID {
	var kept []tls.CurveID
	for _, g := range list {
		if !hasGroup(other, g) {
			kept = append(kept, g)
		}
	}
	return kept
}

func TestAVersionOutsideTheRangeIsRefusedForThat(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *harness.Server, over <-chan harness.Connection) {
		reason := "the server speaks " + harness.VersionName(s.Profile.MinVersion)
		if s.Backend == "crypto/tls" {
			reason = "client offered only unsupported versions"
		}
		for v := uint16(tls.VersionTLS10); v <= tls.VersionTLS13; v++ {
			if answers(s.Profile, v) {
				continue
			}
			config := clientOf(t, s)
			config.MinVersion, config.MaxVersion = v, v
			_, err := ping(s, config)
			c := next(t, over)
			requireRefusedBy(t, s.Profile, err, c, harness.ProtocolVersion, "protocol version not supported")
			require.ErrorContains(t, c.Err, reason)
		}
	})
}

// A server that is older than supported_versions answers a newer client by the
// version that it has, and it is the client that refuses.
func TestAServerThatKnowsNoNewerVersionsLeavesTheRefusalToTheClient(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *harness.Server, over <-chan harness.Connection) {
		for v := s.Profile.MaxVersion + 1; s.Profile.Quirks.IgnoreSupportedVersions && v <= tls.VersionTLS12; v++ {
			config := clientOf(t, s)
			config.MinVersion, config.MaxVersion = v, tls.VersionTLS12
			_, err := ping(s, config)
			require.EqualError(t, err, fmt.Sprintf("tls: server selected unsupported protocol version %x", s.Profile.MaxVersion))
			c := next(t, over)
			require.Equal(t, &harness.Alert{From: harness.ClientSide, Code: harness.ProtocolVersion}, c.Alert)
			require.EqualError(t, c.Err, "the client ended the connection: alert protocol_version(70) from the client")
		}
	})
}
