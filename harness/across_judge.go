package harness

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/testrun"
)

// judgeCell says what it means that the test of a cell did not begin, for the reason err.
func judgeCell(t *testing.T, rule *Rule, b Build, err error) {
	t.Helper()
	o, failed := failedCell(b, err)
	switch {
	case failed != nil:
		t.Fatalf("%s: %v", b, failed)
	case rule != nil && rule.Want.Check(o) == nil:
		t.Logf("%s, as expected: %s", rule.Want, o.Error)
	case o.Stage == StageToolchain:
		needs.Missing(t, needs.Toolchains, o.Error)
	case rule != nil:
		t.Fatalf("%s: %v", b, rule.Want.Check(o))
	default:
		t.Fatal(explainCell(o, err))
	}
}

// failedCell turns the reason why no test began into the outcome that it stands for. Other
// errors are returned as they are.
func failedCell(b Build, err error) (Outcome, error) {
	var start *testrun.StartError
	if !errors.As(err, &start) {
		return failedBuild(b, err)
	}
	if start.Err == nil {
		return Outcome{}, fmt.Errorf("%w\ndoes TestMain run the tests (m.Run) in this build?", start)
	}
	return Outcome{Build: b, Stage: StageStart, Error: deathOf(start.Output)}, nil
}

// deathOf returns the line in which a Go program says why it dies, or else its first line.
func deathOf(output string) string {
	for _, line := range strings.Split(output, "\n") {
		if strings.HasPrefix(line, "fatal error: ") || strings.HasPrefix(line, "panic: ") {
			return line
		}
	}
	return firstLine(output)
}

// explainCell says why a build that no rule speaks of came to no test, and what to do.
func explainCell(o Outcome, err error) string {
	var text strings.Builder
	if o.Stage == StageStart {
		fmt.Fprintf(&text, "%s: %v", o.Build, err)
		fmt.Fprintf(&text, "\nif that is as it should be, expect it: harness.Rule{When: %s, Want: harness.DoesNotStart(%q)}", conditionOf(o.Build), o.Error)
		return text.String()
	}
	requirement := requirementOf(err)
	if requirement == "" {
		fmt.Fprintf(&text, "%s does not build the tests:\n%s", o.Build, o.Error)
		return text.String()
	}
	fmt.Fprintf(&text, "%s does not build the tests: %s\n", o.Build, requirement)
	text.WriteString("    the body of Across is compiled with its module and dependencies, whose go lines are its lower bound\n")
	fmt.Fprintf(&text, "    for older releases: harness.RunScenarios, or legacytls try -go %s PROFILE, whose programs need neither", o.Build.Go)
	return text.String()
}

// conditionOf returns the condition that matches a build, as Go source.
func conditionOf(b Build) string {
	text := fmt.Sprintf("harness.Go(%q)", "="+b.Go)
	if b.GODEBUG != "" {
		text += fmt.Sprintf(".GODEBUG(%q)", b.GODEBUG)
	}
	return text
}
