package report

import (
	"bytes"
	"crypto/tls"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/scenarios"
)

var update = flag.Bool("update", false, "write the golden files of testdata")

// golden compares text with a file of testdata.
func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "write it with: go test ./internal/report -update")
	require.Equal(t, string(want), text, "if this is meant: go test ./internal/report -update")
}

var (
	rsa    = harness.Scenario{Name: "rsa-key-exchange", Claim: "Clients no longer offer it.", Source: "https://go.dev/doc/go1.22"}
	line   = harness.Scenario{Name: "go-line", Claim: "The go line decides.", Source: "https://go.dev/doc/godebug"}
	modern = harness.Scenario{Name: "control-modern-server", Source: "control"}

	oldSetting = harness.Settings{GODEBUG: "tlsrsakex=1"}
	newLine    = harness.Settings{GoLine: "1.24"}
)

// cell is a cell that is as expected.
func cell(s harness.Scenario, release string, with harness.Settings, o harness.Outcome) harness.Cell {
	b := harness.Build{Go: release, Settings: with}
	o.Build = b
	return harness.Cell{Scenario: s, Build: b, Outcome: o, Want: "something", Verdict: harness.AsExpected}
}

func (c wrong) cell() harness.Cell {
	c.of.Verdict, c.of.Problem = c.verdict, c.problem
	return c.of
}

// wrong makes a cell that is not as expected.
type wrong struct {
	of      harness.Cell
	verdict harness.Verdict
	problem string
}

func connects() harness.Outcome {
	return harness.Outcome{Role: harness.ClientSide, Stage: harness.StageDone, Version: tls.VersionTLS12, Suite: tls.TLS_RSA_WITH_AES_128_CBC_SHA}
}

func refused() harness.Outcome {
	return harness.Outcome{
		Role: harness.ClientSide, Stage: harness.StageHandshake, Error: "remote error: tls: handshake failure",
		Alert: &harness.Alert{From: harness.ServerSide, Code: harness.HandshakeFailure},
	}
}

func dies(setting string) harness.Outcome {
	return harness.Outcome{Stage: harness.StageStart, Error: fmt.Sprintf("fatal error: removed GODEBUG %q set to old value \"1\" in environment", setting)}
}

func table() scenarios.Table {
	return scenarios.Table{Name: "go1.22", Title: "Go 1.22 release notes", Scenarios: []harness.Scenario{rsa, line}}
}

// fine is a report in which all is as expected.
func fine() *harness.Report {
	return &harness.Report{
		Go:      []string{"1.22.12", "1.27.4", "1.26.8"},
		Elapsed: 1234 * time.Millisecond,
		Cells: []harness.Cell{
			cell(modern, "1.22.12", harness.Settings{}, connects()),
			cell(rsa, "1.22.12", harness.Settings{}, refused()),
			cell(rsa, "1.22.12", oldSetting, connects()),
			cell(rsa, "1.27.4", harness.Settings{}, refused()),
			cell(rsa, "1.27.4", oldSetting, dies("tlsrsakex")),
			cell(rsa, "1.26.8", harness.Settings{}, refused()),
			cell(rsa, "1.26.8", oldSetting, connects()),
			cell(line, "1.27.4", newLine, dies("tls3des")),
			cell(line, "1.26.8", newLine, connects()),
		},
	}
}

func matrixOf(r *harness.Report, o Options) string { return matrixOfRun(runOf(r), o) }

func matrixOfRun(run Run, o Options) string {
	var b bytes.Buffer
	Matrix(&b, run, o)
	return b.String()
}

// runOf is a run of the table, with 1.26.8 as the local release if it was run.
func runOf(r *harness.Report) Run {
	run := Run{Tables: []scenarios.Table{table()}, Report: r}
	for _, release := range r.Go {
		if release == "1.26.8" {
			run.Local = release
		}
	}
	return run
}

func TestAMatrixReadsAtAGlance(t *testing.T) {
	text := matrixOf(fine(), Options{})
	require.Contains(t, text, "\nrsa-key-exchange       alert 40  alert 40  alert 40\n")
	require.Contains(t, text, "\n  GODEBUG=tlsrsakex=1  connects  dies      connects\n")
	require.Contains(t, text, "\ngo-line\n  go line 1.24         -         dies      connects\n", "1.24 is newer than 1.22.12")
	require.Contains(t, text, "\n1.26.8      the local go command\n")
	require.Contains(t, text, "\n9 cells: 9 as expected, 0 not as expected, 0 unavailable; 1.2 s\n")
	require.Equal(t, 1, strings.Count(text, "fatal error"), "the same error about two settings is one kind")
	require.NotContains(t, text, "control", "controls are of no interest as long as they are fine")
	golden(t, "matrix.txt", text)
}

func TestClaimsStandBelowTheirScenario(t *testing.T) {
	text := matrixOf(fine(), Options{Claims: true})
	require.Regexp(t, `(?m)^rsa-key-exchange .*\n  # Clients no longer offer it\.\n  # https://go\.dev/doc/go1\.22\n  GODEBUG`, text)
	require.Contains(t, text, "\ngo-line\n  # The go line decides.\n  # https://go.dev/doc/godebug\n  go line 1.24 ")
}

func TestColoursDoNotMoveTheColumns(t *testing.T) {
	plain, colored := matrixOf(fine(), Options{}), matrixOf(fine(), Options{Color: true})
	require.Contains(t, colored, "\x1b[32mconnects\x1b[0m")
	without := strings.NewReplacer("\x1b[32m", "", "\x1b[1;31m", "", "\x1b[2m", "", "\x1b[0m", "").Replace(colored)
	require.Equal(t, plain, without)
}

// broken is a report with everything that can be wrong.
func broken() *harness.Report {
	r := &harness.Report{Go: []string{"1.22.12", "1.27.4"}, Elapsed: time.Second}
	crash := cell(rsa, "1.22.12", harness.Settings{}, harness.Outcome{})
	r.Cells = []harness.Cell{
		wrong{cell(modern, "1.22.12", harness.Settings{}, refused()), harness.NotAsExpected, "got refused, want connects"}.cell(),
		wrong{crash, harness.NotAsExpected, "agent ended:\nexit code 2\npanic: oops"}.cell(),
		wrong{cell(rsa, "1.22.12", oldSetting, refused()), harness.NotAsExpected, "got remote error, want connects"}.cell(),
		wrong{cell(rsa, "1.27.4", harness.Settings{}, harness.Outcome{Stage: harness.StageToolchain}), harness.Unavailable, "go 1.27.4 is unavailable: no proxy"}.cell(),
		wrong{cell(rsa, "1.27.4", oldSetting, harness.Outcome{Stage: harness.StageToolchain}), harness.Unavailable, "go 1.27.4 is unavailable: no proxy"}.cell(),
		wrong{cell(line, "1.22.12", oldSetting, refused()), harness.NotAsExpected, "got remote error, want connects"}.cell(),
	}
	return r
}

func TestAMatrixSaysWhatIsWrong(t *testing.T) {
	text := matrixOf(broken(), Options{Color: false})
	require.Contains(t, text, "\nrsa-key-exchange       !failed    n/a\n")
	require.Contains(t, text, "\n  GODEBUG=tlsrsakex=1  !alert 40  n/a\n")
	require.Contains(t, text, "\n! rsa-key-exchange, go1.22.12: agent ended:\n    exit code 2\n    panic: oops\n")
	require.Contains(t, text, "\n! rsa-key-exchange, go1.22.12, GODEBUG=tlsrsakex=1 and 1 cell more: got remote error, want connects\n")
	require.Contains(t, text, "\nn/a, 2 cells: go 1.27.4 is unavailable: no proxy\n")
	require.Contains(t, text, "\nthe control control-modern-server failed under go1.22.12: nothing in this report can be trusted\n")
	require.Contains(t, text, "\n6 cells: 0 as expected, 4 not as expected, 2 unavailable; 1.0 s\n")
	golden(t, "broken.txt", text)

	colored := matrixOf(broken(), Options{Color: true})
	require.Contains(t, colored, "\x1b[1;31m!failed\x1b[0m")
	require.NotContains(t, colored, "\x1b[32m")
}

func TestAnInterruptedRunShowsOnlyWhatWasThrough(t *testing.T) {
	r := fine()
	r.Cells = r.Cells[:4]
	text := matrixOf(r, Options{})
	require.Contains(t, text, "\nrsa-key-exchange       alert 40  alert 40\n")
	require.Contains(t, text, "\n  GODEBUG=tlsrsakex=1  connects\n")
	require.NotContains(t, text, "go-line")

	r.Cells = nil
	require.Equal(t, "0 cells: 0 as expected, 0 not as expected, 0 unavailable; 1.2 s\n", matrixOf(r, Options{}))
}

func TestTheMatrixSaysWhatWasNotRun(t *testing.T) {
	run := runOf(fine())
	run.Shard, run.Interrupted = "2/3", true
	waiting := line
	waiting.Name, waiting.Waiting = "dhe", "the engine"
	run.Tables[0].Scenarios = append(run.Tables[0].Scenarios, waiting)
	text := matrixOfRun(run, Options{})
	require.Contains(t, text, "\nshard 2/3: 2 scenarios, the other shards have the rest\n")
	require.Contains(t, text, "\n1 scenario not run, waiting for what is not there yet (legacytls list scenarios says what)\n")
	require.Contains(t, text, "\ninterrupted: what is missing was not run\n")
}

func TestAnEmptyShardSaysSo(t *testing.T) {
	text := matrixOfRun(Run{Report: &harness.Report{}, Shard: "3/3"}, Options{})
	require.Equal(t, "shard 3/3 has no scenario to run\n0 cells: 0 as expected, 0 not as expected, 0 unavailable; 0.0 s\n", text)
}

func TestALongVersionOfALocalGoWidensTheColumns(t *testing.T) {
	const long = "1.28-devel_0123456789abcdef"
	r := &harness.Report{Go: []string{long, "1.27.4"}, Cells: []harness.Cell{
		cell(rsa, long, harness.Settings{}, refused()),
		cell(rsa, "1.27.4", harness.Settings{}, connects()),
	}}
	text := matrixOf(r, Options{})
	require.Contains(t, text, "                  "+long+"  1.27.4\nrsa-key-exchange  alert 40                     connects\n")
}
