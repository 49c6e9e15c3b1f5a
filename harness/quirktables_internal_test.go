package harness

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
)

// unexplained are the quirks of which no explanation speaks, with the reason.
func unexplained() map[string]string {
	return map[string]string{
		"Intolerance":               "it says how, which the line \"ended by\" has",
		"OneRecordFlight":           "no Go client minds",
		"WriteSize":                 "no Go client minds; WriteDelay has a row",
		"NoRenegotiationInfo":       "no Go client minds",
		"IgnoreSupportedVersions":   "the cause of a version that is not common tells",
		"IgnoreSignatureAlgorithms": "the cause of a scheme that is not common tells",
		"ForgetSessions":            "no Go client minds",
		"SplitFirstByte":            "no Go client minds",
		"NoCloseNotify":             "no Go client minds",
	}
}

func TestEveryQuirkIsExplainedOnce(t *testing.T) {
	rows := make(map[string]int)
	for _, i := range intolerances() {
		require.True(t, strings.HasPrefix(i.quirk, "Refuse") || strings.HasPrefix(i.quirk, "Require"), i.quirk)
		require.NotEmpty(t, i.takes(fixtures.Quirks{}), i.quirk)
		require.NotEmpty(t, i.better, i.quirk)
		require.Contains(t, Causes(), i.kind, i.quirk)
		require.True(t, i.helps != nil || i.hopeless != "", "%s: nothing to do, and nothing to say about it", i.quirk)
		rows[i.quirk]++
	}
	for _, n := range notTLS() {
		require.NotEmpty(t, n.cause(fixtures.Quirks{}), n.quirk)
		require.NotEmpty(t, n.better, n.quirk)
		rows[n.quirk]++
	}
	for _, m := range misbehaviours() {
		require.NotEmpty(t, m.says, m.quirk)
		require.Contains(t, Causes(), m.about(), m.quirk)
		require.NotEmpty(t, m.better, m.quirk)
		require.Equal(t, strings.Contains(m.cause, "%s"), m.value != nil, m.quirk)
		require.NotContains(t, m.describe(fixtures.TLS12Only()), "%!", m.quirk)
		rows[m.quirk]++
	}
	for quirk, reason := range unexplained() {
		require.NotEmpty(t, reason, quirk)
		rows[quirk]++
	}
	for _, f := range reflect.VisibleFields(reflect.TypeOf(fixtures.Quirks{})) {
		require.Equal(t, 1, rows[f.Name], "rows for %s", f.Name)
		delete(rows, f.Name)
	}
	require.Empty(t, rows, "no such quirks")
}
