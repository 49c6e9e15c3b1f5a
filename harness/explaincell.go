package harness

import (
	"context"
	"fmt"
	"reflect"

	"github.com/legacytls/legacytls/fixtures"
)

// explainCell says what is wrong with a cell that is not as expected: what came, what decided
// that it is wrong, and why it came so. The releases are those of the run.
func (r *Runner) explainCell(ctx context.Context, c Cell, releases []string) Explanation {
	e := Explanation{Headline: c.Problem}
	e.add("claim", c.Scenario.Claim, c.Scenario.Source)
	if c.Rule >= 0 {
		e.add("decided by", fmt.Sprintf("rule %d of %d: %s", c.Rule+1, len(c.Scenario.Rules), c.Scenario.Rules[c.Rule].When), "")
	}
	for _, warning := range r.UnknownSettings(ctx, releases, []Settings{c.Build.Settings}) {
		e.add("GODEBUG", warning, "")
	}
	e.Lines = append(e.Lines, r.whyOfCell(ctx, c)...)
	e.add("try", tryCommand(c), "")
	return e
}

// whyOfCell explains the connection, if one has failed.
func (r *Runner) whyOfCell(ctx context.Context, c Cell) []ExplanationLine {
	o := c.Outcome
	if o.Stage == "" || o.OK() || c.OfHello { // nothing is known, or nothing to be explained
		return nil
	}
	if o.Role == ServerSide {
		var e Explanation
		if o.Hello != nil {
			e.add("client offered", describeHello(o.Hello), "")
		}
		if o.Alert != nil {
			e.add("ended by", o.Alert.String(), "")
		}
		return e.Lines
	}
	t, err := r.target(ctx, c.Scenario)
	if err != nil {
		return nil
	}
	return r.Explain(ctx, o, c.Scenario.Client, t).Lines
}

// tryCommand is the command that shows the same outside of the test, "" if there is no short
// one.
func tryCommand(c Cell) string {
	s := c.Scenario
	known, err := fixtures.Find(s.Server.Name)
	plain := reflect.DeepEqual(s.Client, Client{}) && s.GoServer == nil && s.Backend == nil && s.PeerGo == ""
	settings := Settings{GoLine: c.Build.GoLine, GODEBUG: c.Build.GODEBUG}
	if err != nil || !plain || !reflect.DeepEqual(s.Server, known) || c.Build.Settings != settings {
		return ""
	}
	command := "legacytls try -go " + c.Build.Go
	if c.Build.GoLine != "" {
		command += " -goline " + c.Build.GoLine
	}
	if c.Build.GODEBUG != "" {
		command += " -godebug " + c.Build.GODEBUG
	}
	return command + " " + s.Server.Name
}
