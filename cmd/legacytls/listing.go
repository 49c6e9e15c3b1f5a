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
	l.rows = matching
	return l, nil
}

// filled returns the listing without the columns in which nothing stands.
func (l listing) filled() listing {
	filled := listing{note: l.note, rows: make([][]string, len(l.rows))}
	for column, name := range l.heading {
		empty := true
		for _, row := range l.rows {
			empty = empty && row[column] == ""
		}
		if empty {
			continue
		}
		filled.heading = append(filled.heading, name)
		for i, row := range l.rows {
			filled.rows[i] = append(filled.rows[i], row[column])
		}
	}
	return filled
}

// print aligns the columns that are filled.
func (l listing) print(w io.Writer) error {
	l = l.filled()
	var aligned strings.Builder
	table := tabwriter.NewWriter(&aligned, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, strings.ToUpper(strings.Join(l.heading, "\t")))
	for _, row := range l.rows {
		fmt.Fprintln(table, strings.Join(row, "\t"))
	}
	table.Flush()
	for _, line := range strings.SplitAfter(aligned.String(), "\n") {
		if line == "" {
			break
		}
		if _, err := fmt.Fprintln(w, strings.TrimRight(line, " \n")); err != nil {
			return err
		}
	}
	return nil
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
