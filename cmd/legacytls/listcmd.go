package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/legacytls/legacytls/internal/nearest"
)

func listCommand() command {
	return command{
		name:    "list",
		args:    strings.Join(listNames(), "|"),
		summary: "shows what there is, and for what is not there, why",
		about: `
settings are the GODEBUG settings of a Go release (-go, by default the local
one) that touch TLS; go is the table of releases that 1.22 and the like stand for.
`,
		examples: []string{
			"legacytls list profiles",
			"legacytls list -go 1.27 settings",
			"legacytls list -json suites",
		},
		run: listThings,
	}
}

// A kind is something that can be listed.
type kind struct {
	name string
	list func(context.Context, *settingsOf) (listing, error)
}

func kinds() []kind {
	plain := func(list func() listing) func(context.Context, *settingsOf) (listing, error) {
		return func(context.Context, *settingsOf) (listing, error) { return list(), nil }
	}
	return []kind{
		{"profiles", plain(listProfiles)},
		{"scenarios", plain(listScenarios)},
		{"suites", plain(listSuites)},
		{"settings", listSettings},
		{"backends", plain(listBackends)},
		{"go", plain(listReleases)},
	}
}

func listNames() []string {
	var names []string
	for _, k := range kinds() {
		names = append(names, k.name)
	}
	return names
}

// A listing is what list shows: a heading, and rows of the same length.
type listing struct {
	heading []string
	rows    [][]string
}

func (l *listing) add(row ...string) { l.rows = append(l.rows, row) }

func listThings(ctx context.Context, f *flags, s streams) error {
	settings := &settingsOf{
		release:  f.set.String("go", "local", "the Go `release` whose settings to list"),
		workshop: f.workshop(s),
	}
	asJSON := f.set.Bool("json", false, "print one JSON object per row")
	args, err := f.parse()
	if err != nil {
		return err
	}
	list, err := findKind(args)
	if err != nil {
		return err
	}
	l, err := list(ctx, settings)
	if err != nil {
		return err
	}
	if *asJSON {
		return l.printJSON(s.out)
	}
	return l.print(s.out)
}

func findKind(args []string) (func(context.Context, *settingsOf) (listing, error), error) {
	all := strings.Join(listNames(), ", ")
	if len(args) != 1 {
		return nil, usagef("want one of %s", all)
	}
	for _, k := range kinds() {
		if k.name == args[0] {
			return k.list, nil
		}
	}
	near := nearest.Names(args[0], listNames(), 1)
	return nil, usagef("nothing called %q to list; did you mean %s? There are %s", args[0], near[0], all)
}

// print aligns the columns.
func (l listing) print(w io.Writer) error {
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
