package main

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
	"text/tabwriter"

	"github.com/legacytls/legacytls/internal/nearest"
)

// A listing is what list shows: a heading, and rows of the same length.
type listing struct {
	heading []string
	rows    [][]string
	note    string // what must be known to read it, "" if nothing

	by      string // the column whose value is printed over the rows that share it, "" for none
	unshown string // a column that is printed, below its row, where it has what was searched for
	sought  *regexp.Regexp
}

func (l *listing) add(row ...string) { l.rows = append(l.rows, row) }

// names returns the names of all rows, which are in the first n columns.
func (l listing) names(n int) []string {
	var names []string
	for _, row := range l.rows {
		names = append(names, row[:n]...)
	}
	return names
}

// matching returns the listing with the rows that have the pattern, which may
// be nil, in one of their columns.
func (l listing) matching(pattern *regexp.Regexp, k kind) (listing, error) {
	if pattern == nil {
		return l, nil
	}
	var matching [][]string
	for _, row := range l.rows {
		for _, column := range row {
			if pattern.MatchString(column) {
				matching = append(matching, row)
				break
			}
		}
	}
	if len(matching) == 0 {
		typed := strings.TrimPrefix(pattern.String(), "(?i)")
		return l, usagef("no %s matches %q, the nearest are %s", k.one, typed, strings.Join(nearest.Names(typed, l.names(k.names), 3), ", "))
	}
	l.rows, l.sought = matching, pattern
	return l, nil
}

// column returns the values of a column, nil if there is none of that name.
func (l listing) column(name string) []string {
	for i, heading := range l.heading {
		if heading == name {
			values := make([]string, len(l.rows))
			for n, row := range l.rows {
				values[n] = row[i]
			}
			return values
		}
	}
	return nil
}

// shown returns the columns that are printed in a row: without those in which
// nothing stands.
func (l listing) shown() listing {
	shown := listing{note: l.note, rows: make([][]string, len(l.rows))}
	for i, name := range l.heading {
		values := l.column(name)
		if name == l.by || name == l.unshown || strings.Join(values, "") == "" {
			continue
		}
		shown.heading = append(shown.heading, name)
		for n := range l.rows {
			shown.rows[n] = append(shown.rows[n], l.rows[n][i])
		}
	}
	return shown
}

// print aligns the columns, and puts what groups of rows share over them.
func (l listing) print(w io.Writer) error {
	groups, unshown := l.column(l.by), l.column(l.unshown)
	for n, line := range l.shown().lines() {
		row := n - 1
		if row >= 0 && groups != nil && (row == 0 || groups[row] != groups[row-1]) {
			line = "\n" + groups[row] + "\n" + line
		}
		if row >= 0 && unshown != nil && l.sought != nil && l.sought.MatchString(unshown[row]) {
			line += "\n    " + unshown[row]
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// lines are the heading and the rows, aligned.
func (l listing) lines() []string {
	var aligned strings.Builder
	table := tabwriter.NewWriter(&aligned, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, strings.ToUpper(strings.Join(l.heading, "\t")))
	for _, row := range l.rows {
		fmt.Fprintln(table, strings.Join(row, "\t"))
	}
	table.Flush()
	lines := strings.Split(strings.TrimRight(aligned.String(), "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

// printJSON writes an object per row, whose keys are the headings with "_"
// between their words.
func (l listing) printJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, row := range l.rows {
		object := make(map[string]string)
		for i, name := range l.heading {
			object[strings.ReplaceAll(name, " ", "_")] = row[i]
		}
		if err := e.Encode(object); err != nil {
			return err
		}
	}
	return nil
}
