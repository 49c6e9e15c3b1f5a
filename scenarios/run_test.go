package scenarios_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
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

// All releases, and the patch releases between which something changes.
func TestEveryCellComesOutAsExpected(t *testing.T) {
	runner := newRunner(t)
	report, err := runner.Run(context.Background(), scenarios.All(), harness.Matrix{Go: []string{"all"}, Boundaries: true})
	require.NoError(t, err)
	require.Nil(t, report.ControlFailed())
	require.Greater(t, len(report.Cells), 10*len(scenarios.All()))

	unavailable := make(map[string]bool)
	for _, c := range report.Cells {
		switch c.Verdict {
		case harness.NotAsExpected:
			t.Errorf("%s, %s: %s", c.Scenario.Name, c.Build, c.Problem)
		case harness.Unavailable:
			unavailable[c.Problem] = true
		default:
			requireFailsWhenTurnedRound(t, c)
		}
	}
	requireRulesToldApart(t, report)
	for problem := range unavailable {
		needs.Missing(t, needs.Toolchains, problem)
	}
}

// requireFailsWhenTurnedRound checks that what came of the cell would have
// failed an expectation of the opposite.
func requireFailsWhenTurnedRound(t *testing.T, c harness.Cell) {
	t.Helper()
	for _, opposite := range oppositesOf(c.Outcome) {
		require.Error(t, opposite.Check(c.Outcome), "%s, %s: %s also passes for %q", c.Scenario.Name, c.Build, c.Outcome, opposite)
	}
}

func oppositesOf(o harness.Outcome) []harness.Expectation {
	failures := []harness.Expectation{
		harness.FailsVerification(), harness.CannotConnect(), harness.DoesNotBuild(""), harness.DoesNotStart(""),
	}
	switch {
	case o.Stage == harness.StageAnswer:
		return append(failures, harness.Connects(), harness.Refused())
	case !o.OK():
		return []harness.Expectation{harness.Connects(), harness.Answers()}
	case o.Export.Error != "":
		failures = append(failures, harness.Exports())
	case o.Export.Asked:
		failures = append(failures, harness.ExportRefused(""))
	}
	return append(failures, harness.Refused(), harness.Answers())
}

// requireRulesToldApart checks that a scenario which expects different things
// of different builds would notice if they were exchanged: of two of its rules,
// one at least fails for what came of the other's cells.
func requireRulesToldApart(t *testing.T, report *harness.Report) {
	t.Helper()
	decided := make(map[string]map[int]harness.Cell) // by scenario and rule
	for _, c := range report.Cells {
		if c.Verdict != harness.AsExpected {
			continue
		}
		if decided[c.Scenario.Name] == nil {
			decided[c.Scenario.Name] = make(map[int]harness.Cell)
		}
		decided[c.Scenario.Name][c.Rule] = c
	}
	for name, cells := range decided {
		for i, one := range cells {
			for j, other := range cells {
				if i >= j || one.Want == other.Want {
					continue
				}
				exchanged := one.Scenario.Rules[i].Want.Check(other.Outcome) != nil || one.Scenario.Rules[j].Want.Check(one.Outcome) != nil
				require.True(t, exchanged, "%s: nothing tells %q (%s) from %q (%s)", name, one.Want, one.Build, other.Want, other.Build)
			}
		}
	}
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

// Each remedy that a failure message prints is run here: in its first and last
// release it makes the difference, before the first none is needed, and after
// the last it does not help any more.
func TestRecordedRemediesHoldWhereTheySayAndNowhereElse(t *testing.T) {
	runner := newRunner(t)
	for _, remedy := range harness.Remedies() {
		t.Run(fixtures.OpenSSLName(remedy.Suite)+" "+remedy.String(), func(t *testing.T) {
			server := serveOnly(t, remedy.Suite)
			for _, release := range []string{remedy.First, remedy.Last, remedy.Measured} {
				without := connect(t, runner, server, full(t, runner, release), "")
				require.Equal(t, harness.StageHandshake, without.Stage, "go%s needs no remedy: %s", release, without)
				with := connect(t, runner, server, full(t, runner, release), remedy.GODEBUG)
				require.True(t, with.OK(), "go%s with GODEBUG=%s: %s", release, remedy.GODEBUG, with)
			}
			after := connect(t, runner, server, full(t, runner, "1.27"), remedy.GODEBUG)
			require.Equal(t, harness.StageStart, after.Stage, "go1.27 with GODEBUG=%s: %s", remedy.GODEBUG, after)
		})
	}
}

func serveOnly(t *testing.T, suite uint16) *harness.Server {
	t.Helper()
	for _, p := range fixtures.Catalogue() {
		if len(p.Suites) == 1 && p.Suites[0] == suite {
			server, err := harness.Serve(context.Background(), p, harness.WithLines(nil))
			require.NoError(t, err)
			t.Cleanup(func() { server.Close() })
			return server
		}
	}
	t.Fatalf("no profile pins %s alone", fixtures.SuiteName(suite))
	return nil
}

func full(t *testing.T, runner *harness.Runner, release string) string {
	t.Helper()
	versions, err := runner.Resolve(context.Background(), []string{release})
	require.NoError(t, err)
	return versions[0]
}

func connect(t *testing.T, runner *harness.Runner, server *harness.Server, release, godebug string) harness.Outcome {
	t.Helper()
	build := harness.Build{Go: release, Settings: harness.Settings{GODEBUG: godebug}}
	o, err := runner.Connect(context.Background(), build, harness.Client{}, harness.TargetOf(server))
	require.NoError(t, err)
	if o.Stage == harness.StageToolchain {
		needs.Missing(t, needs.Toolchains, o.Error)
	}
	return o
}
