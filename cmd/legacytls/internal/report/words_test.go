package report

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
)

func TestEveryStageHasAWord(t *testing.T) {
	alert := func(code harness.AlertCode) *harness.Alert {
		return &harness.Alert{From: harness.ServerSide, Code: code}
	}
	for want, o := range map[string]harness.Outcome{
		"failed":     {},
		"n/a":        {Stage: harness.StageToolchain},
		"no build":   {Stage: harness.StageBuild},
		"dies":       {Stage: harness.StageStart},
		"no answer":  {Stage: harness.StageConnect},
		"refused":    {Stage: harness.StageHandshake},
		"alert 70":   {Stage: harness.StageHandshake, Alert: alert(harness.ProtocolVersion)},
		"answers":    {Stage: harness.StageAnswer},
		"asks again": {Stage: harness.StageAnswer, Answer: &harness.ServerHello{HelloRetryRequest: true}},
		"untrusted":  {Stage: harness.StageVerify, Alert: alert(harness.BadCertificate)},
		"no data":    {Stage: harness.StageExchange},
		"alert 116":  {Stage: harness.StageExchange, Alert: alert(harness.CertificateRequired)},
		"connects":   {Stage: harness.StageDone},
		"resumes":    {Stage: harness.StageDone, Resumed: true},
		"exports":    {Stage: harness.StageDone, Export: harness.Exported{Asked: true, Value: "00"}},
		"no export":  {Stage: harness.StageDone, Export: harness.Exported{Asked: true, Error: "unavailable"}},
	} {
		said := wordFor(o)
		require.Equal(t, want, said.text)
		require.NotEmpty(t, said.meaning)
		require.LessOrEqual(t, len(said.text), 10, "the legend has room for ten letters")
		good := want == "answers" || want == "asks again" || want == "connects" || want == "resumes" || want == "exports"
		require.Equal(t, good, said.good, want)
	}
}

func TestARowAboutTheHelloShowsItsSize(t *testing.T) {
	cell := harness.Cell{OfHello: true, Outcome: harness.Outcome{Stage: harness.StageDone, Hello: &harness.ClientHello{Size: 1474}}}
	require.Equal(t, "1474 bytes", wordForCell(cell).text)
	require.Equal(t, "N bytes", wordForCell(cell).label, "one entry in the legend for all sizes")
	cell.Outcome.Stage = harness.StageConnect
	require.Equal(t, "no answer", wordForCell(cell).text, "what went wrong comes first")
	cell.OfHello, cell.Outcome.Stage = false, harness.StageDone
	require.Equal(t, "connects", wordForCell(cell).text)
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
