package report

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
)

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
