package scenarios_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/scenarios"
)

func newRunner(t *testing.T) *harness.Runner {
	t.Helper()
	if testing.Short() {
		t.Skip("runs every Go release: not with -short")
	}
	runner, err := harness.NewRunner(harness.RunnerOptions{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, runner.Close()) })
	return runner
}

// All releases, and the patch releases between which something changes; on both
// backends where both can play the server.
func TestEveryCellComesOutAsExpected(t *testing.T) {
	t.Parallel()
	runner := newRunner(t)
	tried, matrix := scenarios.All(), harness.Matrix{Go: []string{"all"}, Boundaries: true}
	least := 10 * len(tried)
	if !sweep.All(t, "one in ten of the scenarios, and those that are another thing on crypto/tls; "+atChanges) {
		tried, matrix = inChanges(t, oneInTen(tried)), harness.Matrix{Go: []string{newest()}, Boundaries: true}
		least = 4 * len(tried)
	}
	report, err := runner.Run(context.Background(), append(tried, twins(tried)...), matrix)
	require.NoError(t, err)
	require.Nil(t, report.ControlFailed())
	require.Greater(t, len(report.Cells), least)

	unavailable := make(map[string]bool)
	for _, c := range report.Cells {
		switch c.Verdict {
		case harness.NotAsExpected:
			if !isDeliberate(c.Scenario.Name) {
				t.Errorf("%s, %s: %s", c.Scenario.Name, c.Build, c.Problem)
			}
		case harness.Unavailable:
			unavailable[c.Problem] = true
		}
	}
	requireWantsThatCanFail(t, report)
	requireSameOnBothBackends(t, report, tried)
	for problem := range unavailable {
		needs.Missing(t, needs.Toolchains, problem)
	}
}

// requireWantsThatCanFail checks that what each rule expects is not met by every
// other outcome of the same role, and that a scenario with several rules would
// notice if the outcomes of two of them were exchanged: of two different
// expectations, one at least fails for each outcome of the other.
func requireWantsThatCanFail(t *testing.T, report *harness.Report) {
	t.Helper()
	byRole := make(map[harness.Side][]harness.Outcome)
	decided := make(map[string]map[int][]harness.Cell) // by scenario and rule
	for _, c := range report.Cells {
		byRole[c.Outcome.Role] = append(byRole[c.Outcome.Role], c.Outcome)
		if c.Verdict != harness.AsExpected {
			continue
		}
		if decided[c.Scenario.Name] == nil {
			decided[c.Scenario.Name] = make(map[int][]harness.Cell)
		}
		decided[c.Scenario.Name][c.Rule] = append(decided[c.Scenario.Name][c.Rule], c)
	}
	for name, rules := range decided {
		for i, cells := range rules {
			rule := cells[0].Scenario.Rules[i]
			require.True(t, failsForOne(rule.Want, byRole[cells[0].Outcome.Role]), "%s: everything meets %q", name, rule.Want)
			for j, others := range rules {
				if i < j && cells[0].Want != others[0].Want {
					requireToldApart(t, cells, others)
				}
			}
		}
	}
}

func failsForOne(want harness.Expectation, outcomes []harness.Outcome) bool {
	for _, o := range outcomes {
		if want.Check(o) != nil {
			return true
		}
	}
	return false
}

// requireToldApart checks the cells of one rule against those of another.
func requireToldApart(t *testing.T, cells, others []harness.Cell) {
	t.Helper()
	one, other := cells[0], others[0]
	mine, theirs := one.Scenario.Rules[one.Rule].Want, other.Scenario.Rules[other.Rule].Want
	failsForAll := func(want harness.Expectation, cells []harness.Cell) bool {
		for _, c := range cells {
			if want.Check(c.Outcome) == nil {
				return false
			}
		}
		return true
	}
	require.True(t, failsForAll(mine, others) || failsForAll(theirs, cells),
		"%s: nothing tells %q (%s) from %q (%s)", one.Scenario.Name, one.Want, one.Build, other.Want, other.Build)
}

// The settings that the program really obeyed are counted by the program
// itself, so a cell that connects because of a setting must show it.
func TestAConnectionThanksToASettingIsCountedAsSuch(t *testing.T) {
	runner := newRunner(t)
	server, err := harness.Serve(context.Background(), fixtures.AES128SHAOnly(), harness.WithLines(nil))
	require.NoError(t, err)
	defer server.Close()

	with := connect(t, runner, server, "1.22.12", "tlsrsakex=1")
	require.True(t, with.OK(), with.String())
	require.NotZero(t, with.Counters["tlsrsakex"])

	explicit, err := runner.Connect(context.Background(), harness.Build{Go: "1.26.11"},
		harness.Client{CipherSuites: []uint16{0x002F}}, harness.TargetOf(server))
	require.NoError(t, err)
	require.True(t, explicit.OK(), explicit.String())
	require.Zero(t, explicit.Counters["tlsrsakex"])
}

// impatience bounds connections of which nothing is to come, with servers that may never
// answer.
const impatience = 500 * time.Millisecond

// Each remedy that a failure message prints is run here: in its first and last
// release it makes the difference, before the first none is needed (or less), and in
// a release after the last it does not help any more.
func TestRecordedRemediesHoldWhereTheySayAndNowhereElse(t *testing.T) {
	runner := newRunner(t)
	all := harness.Remedies()
	for _, remedy := range sweep.Some(t, 3, all) {
		remedy, p := remedy, profileFor(t, remedy)
		t.Run(p.Name+" "+remedy.String(), func(t *testing.T) {
			if keepsWaiting(p.Quirks) {
				sweep.AllOrSkip(t, "keeps its clients waiting")
			}
			t.Parallel()
			server, err := harness.Serve(context.Background(), p, harness.WithLines(nil))
			require.NoError(t, err)
			defer server.Close()
			for _, release := range []string{remedy.First, remedy.Last, remedy.Measured} {
				without := connectInVain(t, runner, server, full(t, runner, release), "")
				require.Contains(t, []harness.Stage{harness.StageHandshake, harness.StageVerify}, without.Stage, "go%s needs no remedy: %s", release, without)
				with := connect(t, runner, server, full(t, runner, release), remedy.GODEBUG)
				require.True(t, with.OK(), "go%s with GODEBUG=%s: %s", release, remedy.GODEBUG, with)
			}
			if before := minorBefore(t, remedy.First); before != "1.11" && !strings.Contains(remedy.GODEBUG, ",") && !remedied(all, remedy, before) {
				before := connect(t, runner, server, full(t, runner, before), "")
				require.True(t, before.OK(), "a release before go%s needs a remedy: %s", remedy.First, before)
			}
			if remedy.Last == "1.27" {
				return
			}
			byDefault, try := remedy.Version == tls.VersionTLS13, connectInVain
			if byDefault { // the release after 1.12 needs no setting for it
				try = connect
			}
			after := try(t, runner, server, full(t, runner, minorAfter(t, remedy.Last)), remedy.GODEBUG)
			require.Equal(t, byDefault, after.OK(), "the release after go%s: %s", remedy.Last, after)
			newest := connectInVain(t, runner, server, full(t, runner, "1.27"), remedy.GODEBUG)
			require.Equal(t, diesWith(remedy.GODEBUG), newest.Stage == harness.StageStart, "go1.27 with GODEBUG=%s: %s", remedy.GODEBUG, newest)
		})
	}
}

// remedied reports whether another remedy for the same server is for the release.
func remedied(all []harness.Remedy, remedy harness.Remedy, release string) bool {
	for _, other := range all {
		if other.Hello == remedy.Hello && remedy.Hello != "" && other.Last == release {
			return true
		}
	}
	return false
}

// diesWith reports whether a program of Go 1.27 does not start with one of the settings
// (src/internal/godebugs/table.go of Go 1.27, Removed).
func diesWith(godebug string) bool {
	for _, removed := range []string{"tlsrsakex=1", "tls3des=1", "tlskyber=0", "x509sha1=1"} {
		if strings.Contains(godebug, removed) {
			return true
		}
	}
	return false
}

// minorAfter returns 1.25 for 1.24, minorBefore returns 1.23.
func minorAfter(t *testing.T, minor string) string {
	t.Helper()
	n, err := strconv.Atoi(strings.TrimPrefix(minor, "1."))
	require.NoError(t, err)
	return fmt.Sprintf("1.%d", n+1)
}

func minorBefore(t *testing.T, minor string) string {
	t.Helper()
	n, err := strconv.Atoi(strings.TrimPrefix(minor, "1."))
	require.NoError(t, err)
	return fmt.Sprintf("1.%d", n-1)
}

// profileFor returns a server that clients without the remedy cannot reach.
func profileFor(t *testing.T, remedy harness.Remedy) fixtures.Profile {
	t.Helper()
	switch {
	case remedy.Hello != "":
		p, err := fixtures.Find(remedy.Hello)
		require.NoError(t, err)
		return p
	case remedy.Certificate != "":
		spec, err := certs.Find(remedy.Certificate)
		require.NoError(t, err)
		p := fixtures.TLS12Only()
		p.Name, p.Certificate = spec.Name, spec
		return p
	case remedy.Version != 0:
		p, err := fixtures.Find(pinnedTo(remedy.Version))
		require.NoError(t, err)
		return p
	case remedy.Scheme != 0:
		return signerWith(tls.SignatureScheme(remedy.Scheme))
	}
	for _, p := range fixtures.Catalogue() {
		if len(p.Suites) == 1 && p.Suites[0] == remedy.Suite {
			return p
		}
	}
	t.Fatalf("no profile pins %s alone", fixtures.SuiteName(remedy.Suite))
	return fixtures.Profile{}
}

// pinnedTo is a server that speaks one version, with suites that clients of its time have.
func pinnedTo(version uint16) string {
	return map[uint16]string{tls.VersionTLS10: "tls10-ecdhe", tls.VersionTLS11: "tls11-ecdhe", tls.VersionTLS13: "tls13-only"}[version]
}

// signerWith is the sha1-signer with one of the schemes that have SHA-1.
func signerWith(scheme tls.SignatureScheme) fixtures.Profile {
	p := fixtures.SHA1Signer()
	p.SignatureSchemes = []tls.SignatureScheme{scheme}
	if scheme == tls.ECDSAWithSHA1 {
		p.Name, p.Certificate.Key = "sha1-signer-ecdsa", certs.ECDSAP256
		p.Suites = []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA}
	}
	return p
}

func full(t *testing.T, runner *harness.Runner, release string) string {
	t.Helper()
	versions, err := runner.Resolve(context.Background(), []string{release})
	require.NoError(t, err)
	return versions[0]
}

func connect(t *testing.T, runner *harness.Runner, server *harness.Server, release, godebug string) harness.Outcome {
	t.Helper()
	return connectClient(t, runner, server, release, godebug, harness.Client{})
}

func connectInVain(t *testing.T, runner *harness.Runner, server *harness.Server, release, godebug string) harness.Outcome {
	t.Helper()
	return connectClient(t, runner, server, release, godebug, harness.Client{Timeout: impatience})
}

func connectClient(t *testing.T, runner *harness.Runner, server *harness.Server, release, godebug string, client harness.Client) harness.Outcome {
	t.Helper()
	build := harness.Build{Go: release, Settings: harness.Settings{GODEBUG: godebug}}
	o, err := runner.Connect(context.Background(), build, client, harness.TargetOf(server))
	require.NoError(t, err)
	if o.Stage == harness.StageToolchain {
		needs.Missing(t, needs.Toolchains, o.Error)
	}
	return o
}
