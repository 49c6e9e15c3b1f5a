package legacy_test

import (
	"slices"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/legacy"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
)

// A pair is one suite in one version, with the profile that has nothing else.
type pair struct {
	suite   fixtures.Suite
	version uint16
	profile fixtures.Profile
}

func (p pair) String() string { return p.suite.OpenSSL + " in " + wire.VersionName(p.version) }

// claimed returns the pairs that the engine says it can play.
func claimed() []pair {
	var pairs []pair
	for _, version := range fixtures.Versions() {
		for _, suite := range fixtures.Suites() {
			p, err := fixtures.Pinned(suite.ID, version)
			if err == nil && version <= wire.VersionTLS12 && legacy.Lacks(p) == "" {
				pairs = append(pairs, pair{suite, version, p})
			}
		}
	}
	return pairs
}

// withoutClient are the pairs that no client has. OpenSSL and GnuTLS dropped DES, Java has
// it below TLS 1.2, which was to have none (RFC 5246, section 1.2). Nmap asks for them:
// see TestNmapFindsTheSuitesThatNoClientHas.
func withoutClient() []string {
	return []string{"DES-CBC-SHA in TLS 1.2", "EDH-RSA-DES-CBC-SHA in TLS 1.2"}
}

// The client verifies the certificate and sends data that fills several records and
// comes back. What it says itself about version and suite is what was pinned.
func TestEachSuiteIsCompletedInEachVersionByEveryClientThatHasIt(t *testing.T) {
	t.Parallel()
	pairs := sweep.Some(t, 7, claimed())
	servers := make([]*server, len(pairs))
	completed := make([]atomic.Bool, len(pairs))
	for i, p := range pairs {
		servers[i] = startEcho(t, p.profile)
	}
	t.Run("by", func(t *testing.T) {
		eachClient(t, allClients(), func(t *testing.T, c *foreign.Client) {
			for i, p := range pairs {
				if c.Lacks(p.version, p.suite.ID) == "" {
					requirePair(t, c, servers[i], p)
					completed[i].Store(true)
				}
			}
		})
	})
	if !sweep.All(t, "one client, which has not all suites") {
		return
	}
	needsAllClients(t)
	want, got := []string{}, []string{}
	for i, p := range pairs {
		if !completed[i].Load() {
			got = append(got, p.String())
		}
		if slices.Contains(withoutClient(), p.String()) {
			want = append(want, p.String())
		}
	}
	require.Equal(t, want, got, "completed by no client")
}

func requirePair(t *testing.T, c *foreign.Client, s *server, p pair) {
	t.Helper()
	r := s.request(p.version)
	r.Suites = []uint16{p.suite.ID}
	r.LineBytes = 40_000
	if p.suite.Authentication == "none" {
		r.RootsPEM = nil
	}
	got := requireConnects(t, c, r)
	require.Equal(t, p.suite.Name, fixtures.SuiteName(got.Suite), got.Output)
}

// needsAllClients skips what can only be said if none of the clients was skipped.
func needsAllClients(t *testing.T) {
	t.Helper()
	needs.Command(t, needs.OpenSSL)
	needs.CommandOf(t, needs.GnuTLS, "gnutls-cli")
	needs.Command(t, needs.Java)
	needs.CommandOf(t, needs.Java, "javac")
}
