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
	selected := filterTables(scenarios.Tables(), func(t scenarios.Table, s harness.Scenario) bool {
		return pattern.MatchString(scenarioPath(t, s))
	})
	if len(selected) == 0 {
		near := nearest.Names(args[0], scenarioNames(), 3)
		return nil, usagef("no scenario matches %q, the nearest are %s (legacytls list scenarios shows all)", args[0], strings.Join(near, ", "))
	}
	return selected, nil
}

// scenarioPath is what patterns are matched against.
func scenarioPath(t scenarios.Table, s harness.Scenario) string { return t.Name + "/" + s.Name }

// scenarioNames returns the names of all scenarios, without and then with
// their tables.
func scenarioNames() []string {
	var names, paths []string
	for _, t := range scenarios.Tables() {
		for _, s := range t.Scenarios {
			names = append(names, s.Name)
			paths = append(paths, scenarioPath(t, s))
		}
	}
	return append(names, paths...)
}

// filterTables returns the tables with the scenarios that are wanted, and
// without tables that have none.
func filterTables(tables []scenarios.Table, wanted func(scenarios.Table, harness.Scenario) bool) []scenarios.Table {
	var filtered []scenarios.Table
	for _, t := range tables {
		var matching []harness.Scenario
		for _, s := range t.Scenarios {
			if wanted(t, s) {
				matching = append(matching, s)
			}
		}
		if t.Scenarios = matching; len(matching) > 0 {
			filtered = append(filtered, t)
		}
	}
	return filtered
}

func scenariosOf(tables []scenarios.Table) []harness.Scenario {
	var all []harness.Scenario
	for _, t := range tables {
		all = append(all, t.Scenarios...)
	}
	return all
}
