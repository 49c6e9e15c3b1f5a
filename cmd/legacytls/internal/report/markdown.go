package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/scenarios"
)

// What a page may hold. GitHub refuses a step summary of more than 1 MiB as a
// whole (docs.github.com, "Adding a job summary").
const (
	maxPage   = 1<<20 - 4096 // bytes, with room for the line that says what was left out
	maxText   = 600          // runes of one error text
	maxListed = 5            // cells that are named for one problem
)

// Markdown writes a run as a page for a CI step summary: what came of it, what
// is not as expected, what could not run, the words, and then each table,
// folded away, with equal neighbours folded into ranges. A page never has more
// than 1 MiB; tables for which there is no room are left out and named.
//
// Reports of equal results are equal, but for the time in the summary.
func Markdown(w io.Writer, run Run) error {
	p := &page{}
	p.add(markdownHead(run))
	problems := problemsOf(run.Report)
	p.addProblems("Not as expected", "problem", problems, false)
	p.addProblems("Could not run", "reason", problems, true)
	p.add(markdownWords(run))
	cells := newCells(run.Report)
	for _, t := range run.Tables {
		if ran := cells.ran(t); len(ran) > 0 && !p.add(markdownTable(t, ran, cells)) {
			p.leftOut = append(p.leftOut, t.Name)
		}
	}
	if len(p.leftOut) > 0 {
		fmt.Fprintf(&p.text, "\nLeft out, because there is no room on this page: %s.\n", escape(strings.Join(p.leftOut, ", ")))
	}
	_, err := io.WriteString(w, p.text.String())
	return err
}

// A page takes parts as long as there is room.
type page struct {
	text    strings.Builder
	leftOut []string
}

// add adds a part if there is room for all of it, and reports whether it did.
func (p *page) add(part string) bool {
	if p.text.Len()+len(part) > maxPage {
		return false
	}
	p.text.WriteString(part)
	return true
}

func markdownHead(run Run) string {
	var b strings.Builder
	title := "legacytls: all as expected"
	switch wrong := run.Report.Count(harness.NotAsExpected); {
	case wrong > 0:
		title = fmt.Sprintf("legacytls: %s not as expected", plural(wrong, "cell"))
	case run.Interrupted:
		title = "legacytls: interrupted"
	case run.Report.Count(harness.Unavailable) > 0:
		title = fmt.Sprintf("legacytls: %s could not run", plural(run.Report.Count(harness.Unavailable), "cell"))
	case len(run.Report.Cells) == 0:
		title = "legacytls: nothing to run"
	}
	if run.Shard != "" {
		title += fmt.Sprintf(" (shard %s)", run.Shard)
	}
	fmt.Fprintf(&b, "## %s\n\n%s\n", escape(title), escape(run.summary()))
	for _, remark := range run.remarks() {
		fmt.Fprintf(&b, "\n> %s\n", escape(remark))
	}
	if releases := append([]string(nil), run.Report.Go...); len(releases) > 0 {
		sortReleases(releases)
		fmt.Fprintf(&b, "\nGo releases: %s", escape(strings.Join(releases, ", ")))
		if run.Local != "" {
			fmt.Fprintf(&b, " (%s is the local go command)", escape(run.Local))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// addProblems adds the problems of one kind as a table, as many as there is room for.
func (p *page) addProblems(title, what string, problems []*problem, unavailable bool) {
	headed := false
	for i, one := range problems {
		if one.unavailable() != unavailable {
			continue
		}
		part := fmt.Sprintf("| %s | %s |\n", listCells(one.cells), escape(shortened(one.text)))
		if !headed {
			part = fmt.Sprintf("\n### %s\n\n| cells | %s |\n|---|---|\n", title, what) + part
		}
		if !p.add(part) {
			p.leftOut = append(p.leftOut, plural(len(problems)-i, "problem"))
			return
		}
		headed = true
	}
}

func listCells(cells []harness.Cell) string {
	var names []string
	for _, c := range cells {
		if len(names) == maxListed {
			names = append(names, fmt.Sprintf("and %s more", plural(len(cells)-maxListed, "cell")))
			break
		}
		names = append(names, escape(c.Scenario.Name+", "+c.Build.String()))
	}
	return strings.Join(names, "<br>")
}

func markdownWords(run Run) string {
	meanings := meaningsOf(run.Report)
	if len(meanings) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("\n<details><summary>What the words mean</summary>\n\n| word | meaning | errors |\n|---|---|---|\n")
	for _, m := range meanings {
		texts := make([]string, len(m.texts))
		for i, text := range m.texts {
			texts[i] = escape(shortened(text))
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", escape(m.word.label), escape(m.word.meaning), strings.Join(texts, "<br>"))
	}
	b.WriteString("\n</details>\n")
	return b.String()
}

func markdownTable(t scenarios.Table, ran []harness.Scenario, cells *cells) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n<details><summary>%s: %s</summary>\n\n| scenario | run as | what came of it |\n|---|---|---|\n", escape(t.Name), escape(t.Title))
	for _, s := range ran {
		name := escape(s.Name)
		for _, settings := range cells.settings[s.Name] {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", name, escape(settings.String()), markdownSpans(s, settings, cells))
			name = ""
		}
	}
	b.WriteString("\n</details>\n")
	return b.String()
}

// markdownSpans sets what is not as expected in bold.
func markdownSpans(s harness.Scenario, settings harness.Settings, cells *cells) string {
	spans := cells.spansOf(s, settings)
	texts := make([]string, len(spans))
	for i, span := range spans {
		texts[i] = escape(span.label(cells.releases[s.Name]) + " " + span.text)
		if strings.HasPrefix(span.text, "!") {
			texts[i] = "**" + texts[i] + "**"
		}
	}
	return strings.Join(texts, ", ")
}

// shortened cuts a long text at a rune.
func shortened(text string) string {
	runes := []rune(text)
	if len(runes) <= maxText {
		return text
	}
	return string(runes[:maxText]) + "..."
}

// escape returns text for a cell of a Markdown table: nothing in it is markup,
// and it has one line.
func escape(text string) string { return markup.Replace(strings.ToValidUTF8(text, "\uFFFD")) }

var markup = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;",
	"\\", "\\\\", "|", "\\|", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "~", "\\~", "#", "\\#",
	"\r\n", "<br>", "\n", "<br>", "\r", "<br>",
)
