package report

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
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

func matrixOf(r *harness.Report, o Options) string {
	var b bytes.Buffer
	Matrix(&b, []scenarios.Table{table()}, r, o)
	return b.String()
}

func TestAMatrixReadsAtAGlance(t *testing.T) {
	text := matrixOf(fine(), Options{Local: "1.26.8"})
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
	require.Contains(t, text, "\n! the control control-modern-server failed under go1.22.12: nothing above can be trusted\n")
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
	require.Equal(t, "\n0 cells: 0 as expected, 0 not as expected, 0 unavailable; 1.2 s\n", matrixOf(r, Options{}))
}

func TestManyReleasesMakeASecondBlock(t *testing.T) {
	r := &harness.Report{}
	for minor := 12; minor <= 27; minor++ {
		release := fmt.Sprintf("1.%d.1", minor)
		r.Go = append(r.Go, release)
		r.Cells = append(r.Cells, cell(rsa, release, harness.Settings{}, connects()))
	}
	text := matrixOf(r, Options{Claims: true})
	require.Contains(t, text, "  1.12.1    1.13.1    1.14.1    1.15.1    1.16.1    1.17.1    1.18.1    1.19.1\n")
	require.Contains(t, text, "  1.20.1    1.21.1    1.22.1    1.23.1    1.24.1    1.25.1    1.26.1    1.27.1\n")
	require.Equal(t, 2, strings.Count(text, "rsa-key-exchange"))
	require.Equal(t, 1, strings.Count(text, "# Clients"), "a claim is made once")
	for _, line := range strings.Split(text, "\n") {
		require.LessOrEqual(t, len(line), 120)
	}
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

func TestEveryStageHasAWord(t *testing.T) {
	alert := func(code harness.AlertCode) *harness.Alert {
		return &harness.Alert{From: harness.ServerSide, Code: code}
	}
	for want, o := range map[string]harness.Outcome{
		"failed":    {},
		"n/a":       {Stage: harness.StageToolchain},
		"no build":  {Stage: harness.StageBuild},
		"dies":      {Stage: harness.StageStart},
		"no answer": {Stage: harness.StageConnect},
		"refused":   {Stage: harness.StageHandshake},
		"alert 70":  {Stage: harness.StageHandshake, Alert: alert(harness.ProtocolVersion)},
		"untrusted": {Stage: harness.StageVerify, Alert: alert(harness.BadCertificate)},
		"no data":   {Stage: harness.StageExchange},
		"alert 116": {Stage: harness.StageExchange, Alert: alert(harness.CertificateRequired)},
		"connects":  {Stage: harness.StageDone},
		"resumes":   {Stage: harness.StageDone, Resumed: true},
		"exports":   {Stage: harness.StageDone, Export: harness.Exported{Asked: true, Value: "00"}},
		"no export": {Stage: harness.StageDone, Export: harness.Exported{Asked: true, Error: "unavailable"}},
	} {
		said := wordFor(o)
		require.Equal(t, want, said.text)
		require.NotEmpty(t, said.meaning)
		require.LessOrEqual(t, len(said.text), 10, "the legend has room for ten letters")
		good := want == "connects" || want == "resumes" || want == "exports"
		require.Equal(t, good, said.good, want)
	}
}

func TestTheErrorThatPeopleSearchForIsFoundInTheOutput(t *testing.T) {
	text := errorText(harness.Outcome{Error: "# example.com/program\n\ngo: errors parsing go.mod:\n  go.mod:5: unknown directive: godebug\n"})
	require.Equal(t, "go.mod:5: unknown directive: godebug", text)
	require.Equal(t, "EOF", errorText(harness.Outcome{Error: "EOF"}))
	require.Equal(t, "# only a heading", errorText(harness.Outcome{Error: "# only a heading"}))
	require.Equal(t, "no keys", errorText(harness.Outcome{Export: harness.Exported{Error: "no keys"}}))
}

func TestErrorsOfOneKindHaveOneShape(t *testing.T) {
	require.Equal(t, shapeOf(dies("tlsrsakex").Error), shapeOf(dies("tls3des").Error))
	require.Equal(t, shapeOf("client offered only unsupported versions: [301]"), shapeOf("client offered only unsupported versions: [302 301]"))
	require.NotEqual(t, shapeOf("remote error: tls: handshake failure"), shapeOf("remote error: tls: protocol version not supported"))
}

func TestTheLegendHasOneTextOfEachKind(t *testing.T) {
	other := refused()
	other.Error = "tls: no cipher suite supported by both client and server"
	r := &harness.Report{Go: []string{"1.22.12"}, Cells: []harness.Cell{
		cell(rsa, "1.22.12", harness.Settings{}, refused()),
		cell(rsa, "1.22.12", oldSetting, other),
		cell(line, "1.22.12", harness.Settings{}, refused()),
	}}
	text := matrixOf(r, Options{})
	require.Contains(t, text, `
alert 40    the connection ends with alert handshake_failure
              remote error: tls: handshake failure
              tls: no cipher suite supported by both client and server
`)
}

func explained(b harness.Build, offered string) Tried {
	o := refused()
	o.Build = b
	return Tried{Outcome: o, Why: harness.Explanation{
		Headline: "server refused the handshake: " + o.Error,
		Lines: []harness.ExplanationLine{
			{Label: "client offered", Text: offered, Note: b.String()},
			{Label: "cause", Text: "no common suite"},
		},
	}}
}

func TestTryListsBuildsThenExplainsEachCauseOnce(t *testing.T) {
	good := connects()
	good.Build = harness.Build{Go: "1.21.13"}
	died := dies("tlsrsakex")
	died.Build = harness.Build{Go: "1.27.4", Settings: oldSetting}
	all := []Tried{
		{Outcome: good},
		explained(harness.Build{Go: "1.22.12"}, "13 suites"),
		explained(harness.Build{Go: "1.22.12", Settings: newLine}, "13 suites"),
		explained(harness.Build{Go: "1.27.4"}, "14 suites"),
		{Outcome: died, Why: harness.Explanation{Headline: "said in the list"}},
		{Outcome: harness.Outcome{Build: harness.Build{Go: "1.20.14"}}, Err: errors.New("agent ended: exit code 2")},
	}
	var b bytes.Buffer
	Try(&b, "127.0.0.1:443", all, false)
	text := b.String()
	require.Contains(t, text, "go1.21.13  default              connects  TLS 1.2 AES128-SHA\n")
	require.Contains(t, text, "go1.22.12  go line 1.24         alert 40  remote error: tls: handshake failure\n")
	require.Contains(t, text, "go1.20.14  default              failed    agent ended: exit code 2\n")
	require.Contains(t, text, "\ngo1.22.12; go1.22.12, go line 1.24\n    server refused the handshake")
	require.Equal(t, 2, strings.Count(text, "no common suite"))
	require.NotContains(t, text, "(go1.22.12", "the build stands above")
	require.NotContains(t, text, "said in the list")
	golden(t, "try.txt", text)
	require.Equal(t, "go1.22.12", all[1].Why.Lines[0].Note, "the caller's explanation is changed")

	b.Reset()
	Try(&b, "127.0.0.1:443", all, true)
	require.Contains(t, b.String(), "  \x1b[32mconnects\x1b[0m  TLS 1.2 AES128-SHA\n")
	require.Equal(t, text, strings.NewReplacer("\x1b[32m", "", "\x1b[0m", "").Replace(b.String()))
}

func object(t *testing.T, text string) map[string]any {
	t.Helper()
	require.Equal(t, 1, strings.Count(text, "\n"), "one object is one line")
	var o map[string]any
	require.NoError(t, json.Unmarshal([]byte(text), &o))
	return o
}

func TestACellAsJSON(t *testing.T) {
	c := cell(rsa, "1.22.12", oldSetting, refused())
	c.Outcome.Target, c.Outcome.Backend, c.Outcome.Counters = "rsa-only", "crypto/tls", map[string]uint64{"tlsrsakex": 2}
	c.Outcome.Duration, c.Outcome.Error = 1500*time.Microsecond, "<&>"
	var b bytes.Buffer
	require.NoError(t, WriteCell(&b, c))
	require.Contains(t, b.String(), `"error":"<&>"`, "texts can be searched for")
	require.Equal(t, map[string]any{
		"scenario": "rsa-key-exchange", "target": "rsa-only", "backend": "crypto/tls", "role": "client",
		"go": "1.22.12", "goline": "1.22", "godebug": "tlsrsakex=1", "stage": "handshake", "ok": false,
		"version": "", "suite": "", "suite_openssl": "", "group": "", "alpn": "", "resumed": false, "error": "<&>",
		"alert":    map[string]any{"from": "server", "code": 40.0, "name": "handshake_failure"},
		"counters": map[string]any{"tlsrsakex": 2.0}, "ms": 1.5, "want": "something", "as_expected": true,
	}, object(t, b.String()))
}

func TestACellThatDidNotRunAsJSON(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, WriteCell(&b, broken().Cells[3]))
	missing := object(t, b.String())
	require.Contains(t, missing, "as_expected")
	require.Nil(t, missing["as_expected"])
	require.Equal(t, "go 1.27.4 is unavailable: no proxy", missing["problem"])

	b.Reset()
	require.NoError(t, WriteCell(&b, broken().Cells[1]))
	crashed := object(t, b.String())
	require.Equal(t, false, crashed["as_expected"])
	require.Equal(t, "", crashed["stage"])
	require.Contains(t, crashed["error"], "panic: oops")
}

func TestACompleteConnectionAsJSON(t *testing.T) {
	o := connects()
	o.Build = harness.Build{Go: "1.27.4", Settings: newLine}
	o.Group, o.ALPN, o.Resumed = uint16(tls.CurveP256), "h2", true
	var b bytes.Buffer
	require.NoError(t, WriteTried(&b, Tried{Outcome: o}))
	got := object(t, b.String())
	for field, want := range map[string]any{
		"ok": true, "stage": "done", "version": "TLS 1.2", "suite": "TLS_RSA_WITH_AES_128_CBC_SHA", "suite_openssl": "AES128-SHA",
		"group": "secp256r1", "alpn": "h2", "resumed": true, "goline": "1.24", "alert": nil, "error": "",
	} {
		require.Contains(t, got, field)
		require.Equal(t, want, got[field], field)
	}
	require.NotContains(t, got, "want")
}

func TestConnectionsWaitUntilTheServersAreAnnounced(t *testing.T) {
	var text, lines bytes.Buffer
	log := NewServeLog(&text, &lines)
	logged := make(chan struct{})
	go func() {
		log.Connection(fixtures.Modern(), "crypto/tls")(harness.Connection{ID: 1, Established: true, State: harness.State{Version: tls.VersionTLS12, Suite: 0xC02F}})
		close(logged)
	}()
	log.Begin([]Listening{{"127.0.0.1:1", "modern", "crypto/tls", "/tmp/ca.pem"}})
	<-logged
	log.Begin([]Listening{{"127.0.0.1:2", "never", "crypto/tls", ""}})
	require.Equal(t, "listening 127.0.0.1:1 profile=modern backend=crypto/tls roots=/tmp/ca.pem\n"+
		"modern connection 1: TLS 1.2 ECDHE-RSA-AES128-GCM-SHA256\n", text.String())
	events := strings.SplitAfter(strings.TrimSpace(lines.String()), "\n")
	require.Len(t, events, 2)
	require.Contains(t, events[0], `"event":"listening"`)
	require.Contains(t, events[1], `"event":"connection"`)
	require.Contains(t, events[1], `"suite":"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"`)
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestAServeLogReportsTheFirstLineThatCannotBeWritten(t *testing.T) {
	log := NewServeLog(nil, full{})
	log.Begin([]Listening{{Addr: "127.0.0.1:1"}, {Addr: "127.0.0.1:2"}})
	require.EqualError(t, <-log.Failed(), "no space left")
}
