package scenarios_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/scenarios"
)

// indifferent are the quirks that no Go client minds that connects once, with the reason.
func indifferent() map[string]string {
	return map[string]string{
		"RefuseEmptyLastExtension": "since 1.12 none ends its ClientHello with an empty extension, 1.11 and older did",
		"OneConnection":            "it takes two connections at a time, which the tests of the harness make",
		"SplitFirstByte":           "application data may be cut at will (RFC 5246, section 6.2.1)",
		"NoCloseNotify":            "it takes the end of the TCP connection for that of the data",
	}
}

// parts are fields that say how another quirk acts.
func parts() map[string]bool { return map[string]bool{"Intolerance": true, "WriteDelay": true} }

// A quirk counts when the outcome of a real client differs with and without it, in
// some release. The outcomes with it are as the scenarios say, which
// TestEveryCellComesOutAsExpected shows; without it one at least is not.
func TestEveryQuirkMakesADifference(t *testing.T) {
	t.Parallel()
	runner, tried := newRunner(t), sweep.Some(t, 8, quirkNames())
	differs := make(map[string]bool)
	for _, m := range []harness.Matrix{
		{Go: []string{newest()}}, // enough for most
		{Go: []string{"all"}, Boundaries: true},
	} {
		var without []harness.Scenario
		quirkOf := make(map[string]string)
		for _, name := range tried {
			if differs[name] {
				continue
			}
			found := scenariosWithout(name)
			if len(found) == 0 {
				t.Errorf("no scenario has the quirk %s", name)
			}
			for _, s := range found {
				quirkOf[s.Name] = name
			}
			without = append(without, found...)
		}
		for _, s := range differing(t, runner, without, m) {
			differs[quirkOf[s]] = true
		}
	}
	for _, name := range tried {
		if reason := indifferent()[name]; differs[name] == (reason != "") {
			t.Errorf("quirk %s: a client's outcome differs without it: %t; known reason why none does: %q", name, differs[name], reason)
		}
	}
}

// differing are the names of the scenarios of which one cell at least is not as expected.
func differing(t *testing.T, runner *harness.Runner, all []harness.Scenario, m harness.Matrix) []string {
	t.Helper()
	report, err := runner.Run(context.Background(), all, m)
	require.NoError(t, err)
	var names []string
	for _, c := range report.Cells {
		if c.Verdict == harness.Unavailable {
			needs.Missing(t, needs.Toolchains, c.Problem)
		}
		if c.Verdict == harness.NotAsExpected && c.Outcome.Stage != "" {
			names = append(names, c.Scenario.Name)
		}
	}
	return names
}

func quirkNames() []string {
	var names []string
	for _, f := range reflect.VisibleFields(reflect.TypeOf(fixtures.Quirks{})) {
		if !parts()[f.Name] {
			names = append(names, f.Name)
		}
	}
	return names
}

// scenariosWithout returns the scenarios whose server has the quirk, with servers that
// have not.
func scenariosWithout(name string) []harness.Scenario {
	var found []harness.Scenario
	for _, s := range scenarios.All() {
		field := reflect.ValueOf(&s.Server.Quirks).Elem().FieldByName(name)
		if s.Waiting != "" || s.GoServer != nil || field.IsZero() {
			continue
		}
		field.SetZero()
		withoutParts(&s.Server.Quirks)
		s.Name, s.Server.Name = s.Name+"-without-"+lower(name), s.Server.Name+"-without-"+lower(name)
		if s.Server.Validate() == nil {
			found = append(found, s)
		}
	}
	return found
}

// withoutParts takes out what means nothing without the quirk that it belonged to.
func withoutParts(q *fixtures.Quirks) {
	p := fixtures.TLS12Only()
	for name := range parts() {
		p.Quirks = *q
		if p.Validate() != nil {
			reflect.ValueOf(q).Elem().FieldByName(name).SetZero()
		}
	}
}

func lower(name string) string { return strings.ToLower(name) }
