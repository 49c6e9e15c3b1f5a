package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
)

// hello runs "legacytls hello" and returns what it prints, and its exit code.
func hello(t *testing.T, args ...string) (out string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(context.Background(), append([]string{"hello"}, args...), streams{&stdout, &stderr})
	if code == exitIncomplete || strings.Contains(stdout.String(), "is unavailable") {
		needs.Missing(t, needs.Toolchains, stdout.String()+stderr.String())
	}
	return stdout.String() + stderr.String(), code
}

// What facts about Go 1.22 and 1.23 say: the release notes, and measurements of others.
func TestTheDifferenceOfTwoHellosIsThatOfTheReleaseNotes(t *testing.T) {
	t.Parallel()
	out, code := hello(t, "-go", "1.21,1.22")
	require.Equal(t, exitOK, code, out)
	require.Contains(t, out, "from go1.21.13\nto   go1.22.12\n")
	require.Contains(t, out, "    suites dropped  AES128-GCM-SHA256, AES256-GCM-SHA384, AES128-SHA, AES256-SHA, DES-CBC3-SHA\n")
	require.Contains(t, out, "263 bytes on the wire, 1 record -> 253 bytes on the wire, 1 record\n")
	for _, word := range []string{"suites added", "groups", "extensions", "versions", "schemes", "session id"} {
		require.NotContains(t, out, word)
	}

	out, code = hello(t, "-go", "1.22", "-godebug", "", "-godebug", "tlsrsakex=1")
	require.Equal(t, exitOK, code, out)
	require.Contains(t, out, "suites added  AES128-GCM-SHA256, AES256-GCM-SHA384, AES128-SHA, AES256-SHA, DES-CBC3-SHA\n")
	require.NotContains(t, out, "suites dropped")

	out, code = hello(t, "-go", "1.22,1.23")
	require.Equal(t, exitOK, code, out)
	require.Contains(t, out, "suites dropped    ECDHE-RSA-DES-CBC3-SHA\n")
	require.Contains(t, out, "groups added      X25519Kyber768Draft00\n")
	require.Contains(t, out, "extensions order  server_name, status_request, supported_groups, ")
}

func TestTheSameBuildSendsTheSameHelloTwice(t *testing.T) {
	t.Parallel()
	out, code := hello(t, "-go", "1.22", "-godebug", "", "-godebug", "http2client=1")
	require.Equal(t, exitOK, code, out)
	require.Contains(t, out, "    no difference\n", "but for what is random")
}

func TestAHelloIsShownForAPerson(t *testing.T) {
	t.Parallel()
	out, code := hello(t, "-go", "1.22", "-suites", "AES128-SHA", "-max", "1.2", "-alpn", "h2", "-servername", "old.partner.test")
	require.Equal(t, exitOK, code, out)
	require.Regexp(t, `(?m)^go1\.22\.12$`, out)
	require.Regexp(t, `(?m)^    1 suites? +$`, out)
	require.Regexp(t, `(?m)^      0x002f +AES128-SHA +TLS_RSA_WITH_AES_128_CBC_SHA$`, out)
	require.Regexp(t, `(?m)^      0x0000 +server_name +old\.partner\.test$`, out)
	require.Regexp(t, `(?m)^      0x0010 +application_layer_protocol_negotiation +h2$`, out)
	require.Regexp(t, `(?m)^      0x0017 +extended_master_secret +empty$`, out)
	require.Regexp(t, `(?m)^      0x002b +supported_versions +TLS 1\.2$`, out)
	require.Regexp(t, `(?m)^    JA4 +t12d01\d\dh2_[0-9a-f]{12}_[0-9a-f]{12}$`, out)
}

func TestHellosAreLinesOfJSON(t *testing.T) {
	t.Parallel()
	out, code := hello(t, "-go", "1.21,1.22,1.27", "-godebug", "", "-godebug", "tlsrsakex=1", "-json", "-")
	require.Equal(t, exitUnexpected, code, "a program of 1.27 dies with that setting")
	type line struct {
		Go, GODEBUG, Problem string
		Hello                *harness.HelloReport
	}
	var lines []line
	for _, text := range strings.Split(strings.TrimSpace(out), "\n") {
		var l line
		require.NoError(t, json.Unmarshal([]byte(text), &l), text)
		lines = append(lines, l)
	}
	require.Len(t, lines, 6)
	for i, l := range lines[:5] {
		require.NotNil(t, l.Hello, i)
		require.Equal(t, "example.com", l.Hello.ServerName)
	}
	require.Equal(t, "1.27.4", lines[5].Go)
	require.Nil(t, lines[5].Hello)
	require.Contains(t, lines[5].Problem, `removed GODEBUG "tlsrsakex"`)
}

// withoutToolchains makes Go releases unavailable that are not installed.
func withoutToolchains(t *testing.T) {
	t.Helper()
	t.Setenv("GOMODCACHE", t.TempDir())
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOFLAGS", "-mod=mod")
}

func TestWithoutAToolchainTheRecordedHelloIsShown(t *testing.T) {
	withoutToolchains(t)
	got := legacytls(t, "hello", "-go", "1.16", "-json", "-")
	require.Equal(t, exitOK, got.code, got.out+got.err)
	line := objects(t, got.out)[0]
	require.Equal(t, "1.16.15", line["go"])
	require.Contains(t, line["hello"], "cipher_suites")
	require.NotContains(t, line, "problem")
	from := line["recorded"].(map[string]any)
	require.Equal(t, "1.16.15", from["go"])
	require.Regexp(t, `^20\d\d-\d\d-\d\d$`, from["date"])
	require.Contains(t, from["reason"], "go 1.16.15 is unavailable: GOPROXY names no module proxy")

	got = legacytls(t, "hello", "-go", "1.16")
	require.Equal(t, exitOK, got.code, got.out+got.err)
	require.Regexp(t, `(?m)^go1\.16\.15\n    recorded with go1\.16\.15 on \S+, as go 1\.16\.15 is unavailable: GOPROXY names no`, got.out)
	require.Regexp(t, `(?m)^    19 suites +$`, got.out)

	got = legacytls(t, "hello", "-go", "1.16.1,1.16.2")
	require.Equal(t, exitOK, got.code, got.out+got.err)
	require.Regexp(t, `(?m)^from go1\.16\.1\n     recorded with go1\.16\.15 on .*\nto   go1\.16\.2\n     recorded with go1\.16\.15 on .*\n    no difference$`, got.out)
}

// Of another client, and of a build that sends nothing, there is no recording.
func TestARecordedHelloStandsInForNoOther(t *testing.T) {
	withoutToolchains(t)
	for _, args := range [][]string{
		{"-suites", "AES128-SHA"}, {"-min", "1.0"}, {"-max", "1.2"}, {"-groups", "P-256"}, {"-alpn", "h2"}, {"-servername", "old.partner.test"},
	} {
		got := legacytls(t, append([]string{"hello", "-go", "1.16"}, args...)...)
		require.Equal(t, exitIncomplete, got.code, "%s\n%s", args, got.out)
		require.Contains(t, got.out, "no ClientHello: toolchain: go 1.16.15 is unavailable")
	}
	got := legacytls(t, "hello", "-go", "1.27.1", "-godebug", "tlsrsakex=1", "-json", "-")
	require.Equal(t, exitIncomplete, got.code, got.out)
	require.NotContains(t, objects(t, got.out)[0], "recorded")
	require.Nil(t, objects(t, got.out)[0]["hello"])
}

// The default flags are those of the recorded client.
func TestTheNameOfTheRecordingsMayBeGiven(t *testing.T) {
	withoutToolchains(t)
	got := legacytls(t, "hello", "-go", "1.16", "-servername", "example.com", "-insecure")
	require.Equal(t, exitOK, got.code, got.out+got.err)
}

func TestHelloTakesNoTarget(t *testing.T) {
	t.Parallel()
	out, code := hello(t, "127.0.0.1:443")
	require.Equal(t, exitUsage, code)
	require.Contains(t, out, "want no argument, got 1: 127.0.0.1:443")
}
