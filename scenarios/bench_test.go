package scenarios_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/scenarios"
)

// defaultReleases are those of legacytls run without arguments.
func defaultReleases() []string { return []string{"1.21", "1.22", "1.26", "1.27", "local"} }

// runAll does what legacytls run does, from a new Runner to its end, and
// returns the number of cells and of programs that had to be compiled. An empty
// cacheDir is the user's.
func runAll(tb testing.TB, cacheDir string, m harness.Matrix) (cells, compiled int) {
	tb.Helper()
	return runThese(tb, cacheDir, scenarios.All(), m)
}

// runThese is runAll of some scenarios.
func runThese(tb testing.TB, cacheDir string, these []harness.Scenario, m harness.Matrix) (cells, compiled int) {
	tb.Helper()
	var builds atomic.Int64
	runner, err := harness.NewRunner(harness.RunnerOptions{CacheDir: cacheDir, Trace: func(command string) {
		if strings.Contains(command, " build -o ") {
			builds.Add(1)
		}
	}})
	require.NoError(tb, err)
	defer runner.Close()
	report, err := runner.Run(context.Background(), these, m)
	require.NoError(tb, err)
	for _, c := range report.Cells {
		if c.Verdict == harness.Unavailable {
			needs.Missing(tb, needs.Toolchains, c.Scenario.Name+", "+c.Build.String()+": "+c.Problem)
		}
		require.Equal(tb, harness.AsExpected, c.Verdict, "%s, %s: %s", c.Scenario.Name, c.Build, c.Problem)
	}
	return len(report.Cells), int(builds.Load())
}

func TestASecondRunCompilesNothing(t *testing.T) {
	sweep.AllOrSkip(t, "compiles programs with an empty cache")
	if testing.Short() {
		t.Skip("compiles programs with another Go toolchain: not with -short")
	}
	t.Parallel()
	cache, ways, m := t.TempDir(), oneOfEachWay(), harness.Matrix{Go: []string{newest()}}
	_, first := runThese(t, cache, ways, m)
	require.NotZero(t, first, "the first run compiles, or the trace says nothing")
	_, second := runThese(t, cache, ways, m)
	require.Zero(t, second)
}

// oneOfEachWay are scenarios with a program for each way to make one, and to run it: which
// programs are compiled depends on nothing else.
func oneOfEachWay() []harness.Scenario {
	var all []harness.Scenario
	seen := make(map[string]bool)
	for _, s := range scenarios.All() {
		another := false
		for _, b := range s.Builds(newest()) {
			way := fmt.Sprint(fieldsSet(b.Settings), s.Client.HTTP != nil)
			another = another || !seen[way]
			seen[way] = true
		}
		if another {
			all = append(all, s)
		}
	}
	return all
}

// fieldsSet are the names of the fields that are not empty.
func fieldsSet(s harness.Settings) []string {
	var names []string
	value := reflect.ValueOf(s)
	for i := 0; i < value.NumField(); i++ {
		if !value.Field(i).IsZero() {
			names = append(names, value.Type().Field(i).Name)
		}
	}
	return names
}

// BenchmarkRun is a warm run of all tables over the releases of legacytls run,
// BenchmarkRunAllReleases over every release: everything is compiled, but
// processes and servers have to be started.
func BenchmarkRun(b *testing.B) { benchmark(b, harness.Matrix{Go: defaultReleases()}) }

func BenchmarkRunAllReleases(b *testing.B) {
	benchmark(b, harness.Matrix{Go: []string{"all"}, Boundaries: true})
}

// BenchmarkRunCatalogue is a warm run of the catalogue over every release. The bar: 400
// cells/s on 2 cores. Cells whose client has a time-out of its own, most of which use it
// up at a server that says nothing, are run and counted apart, in waiting-cells/s.
func BenchmarkRunCatalogue(b *testing.B) {
	m := harness.Matrix{Go: []string{"all"}, Boundaries: true}
	answering, waiting := byTimeout(scenarios.Catalogue().Scenarios)
	runThese(b, "", answering, m) // compiles what is not there
	cells, waitingCells, waited := 0, 0, time.Duration(0)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		n, _ := runThese(b, "", answering, m)
		cells += n
		b.StopTimer()
		start := time.Now()
		n, _ = runThese(b, "", waiting, m)
		waitingCells, waited = waitingCells+n, waited+time.Since(start)
		b.StartTimer()
	}
	b.StopTimer()
	b.ReportMetric(float64(cells)/b.Elapsed().Seconds(), "cells/s")
	b.ReportMetric(float64(waitingCells)/waited.Seconds(), "waiting-cells/s")
}

// byTimeout tells the scenarios whose client has a time-out of its own from the others.
func byTimeout(all []harness.Scenario) (without, with []harness.Scenario) {
	for _, s := range all {
		if s.Client.Timeout != 0 {
			with = append(with, s)
			continue
		}
		without = append(without, s)
	}
	return without, with
}

func benchmark(b *testing.B, m harness.Matrix) {
	runAll(b, "", m)
	b.ResetTimer()
	cells := 0
	for i := 0; i < b.N; i++ {
		n, _ := runAll(b, "", m)
		cells += n
	}
	b.ReportMetric(float64(cells)/b.Elapsed().Seconds(), "cells/s")
}
