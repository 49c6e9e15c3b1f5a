package harness_test

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	others "github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/sweep"
)

// foreignRequest is what a client of others needs to speak to s in the version.
func foreignRequest(t *testing.T, s *harness.Server, version uint16, suites ...uint16) others.Request {
	t.Helper()
	r := others.Request{Addr: s.Addr, ServerName: "localhost", RootsPEM: s.RootsPEM, Version: version, Suites: suites, AllowUnsafe: true}
	if version < tls.VersionTLS10 {
		r.ServerName, r.RootsPEM = "", nil // SSL 3.0 has no extensions
	}
	if s.Profile.ClientAuth == tls.NoClientCert {
		return r
	}
	authority, err := certs.Shared()
	require.NoError(t, err)
	cert, err := authority.Issue(certs.Spec{CommonName: "a foreign client", ForClient: true})
	require.NoError(t, err)
	r.CertificatePEM = cert.ChainPEM()
	r.KeyPEM, err = cert.KeyPEM()
	require.NoError(t, err)
	return r
}

// belowTLS13 runs f for each suite of each pin in each version that has both. Of a
// product, whose suites are those of a library, the newest version stands for all.
func belowTLS13(t *testing.T, f func(t *testing.T, s *harness.Server, over <-chan harness.Connection, version uint16, suite fixtures.Suite)) {
	eachOrSome(t, func(t *testing.T, s *harness.Server, over <-chan harness.Connection) {
		for _, id := range s.Profile.Suites {
			suite, _ := fixtures.SuiteByID(id)
			for _, v := range versionsToProve(s.Profile, suite) {
				f(t, s, over, v, suite)
			}
		}
	})
}

// versionsToProve are those below TLS 1.3 that have the suite, the newest first.
func versionsToProve(p fixtures.Profile, suite fixtures.Suite) []uint16 {
	var versions []uint16
	for v := p.MaxVersion; v >= p.MinVersion; v-- {
		if v <= tls.VersionTLS12 && suite.UsableIn(v) {
			versions = append(versions, v)
		}
	}
	if p.Confidence != "" && len(versions) > 1 {
		versions = versions[:1]
	}
	return versions
}

// Each pin is proved by a client that is not Go's, and those that Go has not by
// nobody else. The three together have every suite and version. For a product the first
// that has the suite is enough: all three have met it elsewhere.
func TestAForeignClientConnectsWithEachPinnedSuiteInEachVersion(t *testing.T) {
	sweep.AllOrSkip(t, "starts every client of others")
	t.Parallel()
	clients := others.All(t)
	belowTLS13(t, func(t *testing.T, s *harness.Server, over <-chan harness.Connection, version uint16, suite fixtures.Suite) {
		tried := 0
		for _, client := range clients {
			if client.Lacks(version, suite.ID) != "" || tooWeak(client, s.Profile, suite) || (tried > 0 && s.Profile.Confidence != "") {
				continue
			}
			got, err := client.Connect(bg, foreignRequest(t, s, version, suite.ID))
			require.NoError(t, err)
			require.True(t, got.Echoed, "%s: %s", client.Name(), got.Output)
			require.Equal(t, []uint16{version, suite.ID}, []uint16{got.Version, got.Suite}, client.Name())
			c := next(t, over)
			require.Equal(t, []uint16{version, suite.ID}, []uint16{c.State.Version, c.State.Suite}, client.Name())
			tried++
		}
		require.NotZero(t, tried, "no client has %s in %s", suite.OpenSSL, harness.VersionName(version))
	})
}

// tooWeak says whether the client has the suite, but does not take such a short key at
// any of its security levels.
func tooWeak(client *others.Client, p fixtures.Profile, suite fixtures.Suite) bool {
	switch client.Name() {
	case "openssl":
		return suite.KeyExchange == "DHE" && p.DHGroup.Bits() < 1024
	case "gnutls":
		return p.Certificate.Key == certs.RSA512
	}
	return false
}

// named leaves out what the registry has no name for, by which Java is told.
func named(ids []uint16) []uint16 {
	var known []uint16
	for _, id := range ids {
		if _, ok := fixtures.SuiteByID(id); ok {
			known = append(known, id)
		}
	}
	return known
}

func TestAForeignClientWithoutThePinnedSuitesIsRefusedForThat(t *testing.T) {
	sweep.AllOrSkip(t, "starts Java")
	t.Parallel()
	client := others.Java(t) // it has the most suites
	eachOrSome(t, func(t *testing.T, s *harness.Server, over <-chan harness.Connection) {
		if s.Profile.MaxVersion > tls.VersionTLS12 || insists(s.Profile) {
			return // the suites of TLS 1.3 are had by everybody, and clients refuse those who insist
		}
		for v := s.Profile.MinVersion; v <= s.Profile.MaxVersion; v++ {
			got, err := client.Connect(bg, foreignRequest(t, s, v, without(named(client.Suites(v)), s.Profile.Suites)...))
			require.NoError(t, err)
			require.False(t, got.Echoed)
			if kind := s.Profile.Refusal.Kind; kind == fixtures.RefuseAlert || kind == fixtures.RefuseWarning {
				require.Equal(t, refusalCode(s.Profile, harness.HandshakeFailure).Name(), got.Alert, got.Output)
			} else {
				require.Empty(t, got.Alert, got.Output)
			}
			require.ErrorContains(t, next(t, over).Err, "cipher suites, none of them "+s.Profile.SuiteNames()[0])
		}
	})
}
