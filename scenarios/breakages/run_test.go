package breakages_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/scenarios/breakages"
	"github.com/legacytls/legacytls/scenarios/internal/evidence"
)

// Each report is run on the releases that it is about. Exchanged, they must not pass:
// what holds before and after reproduces nothing.
func TestReportsAreReproduced(t *testing.T) {
	run := runReports(t)
	for _, r := range breakages.Reports() {
		for _, name := range r.Shown {
			t.Run(r.String()+" "+name, func(t *testing.T) {
				if problem := run.Unavailable(cellsOf(r, name)...); problem != "" {
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

// cells are what came of the reports' scenarios.
type cells struct{ evidence.Results }

// runReports runs the scenarios of all reports.
func runReports(t *testing.T) cells {
	t.Helper()
	var all []evidence.Cell
	for _, r := range breakages.Reports() {
		for _, name := range r.Shown {
			all = append(all, cellsOf(r, name)...)
		}
	}
	return cells{evidence.Run(t, evidence.Scenarios(), all)}
}

// cellsOf are the builds before and after that the report has.
func cellsOf(r breakages.Report, scenario string) []evidence.Cell {
	var all []evidence.Cell
	for _, b := range []harness.Build{r.Works, r.Breaks, r.Mended} {
		if b.Go != "" {
			all = append(all, evidence.Cell{Scenario: scenario, Build: b})
		}
	}
	return all
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
	if o := run.Results[evidence.Cell{Scenario: scenario, Build: r.Works}].Outcome; !o.OK() && o.Stage != harness.StageAnswer {
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

// seen is what the program shows, if it is what the scenario expects.
func (run cells) seen(scenario string, b harness.Build) (string, error) {
	c, ok := run.Results[evidence.Cell{Scenario: scenario, Build: b}]
	if !ok || c.Verdict != harness.AsExpected {
		return "", fmt.Errorf("under %s: %q is not what the scenario expects: %s", b, c.Outcome, c.Problem)
	}
	return evidence.Seen(c.Outcome), nil
}
