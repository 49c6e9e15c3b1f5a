package ledger_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/toolchain"
	"github.com/legacytls/legacytls/scenarios/internal/evidence"
	"github.com/legacytls/legacytls/scenarios/ledger"
)

// sentences are how many sentences the release notes have, by release and part,
// as counted in the published pages (https://go.dev/doc/go1.12 and so on) and
// not in the ledger. What is counted, [ledger.Entries] says: all of some
// packages, of others what bears on TLS. Items of a list and the line before a
// list count, headings do not, nor do sentences that only point elsewhere.
func sentences() map[string]map[string]int {
	return map[string]map[string]int{
		"1.12": {"crypto/tls": 17, "net/http": 1},
		"1.13": {"crypto/tls": 9, "crypto/x509": 2, "net/http": 1},
		"1.14": {"crypto/tls": 22, "crypto/x509": 1, "encoding/asn1": 1, "net/http": 2},
		"1.15": {"crypto/rsa": 1, "crypto/tls": 11, "crypto/x509": 12, "crypto/x509/pkix": 1, "encoding/asn1": 1},
		"1.16": {"crypto/tls": 7, "crypto/x509": 12, "net/http": 1},
		"1.17": {"crypto/tls": 16, "crypto/x509": 10, "net/http": 1},
		"1.18": {"crypto/tls": 7, "crypto/x509": 12},
		"1.19": {"crypto/tls": 3, "crypto/x509": 15, "crypto/x509/pkix": 2},
		"1.20": {"crypto/rsa": 6, "crypto/tls": 3, "crypto/x509": 6},
		"1.21": {"GODEBUG": 5, "crypto/rsa": 6, "crypto/tls": 23, "crypto/x509": 3, "net/http": 1},
		"1.22": {"crypto/tls": 7, "crypto/x509": 8},
		"1.23": {"GODEBUG": 1, "crypto/tls": 10, "crypto/x509": 8},
		"1.24": {"crypto/fips140": 6, "crypto/rsa": 13, "crypto/tls": 11, "crypto/x509": 14, "net/http": 1},
		"1.25": {"crypto": 2, "crypto/rsa": 3, "crypto/tls": 8, "crypto/x509": 7, "encoding/asn1": 2},
		"1.26": {"crypto/ecdh": 4, "crypto/fips140": 2, "crypto/rsa": 8, "crypto/tls": 13, "crypto/x509": 3},
		"1.27": {"GODEBUG": 4, "crypto/mldsa": 3, "crypto/tls": 9, "crypto/x509": 5, "crypto/x509/pkix": 2, "net/http": 1},
	}
}

func TestTheLedgerHasAsManySentencesAsTheReleaseNotes(t *testing.T) {
	t.Parallel()
	got := make(map[string]map[string]int)
	for _, e := range ledger.Entries() {
		if e.Unmentioned {
			continue
		}
		if got[e.Go] == nil {
			got[e.Go] = make(map[string]int)
		}
		got[e.Go][e.Package]++
	}
	require.Equal(t, sentences(), got)
}

func TestTheLedgerHasEveryReleaseInOrder(t *testing.T) {
	t.Parallel()
	var want, got []string
	for _, r := range toolchain.Releases() {
		want = append(want, r.Minor)
	}
	for _, e := range ledger.Entries() {
		if len(got) == 0 || got[len(got)-1] != e.Go {
			got = append(got, e.Go)
		}
	}
	require.Equal(t, want, got)
}

func TestWhatTheNotesDoNotMentionFollowsThem(t *testing.T) {
	t.Parallel()
	var previous ledger.Entry
	for _, e := range ledger.Entries() {
		if e.Go == previous.Go && previous.Unmentioned {
			require.True(t, e.Unmentioned, "Go %s, %s: %s", e.Go, e.Package, e.Says)
		}
		previous = e
	}
}

func TestEveryEntryHasScenariosOrAReason(t *testing.T) {
	t.Parallel()
	for _, e := range ledger.Entries() {
		require.NotEqual(t, len(e.Scenarios) > 0, e.Untestable != "", "Go %s, %s: %s", e.Go, e.Package, e.Says)
	}
}

func TestAnEntryIsOneSentenceThatNoOtherIs(t *testing.T) {
	t.Parallel()
	seen := make(map[string]string)
	for _, e := range ledger.Entries() {
		require.NotEmpty(t, e.Package, e.Says)
		require.Regexp(t, `^\S.*[^.]\.$`, e.Says)
		require.NotContains(t, e.Says, ". ", "Go %s, %s: two sentences", e.Go, e.Package)
		require.NotContains(t, seen, e.Says, "Go %s and Go %s", e.Go, seen[e.Says])
		seen[e.Says] = e.Go
	}
}

func TestEveryScenarioThatTheLedgerNamesExists(t *testing.T) {
	t.Parallel()
	known := evidence.Scenarios()
	var missing []string
	for _, name := range namedInLedger() {
		if _, ok := known[name]; !ok {
			missing = append(missing, name)
		}
	}
	require.Empty(t, missing, "%d scenarios are named in the ledger and in no table", len(missing))
}

func TestEveryScenarioOfAReleaseIsInTheLedger(t *testing.T) {
	t.Parallel()
	named := make(map[string]bool)
	for _, name := range namedInLedger() {
		named[name] = true
	}
	var missing []string
	for name := range evidence.Scenarios() {
		if isReleaseTable(strings.Split(name, "/")[0]) && !named[name] {
			missing = append(missing, name)
		}
	}
	require.Empty(t, missing, "%d scenarios are in a table and show no sentence of the ledger", len(missing))
}

// isReleaseTable reports whether a table is that of a release: go1.22, but not
// go-line.
func isReleaseTable(name string) bool {
	for _, r := range toolchain.Releases() {
		if name == "go"+r.Minor {
			return true
		}
	}
	return false
}

// namedInLedger are the scenarios that the ledger names, each once, in its order.
func namedInLedger() []string {
	var names []string
	seen := make(map[string]bool)
	for _, e := range ledger.Entries() {
		for _, name := range e.Scenarios {
			if !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	return names
}
