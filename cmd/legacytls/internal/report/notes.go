package report

import (
	"fmt"
	"strings"
	"time"

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

// legend says what the words of this matrix mean, with the error texts behind
// them, one of each kind.
func (m *matrix) legend() {
	for _, entry := range m.meanings() {
		fmt.Fprintf(m.w, "%-11s %s\n", entry.word.text, entry.word.meaning)
		for _, text := range entry.texts {
			fmt.Fprintf(m.w, "%-11s   %s\n", "", text)
		}
	}
	if m.hasImpossible() {
		fmt.Fprintf(m.w, "%-11s the go line is newer than the release\n", impossible)
	}
	if m.options.Local != "" {
		fmt.Fprintf(m.w, "%-11s the local go command\n", m.options.Local)
	}
	fmt.Fprintln(m.w)
}

// meanings returns the entries in the order in which the words first come.
func (m *matrix) meanings() []*meaning {
	var entries []*meaning
	byWord := make(map[string]*meaning)
	for _, c := range m.report.Cells {
		if c.Outcome.Stage == "" || c.Verdict == harness.Unavailable || isControl(c) {
			continue
		}
		said := wordFor(c.Outcome)
		entry := byWord[said.text]
		if entry == nil {
			entry = &meaning{word: said, shapes: make(map[string]bool)}
			byWord[said.text] = entry
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

func (m *matrix) hasImpossible() bool {
	for _, c := range m.report.Cells {
		for _, release := range m.report.Go {
			if isImpossible(harness.Build{Go: release, Settings: c.Build.Settings}) {
				return true
			}
		}
	}
	return false
}

// problems lists the cells that are not as expected, and why others could not
// run. What many cells have in common is said once.
func (m *matrix) problems() {
	type problem struct {
		first harness.Cell
		count int
	}
	var problems []*problem
	known := make(map[string]*problem)
	for _, c := range m.report.Cells {
		if c.Verdict == harness.AsExpected {
			continue
		}
		key := string(c.Verdict) + c.Problem
		if known[key] == nil {
			known[key] = &problem{first: c}
			problems = append(problems, known[key])
		}
		known[key].count++
	}
	for _, p := range problems {
		text := strings.ReplaceAll(strings.TrimSpace(p.first.Problem), "\n", "\n    ")
		if p.first.Verdict == harness.Unavailable {
			fmt.Fprintf(m.w, "n/a, %s: %s\n", plural(p.count, "cell"), text)
			continue
		}
		others := ""
		if p.count > 1 {
			others = fmt.Sprintf(" and %s more", plural(p.count-1, "cell"))
		}
		fmt.Fprintf(m.w, "! %s, %s%s: %s\n", p.first.Scenario.Name, p.first.Build, others, text)
	}
	if control := m.report.ControlFailed(); control != nil {
		fmt.Fprintf(m.w, "! the control %s failed under %s: nothing above can be trusted\n", control.Scenario.Name, control.Build)
	}
	if len(problems) > 0 {
		fmt.Fprintln(m.w)
	}
}

func (m *matrix) summary() {
	r := m.report
	fmt.Fprintf(m.w, "%s: %d as expected, %d not as expected, %d unavailable; %.1f s\n", plural(len(r.Cells), "cell"),
		r.Count(harness.AsExpected), r.Count(harness.NotAsExpected), r.Count(harness.Unavailable),
		r.Elapsed.Round(100*time.Millisecond).Seconds())
}

func isControl(c harness.Cell) bool { return c.Scenario.Source == "control" }

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
