package legacy_test

import (
	"context"
	"sort"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/legacy"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/wire"
)

// A pair is one suite in one version, which a server plays alone.
type pair struct {
	suite   fixtures.Suite
	version uint16
}

func (p pair) String() string { return p.suite.OpenSSL + " in " + wire.VersionName(p.version) }

// claimed returns a profile for each pair that the engine says it can play.
func claimed() map[pair]fixtures.Profile {
	profiles := make(map[pair]fixtures.Profile)
	for _, suite := range fixtures.Suites() {
		for _, version := range fixtures.Versions() {
			p, err := fixtures.Pinned(suite.ID, version)
			if err == nil && version <= wire.VersionTLS12 && legacy.Lacks(p) == "" {
				profiles[pair{suite, version}] = p
			}
		}
	}
	return profiles
}

// sorted returns the pairs by version and id, or one in seven of them in short mode.
func sorted(profiles map[pair]fixtures.Profile) []pair {
	var all, some []pair
	for p := range profiles {
		all = append(all, p)
	}
	sort.Slice(all, func(i, j int) bool {
		if all[i].version != all[j].version {
			return all[i].version < all[j].version
		}
		return all[i].suite.ID < all[j].suite.ID
	})
	for i, p := range all {
		if i%7 == 0 || !testing.Short() {
			some = append(some, p)
		}
	}
	return some
}

// withoutClient are the pairs that none of the clients can do: OpenSSL and GnuTLS have no DES
// any more, and Java has it below TLS 1.2, which forbids it (RFC 5246, section
// 1.2). The scanners' test has nmap see them.
func withoutClient() []string {
	return []string{"DES-CBC-SHA in TLS 1.2", "EDH-RSA-DES-CBC-SHA in TLS 1.2"}
}

// A record says which pairs were completed, by several clients at once.
type record struct {
	mu   sync.Mutex
	done map[pair]bool
}

func (r *record) add(p pair) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done[p] = true
}

// The client verifies the certificate, sends data and gets it back, and what it says
// itself about version and suite is what was pinned.
func TestEachSuiteIsCompletedInEachVersionByEveryClientThatHasIt(t *testing.T) {
	t.Parallel()
	profiles := claimed()
	pairs := sorted(profiles)
	servers := make(map[pair]*server)
	for _, p := range pairs {
		servers[p] = startEcho(t, profiles[p])
	}
	completed := record{done: make(map[pair]bool)}
	t.Run("by", func(t *testing.T) {
		eachClient(t, func(t *testing.T, c *foreign.Client) {
			for _, p := range pairs {
				if c.Lacks(p.version, p.suite.ID) == "" {
					requirePair(t, c, servers[p], p)
					completed.add(p)
				}
			}
		})
	})
	for _, need := range []string{needs.OpenSSL, needs.Java} {
		needs.Command(t, need)
	}
	needs.CommandOf(t, needs.GnuTLS, "gnutls-cli")
	var left []string
	for _, p := range pairs {
		if !completed.done[p] {
			left = append(left, p.String())
		}
	}
	if testing.Short() {
		require.Subset(t, withoutClient(), left)
		return
	}
	require.Equal(t, withoutClient(), left)
}

func requirePair(t *testing.T, c *foreign.Client, s *server, p pair) {
	t.Helper()
	r := s.request(p.version)
	r.Suites = []uint16{p.suite.ID}
	if p.suite.Authentication == "none" {
		r.RootsPEM = nil
	}
	got, err := c.Connect(context.Background(), r)
	if err != nil || got.Problem != "" || !got.Echoed || got.Version != p.version || got.Suite != p.suite.ID {
		t.Errorf("%s: %v %+v", p, err, got)
	}
}
