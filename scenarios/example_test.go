package scenarios_test

import (
	"context"
	"fmt"
	"log"
	"testing"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/scenarios"
)

func ExampleTables() {
	for _, table := range scenarios.Tables()[:3] {
		fmt.Println(table.Name)
	}
	// Output:
	// go1.12
	// go1.13
	// go1.14
}

// One table, under the go command in PATH. The name of a release, such as "1.22", takes its
// toolchain, and "all" takes all of them.
func Example() {
	runner, err := harness.NewRunner(harness.RunnerOptions{})
	if err != nil {
		log.Fatal(err)
	}
	defer runner.Close()

	report, err := runner.Run(context.Background(), scenarios.AES256SHA256().Scenarios, harness.Matrix{Go: []string{"local"}})
	if err != nil {
		log.Fatal(err)
	}
	for _, cell := range report.Cells {
		if cell.Verdict != harness.AsExpected {
			fmt.Println(cell.Scenario.Name, cell.Build, cell.Problem)
		}
	}
	fmt.Println(report.ControlFailed())
	// Output:
	// <nil>
}

// A table in a test of one's own: does what the notes say hold here?
func ExampleGo122() {
	_ = func(t *testing.T) {
		harness.RunScenarios(t, harness.Matrix{Go: []string{"1.21", "1.22"}}, scenarios.Go122().Scenarios...)
	}
}
