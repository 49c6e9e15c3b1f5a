package report

import (
	"strings"

	"github.com/legacytls/legacytls/harness"
)

// A span is neighbouring releases in which the same came of one way to make
// and run a program.
type span struct {
	first, last string // full versions
	text, color string
}

// spansOf folds the cells of a row. Builds that cannot be, and cells that an
// interrupt left out, are in no span, and no span reaches across them.
func (c *cells) spansOf(s harness.Scenario, settings harness.Settings) []span {
	var spans []span
	open := false
	for _, release := range c.releases[s.Name] {
		cell, ok := c.at[cellKey{s.Name, harness.Build{Go: release, Settings: settings}}]
		if !ok {
			open = false
			continue
		}
		text, color := mark(cell)
		if last := len(spans) - 1; open && spans[last].text == text {
			spans[last].last = release
			continue
		}
		spans = append(spans, span{release, release, text, color})
		open = true
	}
	return spans
}

// label names the releases of a span among all releases of its scenario:
// "1.12-1.21", or with full versions where a minor has several of them.
func (s span) label(releases []string) string {
	count := make(map[string]int)
	for _, release := range releases {
		count[minorOf(release)]++
	}
	short := func(release string) string {
		if minor := minorOf(release); count[minor] == 1 {
			return minor
		}
		return release
	}
	if s.first == s.last {
		return short(s.first)
	}
	return short(s.first) + "-" + short(s.last)
}

// foldedRow prints a row with ranges of releases.
func (m *matrix) foldedRow(label string, s harness.Scenario, settings harness.Settings) {
	spans := m.cells.spansOf(s, settings)
	texts := make([]string, len(spans))
	for i, span := range spans {
		texts[i] = span.label(m.cells.releases[s.Name]) + " " + paint(span.text, m.shade(span.color))
		if i < len(spans)-1 {
			texts[i] += ","
		}
	}
	if len(label) > m.label {
		m.line(label)
		label = strings.Repeat(" ", m.label)
	}
	m.wrap(label, texts, " ")
}

// wrap prints words after a label, in lines that are not too wide.
func (m *matrix) wrap(label string, words []string, between string) {
	line, width, first := label, len(label), true
	for _, word := range words {
		if !first && width+len(between)+visible(word) > maxWidth {
			m.line(line)
			line, width, first = strings.Repeat(" ", len(label)), len(label), true
		}
		if !first {
			line += between
			width += len(between)
		}
		line += word
		width += visible(word)
		first = false
	}
	m.line(line)
}
