// Package scenarios holds the tables of legacytls: what each Go release changed
// for TLS clients and servers, as scenarios over builds.
//
// The package is data. A [Table] is a list of [harness.Scenario] values, each
// of which is one claim with the release note or the report that it comes
// from, the peer that shows it, and the rules that say what each build does.
// [Tables] returns them all; [harness.Runner.Run] runs them on real toolchains:
//
//	runner, err := harness.NewRunner(harness.RunnerOptions{})
//	if err != nil {
//		return err
//	}
//	defer runner.Close()
//	report, err := runner.Run(ctx, scenarios.Go122().Scenarios, harness.Matrix{Go: []string{"1.21", "1.22", "1.27"}})
//
// [Catalogue] is what clients meet at every server of [fixtures.Catalogue], [Quirks] what
// they make of every quirk; the pages docs/servers.md and docs/quirks.md are written from
// them. The subpackages have where else scenarios belong: ledger the sentences of the
// release notes, breakages the threads in which people reported them.
//
// A new claim is one value in one table, a new server one line (docs/adding.md). The tests check that its name and
// conditions read well, that every build of every known release is covered by
// a rule, that no rule is dead, and that each scenario fails when its
// expectations are turned round.
package scenarios
