package harness

import (
	"fmt"
	"time"
)

// A Verdict says how a cell came out.
type Verdict string

// The verdicts. A cell that could not be run never counts as passed.
const (
	AsExpected    Verdict = "as expected"
	NotAsExpected Verdict = "not as expected"
	Unavailable   Verdict = "unavailable"
)

// A Cell is one scenario under one build, and what came of it.
type Cell struct {
	Scenario Scenario
	Build    Build
	Outcome  Outcome
	Want     string  // what the rule that decided expects
	Rule     int     // index of that rule, -1 if none matched
	OfHello  bool    // whether that is about the ClientHello, and not only about what came of it
	Verdict  Verdict // whether the outcome is what is expected
	Problem  string  // for every verdict but AsExpected, what is wrong
}

// A Report is the result of a run.
type Report struct {
	Go      []string // the full versions that were run
	Cells   []Cell   // in the order of the scenarios, releases and settings
	Elapsed time.Duration
}

// Count returns the number of cells with the verdict.
func (r *Report) Count(v Verdict) int {
	n := 0
	for _, c := range r.Cells {
		if c.Verdict == v {
			n++
		}
	}
	return n
}

// ControlFailed returns a control cell that did not come out as it must, or
// nil. If there is one, the other cells prove nothing.
func (r *Report) ControlFailed() *Cell {
	for i, c := range r.Cells {
		if isControl(c.Scenario) && c.Verdict == NotAsExpected {
			return &r.Cells[i]
		}
	}
	return nil
}

// judge compares an outcome with what the scenario expects. An err means that
// the attempt says nothing about the build, and is never as expected.
func judge(j job, o Outcome, err error) Cell {
	c := Cell{Scenario: j.scenario, Build: j.build, Outcome: o, Verdict: NotAsExpected}
	c.Outcome.Build = j.build
	var rule *Rule
	if rule, c.Rule = j.scenario.Rule(j.build); rule != nil {
		c.Want, c.OfHello = rule.Want.String(), aboutHello(rule.Want)
	}
	switch {
	case err != nil:
		c.Problem = err.Error()
	case o.Stage == StageToolchain && (rule == nil || rule.Want.Check(o) != nil):
		c.Verdict, c.Problem = Unavailable, o.Error
	case rule == nil:
		c.Problem = fmt.Sprintf("no rule covers this build; it %s", o)
	default:
		if mismatch := rule.Want.Check(o); mismatch != nil {
			c.Problem = mismatch.Error()
		} else {
			c.Verdict = AsExpected
		}
	}
	return c
}
