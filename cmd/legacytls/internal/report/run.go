package report

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/toolchain"
	"github.com/legacytls/legacytls/scenarios"
)

// A Run is what the reports of a run tell of.
type Run struct {
	Tables      []scenarios.Table // the scenarios that were asked for
	Report      *harness.Report
	Shard       string // which part of the scenarios this is, "2/3"; "" for all of them
	Local       string // the release that is the local go command, "" if none
	Interrupted bool   // the run did not come to its end
}

// Lines written by all formats, so that they say the same.

func (r Run) summary() string {
	return fmt.Sprintf("%s: %d as expected, %d not as expected, %d unavailable; %.1f s", plural(len(r.Report.Cells), "cell"),
		r.Report.Count(harness.AsExpected), r.Report.Count(harness.NotAsExpected), r.Report.Count(harness.Unavailable),
		r.Report.Elapsed.Round(100*time.Millisecond).Seconds())
}

// remarks say what the summary does not: what was not run, and why.
func (r Run) remarks() []string {
	var all []string
	scenarios, waiting := 0, 0
	for _, t := range r.Tables {
		for _, s := range t.Scenarios {
			if s.Waiting != "" {
				waiting++
			} else {
				scenarios++
			}
		}
	}
	switch {
	case r.Shard != "" && scenarios == 0:
		all = append(all, fmt.Sprintf("shard %s has no scenario to run", r.Shard))
	case r.Shard != "":
		all = append(all, fmt.Sprintf("shard %s: %s, the other shards have the rest", r.Shard, plural(scenarios, "scenario")))
	}
	if waiting > 0 {
		all = append(all, plural(waiting, "scenario")+" not run, waiting for what is not there yet (legacytls list scenarios says what)")
	}
	if r.Interrupted {
		all = append(all, "interrupted: what is missing was not run")
	}
	if control := r.Report.ControlFailed(); control != nil {
		all = append(all, fmt.Sprintf("the control %s failed under %s: nothing in this report can be trusted", control.Scenario.Name, control.Build))
	}
	return all
}

// A table of the cells of a run, for looking up.
type cells struct {
	at       map[cellKey]harness.Cell
	settings map[string][]harness.Settings // of each scenario that was run, in the order of the cells
	releases map[string][]string           // that each scenario was to be run in, in ascending order
}

type cellKey struct {
	scenario string
	build    harness.Build
}

func newCells(r *harness.Report) *cells {
	c := &cells{
		at:       make(map[cellKey]harness.Cell),
		settings: make(map[string][]harness.Settings),
		releases: make(map[string][]string),
	}
	seenSettings := make(map[cellKey]bool)
	seenReleases := make(map[cellKey]bool)
	for _, cell := range r.Cells {
		name := cell.Scenario.Name
		c.at[cellKey{name, cell.Build}] = cell
		if key := (cellKey{name, harness.Build{Settings: cell.Build.Settings}}); !seenSettings[key] {
			seenSettings[key] = true
			c.settings[name] = append(c.settings[name], cell.Build.Settings)
		}
		seenReleases[cellKey{name, harness.Build{Go: cell.Build.Go}}] = true
	}
	for name := range c.settings {
		c.releases[name] = append(c.releases[name], r.Go...)
	}
	for key := range seenReleases {
		if !slices.Contains(r.Go, key.build.Go) { // between which its claim begins or ends
			c.releases[key.scenario] = append(c.releases[key.scenario], key.build.Go)
		}
	}
	for _, releases := range c.releases {
		sortReleases(releases)
	}
	return c
}

// ran returns the scenarios of t that were run: not all, if the run was
// interrupted.
func (c *cells) ran(t scenarios.Table) []harness.Scenario {
	var ran []harness.Scenario
	for _, s := range t.Scenarios {
		if len(c.settings[s.Name]) > 0 {
			ran = append(ran, s)
		}
	}
	return ran
}

func sortReleases(releases []string) {
	versions := make(map[string]toolchain.Version, len(releases))
	for _, release := range releases {
		versions[release], _ = toolchain.ParseVersion(release) // they were resolved
	}
	sort.SliceStable(releases, func(i, j int) bool {
		return versions[releases[i]].Compare(versions[releases[j]]) < 0
	})
}

// minorOf returns "1.22" for "1.22.12".
func minorOf(release string) string {
	v, err := toolchain.ParseVersion(release)
	if err != nil {
		return release
	}
	return v.Lang()
}

func isControl(c harness.Cell) bool { return c.Scenario.Source == "control" }

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// firstLine returns the first line of text.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
