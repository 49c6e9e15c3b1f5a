package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/scenarios"
)

// Options say how a matrix is printed.
type Options struct {
	Color  bool   // green for what connects, red for what is not as expected
	Claims bool   // say what each scenario claims, and where that comes from
	Local  string // the release that is the local go command, "" if none
}

// maxColumns is the number of releases that stand side by side; more of them
// make a second block below.
const maxColumns = 8

// Matrix prints a run: for each scenario, a row for each way to make and run
// the program, and a column for each release; then what the words mean, what
// is not as expected, and a closing line that tells all.
func Matrix(w io.Writer, tables []scenarios.Table, r *harness.Report, o Options) {
	m := matrix{w: w, report: r, options: o, cells: make(map[cellKey]harness.Cell)}
	for _, c := range r.Cells {
		m.cells[cellKey{c.Scenario.Name, c.Build}] = c
	}
	m.measure(tables)
	if len(r.Cells) > 0 {
		fmt.Fprint(w, intro)
	}
	for _, t := range tables {
		m.table(t)
	}
	m.legend()
	m.problems()
	m.summary()
}

// intro is for those who see a matrix for the first time.
const intro = `Columns are Go releases. A scenario's own row has the defaults of the release; the
rows below it are other ways to make and run the same program. The words are
explained at the end.

`

type cellKey struct {
	scenario string
	build    harness.Build
}

type matrix struct {
	w       io.Writer
	report  *harness.Report
	options Options
	cells   map[cellKey]harness.Cell

	label, column int // the widths of the first column and of the others
}

func (m *matrix) measure(tables []scenarios.Table) {
	for _, t := range tables {
		for _, s := range t.Scenarios {
			for _, settings := range m.settingsOf(s) {
				m.label = max(m.label, len(rowLabel(s, settings))+2)
			}
		}
	}
	for _, release := range m.report.Go {
		m.column = max(m.column, len(release)+2)
	}
	for _, c := range m.report.Cells {
		text, _ := mark(c)
		m.column = max(m.column, len(text)+2)
	}
}

// settingsOf returns the settings that were run for s, in the order of the cells.
func (m *matrix) settingsOf(s harness.Scenario) []harness.Settings {
	var all []harness.Settings
	seen := make(map[harness.Settings]bool)
	for _, c := range m.report.Cells {
		if c.Scenario.Name == s.Name && !seen[c.Build.Settings] {
			seen[c.Build.Settings] = true
			all = append(all, c.Build.Settings)
		}
	}
	return all
}

// rowLabel is the scenario's name in the row of the defaults, and otherwise
// the settings below it.
func rowLabel(s harness.Scenario, settings harness.Settings) string {
	if settings == (harness.Settings{}) {
		return s.Name
	}
	return "  " + settings.String()
}

func (m *matrix) table(t scenarios.Table) {
	var ran []harness.Scenario
	for _, s := range t.Scenarios {
		if len(m.settingsOf(s)) > 0 { // not if the run was interrupted before it
			ran = append(ran, s)
		}
	}
	if len(ran) == 0 {
		return
	}
	fmt.Fprintf(m.w, "%s\n\n", t.Title)
	for first := 0; first < len(m.report.Go); first += maxColumns {
		releases := m.report.Go[first:min(first+maxColumns, len(m.report.Go))]
		m.heading(releases)
		for _, s := range ran {
			m.scenario(s, releases, m.options.Claims && first == 0)
		}
		fmt.Fprintln(m.w)
	}
}

func (m *matrix) heading(releases []string) {
	line := strings.Repeat(" ", m.label)
	for _, release := range releases {
		line += padded(release, "", m.column)
	}
	m.line(line)
}

// scenario prints the rows of s. The first has the scenario's name, whether or
// not it was run with the defaults.
func (m *matrix) scenario(s harness.Scenario, releases []string, claim bool) {
	settings := m.settingsOf(s)
	if settings[0] == (harness.Settings{}) {
		m.row(s, settings[0], releases)
		settings = settings[1:]
	} else {
		m.line(s.Name)
	}
	if claim {
		m.line("  # " + s.Claim)
		m.line("  # " + s.Source)
	}
	for _, way := range settings {
		m.row(s, way, releases)
	}
}

func (m *matrix) row(s harness.Scenario, settings harness.Settings, releases []string) {
	line := padded(rowLabel(s, settings), "", m.label)
	for _, release := range releases {
		text, color := m.at(s, harness.Build{Go: release, Settings: settings})
		if !m.options.Color {
			color = ""
		}
		line += padded(text, color, m.column)
	}
	m.line(line)
}

func (m *matrix) line(text string) { fmt.Fprintln(m.w, strings.TrimRight(text, " ")) }

// impossible marks a build that cannot be: a go line above the release.
const impossible = "-"

// at returns what stands in a cell; nothing if the run was interrupted before it.
func (m *matrix) at(s harness.Scenario, b harness.Build) (text, color string) {
	if c, ok := m.cells[cellKey{s.Name, b}]; ok {
		return mark(c)
	}
	if isImpossible(b) {
		return impossible, faint
	}
	return "", ""
}

func isImpossible(b harness.Build) bool {
	one := harness.Matrix{Go: []string{b.Go}, Settings: []harness.Settings{b.Settings}}
	return len(one.Builds()) == 0
}

// mark returns the word for a cell, with "!" before it if it is not as expected.
func mark(c harness.Cell) (text, color string) {
	said := wordFor(c.Outcome)
	switch {
	case c.Verdict == harness.Unavailable:
		return "n/a", faint
	case c.Verdict == harness.NotAsExpected:
		return "!" + said.text, red
	case said.good:
		return said.text, green
	}
	return said.text, ""
}
