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

// measuredReleases are those in which something changes that the tables are
// about, and their neighbours.
func measuredReleases() []string {
	return []string{"1.12", "1.13", "1.17", "1.18", "1.20", "1.21", "1.22", "1.23", "1.26", "1.27"}
}

func newRunner(t *testing.T) *harness.Runner {
	t.Helper()
	if testing.Short() {
		t.Skip("runs ten Go toolchains: not with -short")
	}
	runner, err := harness.NewRunner(harness.RunnerOptions{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, runner.Close()) })
	return runner
}

func TestEveryCellComesOutAsExpected(t *testing.T) {
	runner := newRunner(t)
	report, err := runner.Run(context.Background(), scenarios.All(), harness.Matrix{Go: measuredReleases()})
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
	for problem := range unavailable {
		needs.Missing(t, needs.Toolchains, problem)
	}
}

// requireFailsWhenTurnedRound checks that what came of the cell would have
// failed an expectation of the opposite.
func requireFailsWhenTurnedRound(t *testing.T, c harness.Cell) {
	t.Helper()
	opposites := []harness.Expectation{harness.Connects()}
	if c.Outcome.OK() {
		opposites = []harness.Expectation{
			harness.Refused(), harness.FailsVerification(), harness.CannotConnect(),
			harness.DoesNotBuild(""), harness.DoesNotStart(""),
		}
	}
	switch {
	case c.Outcome.Export.Error != "":
		opposites = append(opposites, harness.Exports())
	case c.Outcome.Export.Asked:
		opposites = append(opposites, harness.ExportRefused(""))
	}
	for _, opposite := range opposites {
		require.Error(t, opposite.Check(c.Outcome), "%s, %s: %s also passes for %q", c.Scenario.Name, c.Build, c.Outcome, opposite)
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
