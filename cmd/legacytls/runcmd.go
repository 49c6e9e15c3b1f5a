package main

import (
	"context"
	"io"
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
-goline and -godebug each scenario is run in the ways that matter for it.
`,
		examples: []string{
			"legacytls run",
			"legacytls run -v rsa-key-exchange",
			"legacytls run -go all -json results.json go1.22/",
			"legacytls run -go 1.25,1.27 -godebug '' -godebug tlsrsakex=1 'go1.22/rsa-key-exchange$'",
		},
		run: runScenarios,
	}
}

// A scenarioRun is the command line of run, parsed.
type scenarioRun struct {
	workshop *workshop
	matrix   harness.Matrix
	tables   []scenarios.Table
	timeout  time.Duration
	jsonFile string
	options  report.Options
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
	f.set.StringVar(&run.jsonFile, "json", "", "also write one JSON object per cell to `file`; - is standard output, instead of the matrix")
	f.set.BoolVar(&run.options.Claims, "v", false, "print what each scenario claims, and where that comes from")
	run.workshop = f.workshop(s)
	timeout, color := f.timeout(), f.color(s.out)

	args, err := f.parse()
	if err != nil {
		return run, err
	}
	if run.matrix, err = matrix(); err != nil {
		return run, err
	}
	if run.timeout, err = timeout(); err != nil {
		return run, err
	}
	if run.options.Color, err = color(); err != nil {
		return run, err
	}
	run.tables, err = selectTables(args)
	return run, err
}

func (run scenarioRun) work(ctx context.Context, r *harness.Runner, s streams) error {
	m, err := resolve(ctx, r, run.matrix)
	if err != nil {
		return err
	}
	out, err := newOutput(run.jsonFile, s)
	if err != nil {
		return err
	}
	defer out.close()
	run.workshop.warn(unknownSettings(ctx, r, m))
	run.options.Local = localRelease(ctx, r, run.matrix)

	result, runErr := r.Run(ctx, scenariosOf(run.tables), m)
	run.workshop.progress.Clear()
	if result == nil {
		return runErr
	}
	if err := out.report(func(w io.Writer) { report.Matrix(w, run.tables, result, run.options) }); err != nil {
		return err
	}
	if err := writeCells(out, result.Cells); err != nil {
		return err
	}
	if runErr != nil {
		return runErr
	}
	return runExit(result)
}

// localRelease returns the full version of the local go command if m, which is
// not resolved, asks for it.
func localRelease(ctx context.Context, r *harness.Runner, m harness.Matrix) string {
	if !contains(m.Go, "local") {
		return ""
	}
	local, err := r.Resolve(ctx, []string{"local"})
	if err != nil || len(local) != 1 {
		return ""
	}
	return local[0]
}

func writeCells(out *output, cells []harness.Cell) error {
	if out.json == nil {
		return nil
	}
	for _, c := range cells {
		if err := report.WriteCell(out.json, c); err != nil {
			return err
		}
	}
	return out.close()
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
