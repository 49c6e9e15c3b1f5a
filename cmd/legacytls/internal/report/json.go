package report

import (
	"encoding/json"
	"io"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// A row holds the fields that the lines of run and of try have in common.
type row struct {
	Target       string            `json:"target"`
	Backend      string            `json:"backend"`
	Role         string            `json:"role"` // the side of the build under test
	Go           string            `json:"go"`
	GoLine       string            `json:"goline"`
	GODEBUG      string            `json:"godebug"`
	Directive    string            `json:"directive,omitempty"`
	GoMod        string            `json:"gomod,omitempty"`
	Uses         string            `json:"uses,omitempty"`
	Stage        string            `json:"stage"` // "" if nothing can be said about the build
	OK           bool              `json:"ok"`
	Version      string            `json:"version"`
	Suite        string            `json:"suite"`
	SuiteOpenSSL string            `json:"suite_openssl"`
	Group        string            `json:"group"`
	ALPN         string            `json:"alpn"`
	Resumed      bool              `json:"resumed"`
	Export       string            `json:"export,omitempty"`
	ExportError  string            `json:"export_error,omitempty"`
	Error        string            `json:"error"`
	Alert        *alert            `json:"alert"`
	Counters     map[string]uint64 `json:"counters,omitempty"`
	Milliseconds float64           `json:"ms"`
}

// A cellRow is a line of run.
type cellRow struct {
	Scenario string `json:"scenario"`
	Shard    string `json:"shard,omitempty"`
	row
	Want       string `json:"want"`
	AsExpected *bool  `json:"as_expected"` // null if unavailable
	Problem    string `json:"problem,omitempty"`
}

// A triedRow is a line of try. Cause is one word of harness.Causes, for programs; Why has
// the lines of the explanation.
type triedRow struct {
	row
	Cause      string              `json:"cause,omitempty"` // left out if none was found
	Why        []why               `json:"why,omitempty"`
	Transcript *harness.Transcript `json:"transcript,omitempty"` // with -transcript
}

type alert struct {
	From string `json:"from"`
	Code uint8  `json:"code"`
	Name string `json:"name"`
}

type why struct {
	Label string `json:"label"`
	Text  string `json:"text"`
	Note  string `json:"note,omitempty"`
}

// Cells writes a run as JSON, one line for each cell.
func Cells(w io.Writer, run Run) error {
	for _, c := range run.Report.Cells {
		if err := writeLine(w, cellRowOf(c, run.Shard)); err != nil {
			return err
		}
	}
	return nil
}

func cellRowOf(c harness.Cell, shard string) cellRow {
	r := cellRow{Scenario: c.Scenario.Name, Shard: shard, row: rowOf(c.Outcome), Want: c.Want, Problem: c.Problem}
	if c.Verdict != harness.Unavailable {
		ok := c.Verdict == harness.AsExpected
		r.AsExpected = &ok
	}
	if r.Stage == "" {
		r.Error = c.Problem
	}
	return r
}

// AllTried writes the outcomes of a try as JSON, one line for each.
func AllTried(w io.Writer, all []Tried) error {
	for _, t := range all {
		if err := writeLine(w, triedRowOf(t)); err != nil {
			return err
		}
	}
	return nil
}

func triedRowOf(t Tried) triedRow {
	r := triedRow{row: rowOf(t.Outcome), Cause: string(t.Why.Cause), Transcript: t.Transcript}
	if t.Err != nil {
		r.Error = t.Err.Error()
	}
	for _, l := range t.Why.Lines {
		r.Why = append(r.Why, why{l.Label, l.Text, l.Note})
	}
	return r
}

// writeLine leaves < and > as they are: people search for error texts.
func writeLine(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

func rowOf(o harness.Outcome) row {
	r := row{
		Target:       o.Target,
		Backend:      o.Backend,
		Role:         string(o.Role),
		Go:           o.Build.Go,
		GoLine:       o.Build.EffectiveGoLine(),
		GODEBUG:      o.Build.GODEBUG,
		Directive:    o.Build.Directive,
		GoMod:        o.Build.GoMod,
		Uses:         o.Build.Uses,
		Stage:        string(o.Stage),
		OK:           o.OK(),
		Group:        harness.GroupName(o.Group),
		ALPN:         o.ALPN,
		Resumed:      o.Resumed,
		Export:       o.Export.Value,
		ExportError:  o.Export.Error,
		Error:        o.Error,
		Alert:        alertOf(o.Alert),
		Counters:     o.Counters,
		Milliseconds: float64(o.Duration.Microseconds()) / 1000,
	}
	if o.Version != 0 {
		r.Version, r.Suite, r.SuiteOpenSSL = harness.VersionName(o.Version), fixtures.SuiteName(o.Suite), fixtures.OpenSSLName(o.Suite)
	}
	return r
}

func alertOf(a *harness.Alert) *alert {
	if a == nil {
		return nil
	}
	return &alert{string(a.From), uint8(a.Code), a.Code.Name()}
}
