package scenarios_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/scenarios"
)

// defaultReleases are those of legacytls run without arguments.
func defaultReleases() []string { return []string{"1.21", "1.22", "1.26", "1.27", "local"} }

// runAll does what legacytls run does, from a new Runner to its end, and
// returns the number of cells and of programs that had to be compiled. An empty
// cacheDir is the user's.
func runAll(tb testing.TB, cacheDir string, m harness.Matrix) (cells, compiled int) {
	tb.Helper()
	var builds atomic.Int64
	runner, err := harness.NewRunner(harness.RunnerOptions{CacheDir: cacheDir, Trace: func(command string) {
		if strings.Contains(command, " build -o ") {
			builds.Add(1)
		}
	}})
	require.NoError(tb, err)
	defer runner.Close()
	report, err := runner.Run(context.Background(), scenarios.All(), m)
	require.NoError(tb, err)
	for _, c := range report.Cells {
		if c.Verdict == harness.Unavailable {
			needs.Missing(tb, needs.Toolchains, c.Problem)
		}
		require.Equal(tb, harness.AsExpected, c.Verdict, c.Problem)
	}
	return len(report.Cells), int(builds.Load())
}

func TestASecondRunCompilesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("runs five Go toolchains: not with -short")
	}
	cache, m := t.TempDir(), harness.Matrix{Go: defaultReleases()}
	_, first := runAll(t, cache, m)
	require.NotZero(t, first, "the first run compiles, or the trace says nothing")
	_, second := runAll(t, cache, m)
	require.Zero(t, second)
}

// BenchmarkRun is a warm run of all tables over the releases of legacytls run,
// BenchmarkRunAllReleases over every release: everything is compiled, but
// processes and servers have to be started.
func BenchmarkRun(b *testing.B) { benchmark(b, harness.Matrix{Go: defaultReleases()}) }

func BenchmarkRunAllReleases(b *testing.B) {
	benchmark(b, harness.Matrix{Go: []string{"all"}, Boundaries: true})
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
