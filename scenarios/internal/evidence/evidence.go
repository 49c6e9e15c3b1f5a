// Package evidence runs scenarios one by one under the builds that a table names, so
// that tests can compare what programs show there with what the table says.
package evidence

import (
	"context"
	"crypto/tls"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/scenarios"
)

// A Cell is a scenario under a build. Go is a release as the table has it: a minor
// stands for its latest patch release.
type Cell struct {
	Scenario string // "table/name", or whatever the scenarios that are run are called
	Build    harness.Build
}

// Results are what came of the cells.
type Results map[Cell]harness.Cell

// Scenarios returns all scenarios, as "table/name".
func Scenarios() map[string]harness.Scenario {
	known := make(map[string]harness.Scenario)
	for _, table := range scenarios.Tables() {
		for _, s := range table.Scenarios {
			known[table.Name+"/"+s.Name] = s
		}
	}
	return known
}

// Run runs the cells, whose scenarios are among the known; no two of them may have the
// same name within their tables. It skips with -short.
func Run(tb testing.TB, known map[string]harness.Scenario, cells []Cell) Results {
	tb.Helper()
	if testing.Short() {
		tb.Skip("runs many Go releases: not with -short")
	}
	runner, err := harness.NewRunner(harness.RunnerOptions{})
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, runner.Close()) })
	results := make(Results)
	for _, p := range plans(cells) {
		results.add(tb, runner, known, p)
	}
	return results
}

// A plan is scenarios that are run under the same settings, each in releases of its own.
type plan struct {
	settings harness.Settings
	releases map[string][]string // by scenario, as the table has them
}

// plans are as few as the cells allow: who runs scenarios together shares their servers
// and programs.
func plans(cells []Cell) []plan {
	var all []plan
	for _, c := range cells {
		i := slices.IndexFunc(all, func(p plan) bool { return p.settings == c.Build.Settings })
		if i < 0 {
			i, all = len(all), append(all, plan{c.Build.Settings, make(map[string][]string)})
		}
		if releases := all[i].releases; !slices.Contains(releases[c.Scenario], c.Build.Go) {
			releases[c.Scenario] = append(releases[c.Scenario], c.Build.Go)
		}
	}
	return all
}

// add runs a plan. The releases are boundaries of the scenarios; the newest, which the matrix
// has for its controls, is run besides.
func (r Results) add(tb testing.TB, runner *harness.Runner, known map[string]harness.Scenario, p plan) {
	tb.Helper()
	names := make(map[string]string) // by the scenario's own name, without its table
	specs := make(map[Cell]string)   // as the table has them, by full version
	var todo []harness.Scenario
	for name, releases := range p.releases {
		s, ok := known[name]
		require.True(tb, ok, "no scenario %s", name)
		s.Boundaries = slices.Clone(s.Boundaries)
		for _, release := range releases {
			full, err := runner.Resolve(context.Background(), []string{release})
			require.NoError(tb, err)
			s.Boundaries = append(s.Boundaries, full[0])
			specs[Cell{name, harness.Build{Go: release, Settings: p.settings}}] = full[0]
		}
		todo, names[s.Name] = append(todo, s), name
	}
	matrix := harness.Matrix{Go: []string{newest()}, Settings: []harness.Settings{p.settings}, Boundaries: true}
	report, err := runner.Run(context.Background(), todo, matrix)
	require.NoError(tb, err)
	require.Nil(tb, report.ControlFailed())
	came := make(map[Cell]harness.Cell)
	for _, c := range report.Cells {
		came[Cell{names[c.Scenario.Name], c.Build}] = c
	}
	for cell, full := range specs {
		r[cell] = came[Cell{cell.Scenario, harness.Build{Go: full, Settings: p.settings}}]
	}
}

func newest() string {
	all := harness.GoReleases()
	return all[len(all)-1].Latest
}

// Unavailable says why one of the cells could not be run, "" if all were.
func (r Results) Unavailable(cells ...Cell) string {
	for _, c := range cells {
		if got := r[c]; got.Verdict == harness.Unavailable {
			return got.Problem
		}
	}
	return ""
}

// Seen is what a program shows, and what a Go client shows whom a server under test has
// turned away.
func Seen(o harness.Outcome) string {
	seen := o.String()
	if o.Alert != nil && o.Alert.From == o.Role && o.Alert.From == harness.ServerSide {
		seen += "; remote error: " + tls.AlertError(o.Alert.Code).Error()
	}
	return seen
}
