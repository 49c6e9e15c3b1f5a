package legacy_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
)

// goConfig is a crypto/tls client that speaks one version with one suite, and trusts
// the authority of all tests.
func goConfig(tb testing.TB, version, suite uint16) *tls.Config {
	tb.Helper()
	return &tls.Config{
		RootCAs: sharedAuthority(tb).Pool(), ServerName: "localhost",
		MinVersion: version, MaxVersion: version, CipherSuites: []uint16{suite},
	}
}

// requireGoConnects makes a connection and says a line on it.
func requireGoConnects(t *testing.T, s *server, config *tls.Config) {
	t.Helper()
	conn, err := tls.Dial("tcp", s.addr, config)
	require.NoError(t, err)
	defer conn.Close()
	_, err = fmt.Fprintln(conn, "hello")
	require.NoError(t, err)
	line, err := bufio.NewReader(conn).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "hello\n", line)
	state := conn.ConnectionState()
	require.Equal(t, wire.VersionName(config.MaxVersion), wire.VersionName(state.Version))
	require.Equal(t, fixtures.SuiteName(config.CipherSuites[0]), fixtures.SuiteName(state.CipherSuite))
}

// Which suites crypto/tls has depends on the Go release, and it says so itself.
func TestEachSuiteOfCryptoTLSIsCompletedInEachVersion(t *testing.T) {
	t.Parallel()
	for _, has := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		for _, version := range has.SupportedVersions {
			if version <= tls.VersionTLS12 {
				requireGoConnects(t, startEcho(t, pinned(t, version, has.ID)), goConfig(t, version, has.ID))
			}
		}
	}
}

func TestEachGroupOfCryptoTLSIsCompletedWithEachKindOfKey(t *testing.T) {
	t.Parallel()
	groups := sweep.Some(t, 3, ellipticGroups())
	for suite, keys := range map[uint16][]certs.Key{
		rsaCBC:   {certs.RSA512, certs.RSA768, certs.RSA1024, certs.RSA2048},
		ecdheCBC: {certs.RSA512, certs.RSA768, certs.RSA1024, certs.RSA2048},
		ecdsaCBC: {certs.ECDSAP256, certs.ECDSAP384, certs.ECDSAP521, certs.Ed25519},
	} {
		for _, key := range keys {
			suite, key := suite, key
			t.Run(fixtures.OpenSSLName(suite)+" "+string(key), func(t *testing.T) {
				t.Parallel()
				for _, group := range groups {
					for _, version := range versionsOf(key) {
						s := startEcho(t, pinned(t, version, suite, showing(key), agreeing(group)))
						requireGoConnects(t, s, goConfig(t, version, suite))
						require.Equal(t, groupOf(suite, group), s.visit(t).Group)
					}
				}
			})
		}
	}
}

func showing(key certs.Key) func(*fixtures.Profile) {
	return func(p *fixtures.Profile) { p.Certificate.Key = key }
}

func agreeing(groups ...tls.CurveID) func(*fixtures.Profile) {
	return func(p *fixtures.Profile) { p.Groups = groups }
}

func ellipticGroups() []tls.CurveID {
	return []tls.CurveID{tls.CurveP256, tls.CurveP384, tls.CurveP521, tls.X25519}
}

// groupOf is 0 for a suite that has no use for groups.
func groupOf(suite uint16, group tls.CurveID) tls.CurveID {
	if s, _ := fixtures.SuiteByID(suite); s.Elliptic() {
		return group
	}
	return 0
}

// versionsOf are those of crypto/tls in which a server can have such a key. Ed25519 is
// for TLS 1.2 and up (RFC 8422, section 5.10).
func versionsOf(key certs.Key) []uint16 {
	if key == certs.Ed25519 {
		return []uint16{tls.VersionTLS12}
	}
	return []uint16{tls.VersionTLS10, tls.VersionTLS11, tls.VersionTLS12}
}
