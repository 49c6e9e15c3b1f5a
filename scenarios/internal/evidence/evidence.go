// Package evidence runs scenarios one by one under the builds that a table names, so
// that tests can compare what programs show there with what the table says.
package evidence

import (
	"context"
	"crypto/tls"
	"slices"
	"strings"
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

// A plan is scenarios that are run under the same builds: some settings, some releases.
type plan struct {
	settings  harness.Settings
	releases  []string
	scenarios []string
}

// plans are as few as the cells allow: who runs scenarios together shares their servers
// and programs.
func plans(cells []Cell) []plan {
	type row struct {
		scenario string
		settings harness.Settings
	}
	wanted := make(map[row][]string)
	for _, c := range cells {
		r := row{c.Scenario, c.Build.Settings}
		if !slices.Contains(wanted[r], c.Build.Go) {
			wanted[r] = append(wanted[r], c.Build.Go)
		}
	}
	type columns struct {
		settings harness.Settings
		releases string
	}
	byColumns := make(map[columns]*plan)
	var all []*plan
	for r, releases := range wanted {
		slices.Sort(releases)
		key := columns{r.settings, strings.Join(releases, " ")}
		if byColumns[key] == nil {
			byColumns[key] = &plan{settings: r.settings, releases: releases}
			all = append(all, byColumns[key])
		}
		byColumns[key].scenarios = append(byColumns[key].scenarios, r.scenario)
	}
	plans := make([]plan, len(all))
	for i, p := range all {
		plans[i] = *p
	}
	return plans
}

func (r Results) add(tb testing.TB, runner *harness.Runner, known map[string]harness.Scenario, p plan) {
	tb.Helper()
	names := make(map[string]string) // by the scenario's own name, without its table
	var todo []harness.Scenario
	for _, name := range p.scenarios {
		s, ok := known[name]
		require.True(tb, ok, "no scenario %s", name)
		todo = append(todo, s)
		names[s.Name] = name
	}
	specs := make(map[string][]string) // as the table has them, by full version
	var releases []string
	for _, release := range p.releases {
		full, err := runner.Resolve(context.Background(), []string{release})
		require.NoError(tb, err)
		if specs[full[0]] == nil {
			releases = append(releases, full[0])
		}
		specs[full[0]] = append(specs[full[0]], release)
	}
	report, err := runner.Run(context.Background(), todo, harness.Matrix{Go: releases, Settings: []harness.Settings{p.settings}})
	require.NoError(tb, err)
	require.Nil(tb, report.ControlFailed())
	for _, c := range report.Cells {
		for _, release := range specs[c.Build.Go] {
			r[Cell{names[c.Scenario.Name], harness.Build{Go: release, Settings: p.settings}}] = c
		}
	}
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
