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
	Color  bool // green for what connects, red for what is not as expected
	Claims bool // say what each scenario claims, and where that comes from
}

// maxWidth is the width of a line of the matrix. A run whose columns do not
// fit is printed with equal neighbours folded.
const maxWidth = 100

// maxLabel is the width of the first column of a folded matrix, so that there
// is room for ranges beside it. A longer label has a line of its own.
const maxLabel = 48

// Matrix prints a run: for each scenario, a row for each way to make and run
// the program, and a column for each release; then what the words mean, what
// is not as expected, and a closing line that tells all.
//
// With more releases than fit side by side a row has ranges of releases instead.
func Matrix(w io.Writer, run Run, o Options) {
	m := matrix{w: w, run: run, options: o, cells: newCells(run.Report)}
	m.measure()
	if len(run.Report.Cells) > 0 {
		m.intro()
	}
	for _, t := range run.Tables {
		m.table(t)
	}
	if len(run.Report.Cells) > 0 {
		m.legend()
	}
	m.problems()
	for _, remark := range run.remarks() {
		fmt.Fprintln(w, remark)
	}
	fmt.Fprintln(w, run.summary())
}

type matrix struct {
	w       io.Writer
	run     Run
	options Options
	cells   *cells

	label, column int  // the widths of the first column and of the others
	folded        bool // rows have ranges of releases
}

func (m *matrix) measure() {
	for _, t := range m.run.Tables {
		for _, s := range m.cells.ran(t) {
			for _, settings := range m.cells.settings[s.Name] {
				m.label = max(m.label, len(rowLabel(s, settings))+2)
			}
		}
	}
	for _, release := range m.run.Report.Go {
		m.column = max(m.column, len(release)+2)
	}
	for _, c := range m.run.Report.Cells {
		text, _ := mark(c)
		m.column = max(m.column, len(text)+2)
	}
	m.folded = m.label+m.column*len(m.run.Report.Go)-2 > maxWidth || m.hasOtherReleases()
	if m.folded {
		m.label = min(m.label, maxLabel)
	}
}

// hasOtherReleases reports whether a scenario was also run with releases that
// are not those of the run, which have no column.
func (m *matrix) hasOtherReleases() bool {
	for _, releases := range m.cells.releases {
		if len(releases) > len(m.run.Report.Go) {
			return true
		}
	}
	return false
}

// intro is for those who see a matrix for the first time.
func (m *matrix) intro() {
	if !m.folded {
		fmt.Fprint(m.w, gridIntro)
		return
	}
	releases := append([]string(nil), m.run.Report.Go...)
	sortReleases(releases)
	fmt.Fprint(m.w, foldedIntro)
	m.wrap("Go releases: ", strings.Split(strings.Join(releases, ", "), " "), " ")
	fmt.Fprintln(m.w)
}

const gridIntro = `Columns are Go releases. A scenario's own row has the defaults of the release; the
rows below it are other ways to make and run the same program. The words are
explained at the end.

`

const foldedIntro = `Each row says in which Go releases what came of it. A scenario's own row has the defaults
of the release; the rows below it are other ways to make and run the same program. A minor
stands for its release in the list below. The words are explained at the end.

`

// rowLabel is the scenario's name in the row of the defaults, and otherwise
// the settings below it.
func rowLabel(s harness.Scenario, settings harness.Settings) string {
	if settings == (harness.Settings{}) {
		return s.Name
	}
	return "  " + settings.String()
}

func (m *matrix) table(t scenarios.Table) {
	ran := m.cells.ran(t)
	if len(ran) == 0 {
		return
	}
	fmt.Fprintf(m.w, "%s\n\n", t.Title)
	if !m.folded {
		m.heading()
	}
	for _, s := range ran {
		m.scenario(s)
	}
	fmt.Fprintln(m.w)
}

func (m *matrix) heading() {
	line := strings.Repeat(" ", m.label)
	for _, release := range m.run.Report.Go {
		line += padded(release, "", m.column)
	}
	m.line(line)
}

// scenario prints the rows of s. The first has the scenario's name, whether or
// not it was run with the defaults.
func (m *matrix) scenario(s harness.Scenario) {
	settings := m.cells.settings[s.Name]
	if settings[0] == (harness.Settings{}) {
		m.row(s, settings[0])
		settings = settings[1:]
	} else {
		m.line(s.Name)
	}
	if m.options.Claims {
		m.line("  # " + s.Claim)
		m.line("  # " + s.Source)
	}
	for _, way := range settings {
		m.row(s, way)
	}
}

func (m *matrix) row(s harness.Scenario, settings harness.Settings) {
	label := padded(rowLabel(s, settings), "", m.label)
	if m.folded {
		m.foldedRow(label, s, settings)
		return
	}
	for _, release := range m.run.Report.Go {
		text, color := m.at(s, harness.Build{Go: release, Settings: settings})
		label += padded(text, m.shade(color), m.column)
	}
	m.line(label)
}

func (m *matrix) shade(color string) string {
	if m.options.Color {
		return color
	}
	return ""
}

func (m *matrix) line(text string) { fmt.Fprintln(m.w, strings.TrimRight(text, " ")) }

// impossible marks a build that cannot be: a go line above the release.
const impossible = "-"

// at returns what stands in a cell; nothing if the run was interrupted before it.
func (m *matrix) at(s harness.Scenario, b harness.Build) (text, color string) {
	if c, ok := m.cells.at[cellKey{s.Name, b}]; ok {
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
	said := wordForCell(c)
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
