package scenarios

import "github.com/legacytls/legacytls/harness"

// A Table is a list of scenarios that belong together.
type Table struct {
	Name      string // short and readable, for patterns: "go1.22"
	Title     string // one line
	Scenarios []harness.Scenario
}

// Tables returns all tables, in the order in which they read best.
func Tables() []Table {
	return []Table{
		Go112(), Go113(), Go114(), Go115(), Go116(), Go117(), Go118(), Go119(),
		Go120(), Go121(), Go122(), Go123(), Go124(), Go125(), Go126(), Go127(),
		AES256SHA256(), Never(), GoLine(), Unchanged(), Refusals(), Renegotiation(), Certificates(), Quirks(), Catalogue(), Reports(),
	}
}

// All returns the scenarios of all tables.
func All() []harness.Scenario {
	var all []harness.Scenario
	for _, t := range Tables() {
		all = append(all, t.Scenarios...)
	}
	return all
}
