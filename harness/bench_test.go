package harness_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// The bar: BenchmarkStartClose takes at most 1.3 times as long as
// BenchmarkHTTPTestStartClose in the same run.

func BenchmarkStartClose(b *testing.B) {
	p := fixtures.RSAKeyExchangeOnly()
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		s, err := harness.Serve(bg, p)
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHTTPTestStartClose(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		httptest.NewTLSServer(http.NotFoundHandler()).Close()
	}
}

// BenchmarkHandshake is for information: RSA key exchange and one line, both
// ends in this process.
func BenchmarkHandshake(b *testing.B) {
	s := harness.Start(b, fixtures.AES128SHAOnly(), harness.WithLines(nil))
	config := explicitClient(s)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if _, err := ping(s, config); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRunWarm runs cells whose agents are compiled and started. The bar:
// 400 cells/s on 2 cores.
func BenchmarkRunWarm(b *testing.B) {
	r := runnerWith(b, go122, go127)
	scenarios, matrix := many(50), harness.Matrix{Go: []string{go122, go127}}
	_, err := r.Run(bg, scenarios[:1], matrix)
	require.NoError(b, err)
	cells := 0
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		report, err := r.Run(bg, scenarios, matrix)
		if err != nil {
			b.Fatal(err)
		}
		cells += len(report.Cells)
		if n := report.Count(harness.AsExpected); n != len(report.Cells) {
			b.Fatalf("%d of %d cells as expected", n, len(report.Cells))
		}
	}
	b.ReportMetric(float64(cells)/b.Elapsed().Seconds(), "cells/s")
}

// BenchmarkRunScenarios is the same as a test, with its agents to be started.
func BenchmarkRunScenarios(b *testing.B) {
	runnerWith(b, go122, go127)
	scenarios, matrix := many(50), harness.Matrix{Go: []string{go122, go127}}
	all := func(pattern, name string) (bool, error) { return true, nil }
	table := testing.InternalTest{Name: "table", F: func(t *testing.T) { harness.RunScenarios(t, matrix, scenarios...) }}
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if !testing.RunTests(all, []testing.InternalTest{table}) {
			b.Fatal("not as expected")
		}
	}
	b.ReportMetric(float64(b.N*len(scenarios)*4)/b.Elapsed().Seconds(), "cells/s")
}
