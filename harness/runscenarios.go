package harness

import (
	"context"
	"testing"
	"time"

	"github.com/legacytls/legacytls/internal/toolchain"
)

// RunScenarios runs a table of scenarios as subtests of t: one for each scenario and, below
// it, one for each build, such as "rsa-key-exchange/go1.22.12,GODEBUG=tlsrsakex=1". What -run
// leaves out is not run, and nothing is fetched or compiled for it. All is over when
// RunScenarios returns, so that a server that is a [Scenario.Target] can be closed then.
//
// A cell that is not as expected fails its subtest with the rule that decided about it, the
// explanation from both ends and, if the server is ours, the transcript. One whose toolchain
// cannot be had is skipped with the reason, or fails if the environment variable
// LEGACYTLS_REQUIRE names toolchains. With -short, one that takes another toolchain than that
// which has built the test is skipped as well. A failed control ([Runner.Run]) fails t itself,
// as it means that no cell can be trusted. A table with faults ([CheckScenarios]) fails t at
// once; a rule may also be for settings that only m has.
//
// The first time that a toolchain is used, it is fetched and compiles its standard library;
// with -v that is logged. A run that the time limit of go test (-timeout) would cut off ends a
// little before, and says so.
func RunScenarios(t *testing.T, m Matrix, scenarios ...Scenario) {
	t.Helper()
	if len(m.Go) == 0 {
		t.Fatal(`harness.RunScenarios: the matrix names no Go release; write for example Matrix{Go: []string{"1.21", "1.26", "1.27"}}, or "all", or "local" for the go command in PATH`)
	}
	if len(scenarios) == 0 {
		t.Fatal("harness.RunScenarios: there is no scenario to run")
	}
	if err := CheckScenarios(withSettingsOf(m, scenarios)); err != nil {
		t.Fatalf("harness.RunScenarios: the table has faults:\n%v", err)
	}
	runner, err := NewRunner(RunnerOptions{Progress: func(p Progress) {
		if p.Slow {
			t.Log(p.Text)
		}
	}})
	if err != nil {
		t.Fatalf("harness.RunScenarios: %v", err)
	}
	defer func() {
		if err := runner.Close(); err != nil {
			t.Errorf("harness.RunScenarios: %v", err)
		}
	}()
	ctx, cancel := beforeDeadline(t)
	defer cancel()
	runTable(ctx, t, runner, m, scenarios)
}

// withSettingsOf returns the scenarios with the settings of m besides their own: those of m
// are run, and a rule for one of their own is right all the same.
func withSettingsOf(m Matrix, scenarios []Scenario) []Scenario {
	table := toolchain.Releases()
	m.Go = []string{table[len(table)-1].Version.String()}
	builds := m.Builds()
	if len(builds) == 1 && builds[0].Settings == (Settings{}) {
		return scenarios // m has none
	}
	var all []Scenario
	for _, s := range scenarios {
		s.Settings = s.Settings[:len(s.Settings):len(s.Settings)]
		for _, b := range builds {
			s.Settings = append(s.Settings, b.Settings)
		}
		all = append(all, s)
	}
	return all
}

// beforeDeadline returns a context that ends a little before go test would end the test.
func beforeDeadline(t *testing.T) (context.Context, context.CancelFunc) {
	deadline, limited := t.Deadline()
	if !limited {
		return context.WithCancel(context.Background())
	}
	return context.WithDeadline(context.Background(), deadline.Add(-time.Until(deadline)/20))
}
