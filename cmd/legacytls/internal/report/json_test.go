package report

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
)

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
	run := Run{Report: &harness.Report{Cells: []harness.Cell{c}}}
	require.NoError(t, Cells(&b, run))
	require.Contains(t, b.String(), `"error":"<&>"`, "texts can be searched for")
	require.Equal(t, map[string]any{
		"scenario": "rsa-key-exchange", "target": "rsa-only", "backend": "crypto/tls", "role": "client",
		"go": "1.22.12", "goline": "1.22", "godebug": "tlsrsakex=1", "stage": "handshake", "ok": false,
		"version": "", "suite": "", "suite_openssl": "", "group": "", "alpn": "", "resumed": false, "error": "<&>",
		"alert":    map[string]any{"from": "server", "code": 40.0, "name": "handshake_failure"},
		"counters": map[string]any{"tlsrsakex": 2.0}, "ms": 1.5, "want": "something", "as_expected": true,
	}, object(t, b.String()))

	b.Reset()
	run.Shard = "2/3"
	require.NoError(t, Cells(&b, run))
	require.Equal(t, "2/3", object(t, b.String())["shard"])
}

func TestACellThatDidNotRunAsJSON(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, Cells(&b, Run{Report: &harness.Report{Cells: broken().Cells[3:4]}}))
	missing := object(t, b.String())
	require.Contains(t, missing, "as_expected")
	require.Nil(t, missing["as_expected"])
	require.Equal(t, "go 1.27.4 is unavailable: no proxy", missing["problem"])

	b.Reset()
	require.NoError(t, Cells(&b, Run{Report: &harness.Report{Cells: broken().Cells[1:2]}}))
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
	require.NoError(t, AllTried(&b, []Tried{{Outcome: o}}))
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
