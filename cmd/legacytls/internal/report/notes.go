package report

import (
	"fmt"
	"strings"

	"github.com/legacytls/legacytls/harness"
)

// maxTexts is the number of error texts that the legend shows for a word.
const maxTexts = 4

// A meaning is an entry of the legend: a word, and the kinds of errors behind it.
type meaning struct {
	word   word
	texts  []string
	shapes map[string]bool
}

// meaningsOf returns the words of a report in the order in which they first
// come, with the error texts behind them, one of each kind.
func meaningsOf(r *harness.Report) []*meaning {
	var entries []*meaning
	byWord := make(map[string]*meaning)
	for _, c := range r.Cells {
		if c.Outcome.Stage == "" || c.Verdict == harness.Unavailable || isControl(c) {
			continue
		}
		said := wordForCell(c)
		entry := byWord[said.label]
		if entry == nil {
			entry = &meaning{word: said, shapes: make(map[string]bool)}
			byWord[said.label] = entry
			entries = append(entries, entry)
		}
		text := errorText(c.Outcome)
		if shape := shapeOf(text); text != "" && !entry.shapes[shape] && len(entry.texts) < maxTexts {
			entry.shapes[shape] = true
			entry.texts = append(entry.texts, text)
		}
	}
	return entries
}

// legend says what the words of this matrix mean.
func (m *matrix) legend() {
	for _, entry := range meaningsOf(m.run.Report) {
		fmt.Fprintf(m.w, "%-11s %s\n", entry.word.label, entry.word.meaning)
		for _, text := range entry.texts {
			fmt.Fprintf(m.w, "%-11s   %s\n", "", text)
		}
	}
	if !m.folded && m.hasImpossible() {
		fmt.Fprintf(m.w, "%-11s the go line is newer than the release\n", impossible)
	}
	if m.run.Local != "" {
		fmt.Fprintf(m.w, "%-11s the local go command\n", m.run.Local)
	}
	fmt.Fprintln(m.w)
}

func (m *matrix) hasImpossible() bool {
	for _, all := range m.cells.settings {
		for _, settings := range all {
			for _, release := range m.run.Report.Go {
				if isImpossible(harness.Build{Go: release, Settings: settings}) {
					return true
				}
			}
		}
	}
	return false
}

// A problem is what cells have in common that are not as expected, or why
// cells could not be run.
type problem struct {
	text  string
	cells []harness.Cell
}

func (p problem) unavailable() bool { return p.cells[0].Verdict == harness.Unavailable }

// problemsOf returns each problem of a report once, in the order in which they
// first come.
func problemsOf(r *harness.Report) []*problem {
	var problems []*problem
	known := make(map[string]*problem)
	for _, c := range r.Cells {
		if c.Verdict == harness.AsExpected {
			continue
		}
		key := string(c.Verdict) + c.Problem
		if known[key] == nil {
			known[key] = &problem{text: strings.TrimSpace(c.Problem)}
			problems = append(problems, known[key])
		}
		known[key].cells = append(known[key].cells, c)
	}
	return problems
}

// problems lists the cells that are not as expected, and why others could not run.
func (m *matrix) problems() {
	problems := problemsOf(m.run.Report)
	for _, p := range problems {
		text := strings.ReplaceAll(p.text, "\n", "\n    ")
		if p.unavailable() {
			fmt.Fprintf(m.w, "n/a, %s: %s\n", plural(len(p.cells), "cell"), text)
			continue
		}
		first, others := p.cells[0], ""
		if len(p.cells) > 1 {
			others = fmt.Sprintf(" and %s more", plural(len(p.cells)-1, "cell"))
		}
		fmt.Fprintf(m.w, "! %s, %s%s: %s\n", first.Scenario.Name, first.Build, others, text)
	}
	if len(problems) > 0 {
		fmt.Fprintln(m.w)
	}
}
