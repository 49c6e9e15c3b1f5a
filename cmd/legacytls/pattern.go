package main

import (
	"regexp"
	"strings"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/nearest"
	"github.com/legacytls/legacytls/scenarios"
)

// selectTables returns the tables with the scenarios that match the pattern.
func selectTables(args []string) ([]scenarios.Table, error) {
	if len(args) > 1 {
		return nil, usagef("one pattern at most, got %s; join patterns with |", strings.Join(args, " "))
	}
	if len(args) == 0 {
		return scenarios.Tables(), nil
	}
	pattern, err := regexp.Compile(args[0])
	if err != nil {
		return nil, usagef("pattern %q: %w", args[0], err)
	}
	var selected []scenarios.Table
	var names []string
	for _, t := range scenarios.Tables() {
		var matching []harness.Scenario
		for _, s := range t.Scenarios {
			names = append(names, s.Name)
			if pattern.MatchString(t.Name + "/" + s.Name) {
				matching = append(matching, s)
			}
		}
		if t.Scenarios = matching; len(matching) > 0 {
			selected = append(selected, t)
		}
	}
	if len(selected) == 0 {
		near := nearest.Names(args[0], names, 3)
		return nil, usagef("no scenario matches %q, the nearest are %s (legacytls list scenarios shows all)", args[0], strings.Join(near, ", "))
	}
	return selected, nil
}

func scenariosOf(tables []scenarios.Table) []harness.Scenario {
	var all []harness.Scenario
	for _, t := range tables {
		all = append(all, t.Scenarios...)
	}
	return all
}
