package breakages_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/scenarios/breakages"
)

// Each report is run on the releases that it is about. Exchanged, they must not pass:
// what holds before and after reproduces nothing.
func TestReportsAreReproduced(t *testing.T) {
	run := runReports(t)
	for _, r := range breakages.Reports() {
		for _, name := range r.Shown {
			t.Run(r.String()+" "+name, func(t *testing.T) {
				if problem := run.unavailable(r, name); problem != "" {
					needs.Missing(t, needs.Toolchains, problem)
				}
				require.NoError(t, run.check(r, name))
				if r.Works.Go != "" {
					exchanged := r
					exchanged.Works, exchanged.Breaks = r.Breaks, r.Works
					require.Error(t, run.check(exchanged, name))
				}
			})
		}
	}
}

// A cellName is a scenario under a build whose release is as the reports have it.
type cellName struct {
	scenario string
	build    harness.Build
}

// cells are what came of the reports' scenarios.
type cells map[cellName]harness.Cell

// runReports runs the scenarios of all reports, with the same settings at a time.
func runReports(t *testing.T) cells {
	t.Helper()
	if testing.Short() {
		t.Skip("runs many Go releases: not with -short")
	}
	runner, err := harness.NewRunner(harness.RunnerOptions{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, runner.Close()) })
	run := make(cells)
	for settings, p := range plans() {
		run.add(t, runner, settings, p)
	}
	return run
}

// A plan is the scenarios and releases that go with some settings.
type plan struct {
	scenarios map[string]bool
	releases  map[string]bool
}

func plans() map[harness.Settings]plan {
	all := make(map[harness.Settings]plan)
	for _, r := range breakages.Reports() {
		for _, b := range []harness.Build{r.Works, r.Breaks, r.Mended} {
			if b.Go == "" || len(r.Shown) == 0 {
				continue
			}
			p, ok := all[b.Settings]
			if !ok {
				p = plan{make(map[string]bool), make(map[string]bool)}
				all[b.Settings] = p
			}
			p.releases[b.Go] = true
			for _, name := range r.Shown {
				p.scenarios[name] = true
			}
		}
	}
	return all
}

func (run cells) add(t *testing.T, runner *harness.Runner, settings harness.Settings, p plan) {
	t.Helper()
	known := scenariosByName()
	names := make(map[string]string) // by the scenario's own name, without its table
	var todo []harness.Scenario
	for name := range p.scenarios {
		todo = append(todo, known[name])
		names[known[name].Name] = name
	}
	specs := make(map[string][]string) // as reports have them, by full version
	var releases []string
	for release := range p.releases {
		full, err := runner.Resolve(context.Background(), []string{release})
		require.NoError(t, err)
		specs[full[0]] = append(specs[full[0]], release)
		releases = append(releases, full[0])
	}
	report, err := runner.Run(context.Background(), todo, harness.Matrix{Go: releases, Settings: []harness.Settings{settings}})
	require.NoError(t, err)
	require.Nil(t, report.ControlFailed())
	for _, c := range report.Cells {
		for _, release := range specs[c.Build.Go] {
			run[cellName{names[c.Scenario.Name], harness.Build{Go: release, Settings: settings}}] = c
		}
	}
}

// unavailable says why a cell of the report could not be run, "" if all were.
func (run cells) unavailable(r breakages.Report, scenario string) string {
	for _, b := range []harness.Build{r.Works, r.Breaks, r.Mended} {
		if c := run[cellName{scenario, b}]; c.Verdict == harness.Unavailable {
			return c.Problem
		}
	}
	return ""
}

// check says what is not as reported, nil if nothing is.
func (run cells) check(r breakages.Report, scenario string) error {
	if err := run.shows(scenario, r.Breaks, r.Text); err != nil {
		return err
	}
	if r.Works.Go != "" {
		if err := run.worked(r, scenario); err != nil {
			return err
		}
	}
	if r.Mended.Go != "" {
		return run.showsNot(scenario, r.Mended, r.Text)
	}
	return nil
}

// worked checks the build before.
func (run cells) worked(r breakages.Report, scenario string) error {
	if err := run.showsNot(scenario, r.Works, r.Text); err != nil {
		return err
	}
	if r.Before != "" {
		return run.shows(scenario, r.Works, r.Before)
	}
	if o := run[cellName{scenario, r.Works}].Outcome; !o.OK() && o.Stage != harness.StageAnswer {
		return fmt.Errorf("under %s: got %q, want a connection", r.Works, o)
	}
	return nil
}

func (run cells) shows(scenario string, b harness.Build, text string) error {
	seen, err := run.seen(scenario, b)
	if err == nil && !strings.Contains(seen, text) {
		err = fmt.Errorf("under %s: got %q, want %q", b, seen, text)
	}
	return err
}

func (run cells) showsNot(scenario string, b harness.Build, text string) error {
	seen, err := run.seen(scenario, b)
	if err == nil && strings.Contains(seen, text) {
		err = fmt.Errorf("under %s: got %q, want something without %q", b, seen, text)
	}
	return err
}

// seen is what the program shows, and what a Go client shows whom a server under test
// has turned away.
func (run cells) seen(scenario string, b harness.Build) (string, error) {
	c, ok := run[cellName{scenario, b}]
	if !ok || c.Verdict != harness.AsExpected {
		return "", fmt.Errorf("under %s: %q is not what the scenario expects: %s", b, c.Outcome, c.Problem)
	}
	seen := c.Outcome.String()
	if alert := c.Outcome.Alert; alert != nil && alert.From == c.Outcome.Role && alert.From == harness.ServerSide {
		seen += "; remote error: " + tls.AlertError(alert.Code).Error()
	}
	return seen, nil
}
