package main

import (
	"context"
	"io"
	"slices"
	"time"

	"github.com/legacytls/legacytls/cmd/legacytls/internal/report"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/scenarios"
)

func runCommand() command {
	return command{
		name:    "run",
		args:    "[pattern]",
		summary: "runs the scenario tables over Go releases and prints the matrix",
		about: `
A pattern is a regular expression for TABLE/SCENARIO; without one every scenario
is run. Toolchains that are not at hand are fetched with the go command. Without
-goline and -godebug each scenario is run in the ways that matter for it; -go all
also runs it with the patch releases between which its claim begins or ends.

With -shard each of n processes runs its part of the scenarios that match the
pattern; together they run all of them, and none twice. A part may be empty.

The files of -json, -junit and -md appear when the run is over, all at once. One
of the three may be -, standard output, instead of the matrix.
`,
		examples: []string{
			"legacytls run",
			"legacytls run -v rsa-key-exchange",
			"legacytls run -go all -json results.json go1.22/",
			"legacytls run -go all -shard 1/4 -junit results.xml -md results.md",
			"legacytls run -go 1.25,1.27 -godebug '' -godebug tlsrsakex=1 'go1.22/rsa-key-exchange$'",
		},
		complete: completeScenarios,
		run:      runScenarios,
	}
}

// A scenarioRun is the command line of run, parsed.
type scenarioRun struct {
	workshop     *workshop
	matrix       harness.Matrix
	tables       []scenarios.Table
	shard        shard
	timeout      time.Duration
	destinations []destination
	options      report.Options
}

func runScenarios(ctx context.Context, f *flags, s streams) error {
	run, err := parseRun(f, s)
	if err != nil {
		return err
	}
	return run.workshop.withRunner(run.timeout, func(r *harness.Runner) error {
		return run.work(ctx, r, s)
	})
}

func parseRun(f *flags, s streams) (run scenarioRun, err error) {
	matrix := f.matrix([]string{"1.21", "1.22", "1.26", "1.27", "local"})
	shard := f.shard()
	json := f.set.String("json", "", "also write one JSON object per cell to `file`; - is standard output, instead of the matrix")
	junit := f.set.String("junit", "", "also write JUnit XML to `file`, a suite for each table and a case for each cell; -")
	md := f.set.String("md", "", "also write a Markdown page to `file`, for example for a CI step summary; -")
	f.set.BoolVar(&run.options.Claims, "v", false, "print what each scenario claims, and where that comes from")
	run.workshop = f.workshop(s)
	timeout, color := f.timeout(), f.color(s.out)

	args, err := f.parse()
	if err != nil {
		return run, err
	}
	run.destinations = []destination{{"json", *json}, {"junit", *junit}, {"md", *md}}
	if run.matrix, err = matrix(); err != nil {
		return run, err
	}
	if run.timeout, err = timeout(); err != nil {
		return run, err
	}
	if run.options.Color, err = color(); err != nil {
		return run, err
	}
	tables, err := selectTables(args)
	if err != nil {
		return run, err
	}
	if run.shard, err = shard(); err != nil {
		return run, err
	}
	run.tables = run.shard.of(tables)
	return run, nil
}

func (run scenarioRun) work(ctx context.Context, r *harness.Runner, s streams) error {
	m, err := resolve(ctx, r, run.matrix)
	if err != nil {
		return err
	}
	out, err := openOutputs(s, false, run.destinations...)
	if err != nil {
		return err
	}
	defer out.discard()

	result, runErr := run.cells(ctx, r, m)
	run.workshop.progress.Clear()
	if result == nil {
		return runErr
	}
	err = run.print(out, report.Run{
		Tables:      run.tables,
		Report:      result,
		Shard:       run.shard.String(),
		Local:       localRelease(ctx, r, run.matrix),
		Interrupted: runErr != nil,
	})
	switch {
	case err != nil:
		return err
	case runErr != nil:
		return runErr
	}
	return runExit(result)
}

// cells runs the scenarios under a resolved matrix. Where none is left, because
// other shards have them or all of them wait, no toolchain is needed either.
func (run scenarioRun) cells(ctx context.Context, r *harness.Runner, m harness.Matrix) (*harness.Report, error) {
	ready := filterTables(run.tables, func(_ scenarios.Table, s harness.Scenario) bool { return s.Waiting == "" })
	if len(ready) == 0 {
		return &harness.Report{Go: m.Go}, ctx.Err()
	}
	run.workshop.warn(unknownSettings(ctx, r, m))
	return r.Run(ctx, scenariosOf(ready), m)
}

// localRelease returns the full version of the local go command if m, which is
// not resolved, asks for it.
func localRelease(ctx context.Context, r *harness.Runner, m harness.Matrix) string {
	if !slices.Contains(m.Go, "local") {
		return ""
	}
	local, err := r.Resolve(ctx, []string{"local"})
	if err != nil || len(local) != 1 {
		return ""
	}
	return local[0]
}

// print writes the results in every form that is asked for, the text last: its
// reader may have gone (legacytls run | head), and the files are to be there.
func (run scenarioRun) print(out *outputs, results report.Run) error {
	for flag, print := range map[string]func(io.Writer, report.Run) error{
		"json":  report.Cells,
		"junit": report.JUnit,
		"md":    report.Markdown,
	} {
		if err := out.write(flag, func(w io.Writer) error { return print(w, results) }); err != nil {
			return err
		}
	}
	if err := out.commit(); err != nil {
		return err
	}
	return out.report(func(w io.Writer) { report.Matrix(w, results, run.options) })
}

// runExit is the exit code of a run that went to its end.
func runExit(result *harness.Report) error {
	switch {
	case result.Count(harness.NotAsExpected) > 0:
		return exitError(exitUnexpected)
	case result.Count(harness.Unavailable) > 0:
		return exitError(exitIncomplete)
	}
	return nil
}
