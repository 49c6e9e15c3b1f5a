package harness_test

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// Decision 4 of the design: a pin is proved.

// clientOf is an explicit client of s that shows a certificate if s wants one.
func clientOf(t *testing.T, s *harness.Server) *tls.Config {
	config := explicitClient(s)
	if s.Profile.ClientAuth != tls.NoClientCert {
		config.Certificates = []tls.Certificate{clientCertificate(t)}
	}
	return config
}

// each runs f for each playable profile, with a server.
func each(t *testing.T, f func(*testing.T, *harness.Server, <-chan harness.Connection)) {
	for _, p := range playable() {
		p := p
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			s, over := watch(t, p)
			f(t, s, over)
		})
	}
}

func TestAClientThatOffersOnlyOnePinnedSuiteConnectsWithIt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *harness.Server, over <-chan harness.Connection) {
		tried := 0
		for _, id := range s.Profile.Suites {
			suite, _ := fixtures.SuiteByID(id)
			for v := s.Profile.MinVersion; v <= s.Profile.MaxVersion; v++ {
				if !suite.UsableIn(v) || suite.TLS13() { // crypto/tls offers all suites of TLS 1.3 or none
					continue
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
				tried++
			}
		}
		if s.Profile.MinVersion < tls.VersionTLS13 {
			require.NotZero(t, tried)
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

func TestAClientThatOffersEverythingButThePinnedSuitesIsRefusedForThat(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *harness.Server, over <-chan harness.Connection) {
		for v := s.Profile.MinVersion; v <= s.Profile.MaxVersion && v <= tls.VersionTLS12; v++ {
			config := clientOf(t, s)
			config.MinVersion, config.MaxVersion = v, v
			config.CipherSuites = without(goSuites(), s.Profile.Suites)
			_, err := ping(s, config)
			require.EqualError(t, err, "remote error: tls: handshake failure", tls.VersionName(v))
			c := next(t, over)
			require.False(t, c.Established)
			require.Equal(t, &harness.Alert{From: harness.ServerSide, Code: harness.HandshakeFailure}, c.Alert)
			require.ErrorContains(t, c.Err, "no cipher suite supported by both client and server")
		}
	})
}

func TestAVersionOutsideTheRangeIsRefusedForThat(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *harness.Server, over <-chan harness.Connection) {
		for v := uint16(tls.VersionTLS10); v <= tls.VersionTLS13; v++ {
			if v >= s.Profile.MinVersion && v <= s.Profile.MaxVersion {
				continue
			}
			config := clientOf(t, s)
			config.MinVersion, config.MaxVersion = v, v
			_, err := ping(s, config)
			require.EqualError(t, err, "remote error: tls: protocol version not supported", tls.VersionName(v))
			c := next(t, over)
			require.Equal(t, &harness.Alert{From: harness.ServerSide, Code: harness.ProtocolVersion}, c.Alert)
			require.ErrorContains(t, c.Err, "client offered only unsupported versions")
		}
	})
}
