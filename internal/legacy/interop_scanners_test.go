package legacy_test

import (
	"context"
	"crypto/tls"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/legacy"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
)

// scanned are the profiles of the catalogue that are about suites and versions, and
// that the engine plays. Others refuse in ways that scanners take for a broken server.
func scanned(t *testing.T) []fixtures.Profile {
	t.Helper()
	var profiles []fixtures.Profile
	for _, p := range fixtures.Catalogue() {
		pins := p.Family == fixtures.SuitePins || p.Family == fixtures.VersionPins || p.Family == fixtures.ClientCertificates
		if pins && legacy.Lacks(p) == "" {
			profiles = append(profiles, p)
		}
	}
	return sweep.Some(t, 10, profiles)
}

// pins is what a scanner is to find: the suites that the profile has in each of its
// versions, and that the scanner asks for.
func pins(p fixtures.Profile, sees foreign.Accepted) foreign.Accepted {
	want := make(foreign.Accepted)
	for version := p.MinVersion; version <= p.MaxVersion; version++ {
		for _, id := range p.Suites {
			if s, _ := fixtures.SuiteByID(id); s.UsableIn(version) && slices.Contains(sees[version], id) {
				want[version] = append(want[version], id)
			}
		}
		slices.Sort(want[version])
	}
	return want
}

func TestNmapFindsExactlyWhatAProfilePins(t *testing.T) {
	sweep.AllOrSkip(t, "scans as sslscan does, which a cut runs too")
	t.Parallel()
	scanner := foreign.Nmap(t)
	sees, err := scanner.Sees(context.Background())
	require.NoError(t, err)
	for _, p := range scanned(t) {
		want := pins(p, sees)
		require.NotEmpty(t, want, p.Name)
		requireScan(t, scanner, p, want)
	}
}

// Sslscan lists no suites of SSL 3.0, and those of other versions if the handshake is completed:
// it has no certificate to show.
func TestSSLScanFindsExactlyWhatAProfilePins(t *testing.T) {
	t.Parallel()
	scanner := foreign.SSLScan(t)
	sees, err := scanner.Sees(context.Background())
	require.NoError(t, err)
	for _, p := range scanned(t) {
		want := pins(p, sees)
		if p.ClientAuth == tls.RequireAndVerifyClientCert && !p.LateClientAuth {
			want = foreign.Accepted{}
		} else if p.MaxVersion > wire.VersionSSL30 {
			require.NotEmpty(t, want, p.Name)
		}
		requireScan(t, scanner, p, want)
	}
}

func requireScan(t *testing.T, scanner *foreign.Scanner, p fixtures.Profile, want foreign.Accepted) {
	t.Helper()
	got, out, err := scanner.Scan(context.Background(), startEcho(t, p).addr)
	require.NoError(t, err, out)
	require.Equal(t, want, got, "%s: %s", p.Name, out)
}

func TestNmapFindsTheSuitesThatNoClientHas(t *testing.T) {
	sweep.AllOrSkip(t, "starts Nmap")
	t.Parallel()
	scanner := foreign.Nmap(t)
	found := 0
	for _, p := range claimed() {
		if slices.Contains(withoutClient(), p.String()) {
			requireScan(t, scanner, p.profile, foreign.Accepted{p.version: {p.suite.ID}})
			found++
		}
	}
	require.Equal(t, len(withoutClient()), found)
}
