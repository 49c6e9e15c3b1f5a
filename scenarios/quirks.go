package scenarios

import "github.com/legacytls/legacytls/harness"

// Quirks is a scenario for each quirk, with the releases that mind it.
func Quirks() Table {
	return Table{
		Name:      "quirks",
		Title:     "Every quirk: which clients mind it",
		Scenarios: quirkScenarios(),
	}
}

func quirkScenarios() []harness.Scenario {
	var all []harness.Scenario
	for _, part := range [][]harness.Scenario{
		quirksOfHello(),
		quirksOfCutting(),
		quirksOfInstead(),
		quirksOfEndings(),
		quirksOfServerHello(),
		quirksOfMessages(),
		quirksOfTLS13(),
	} {
		all = append(all, part...)
	}
	return all
}
