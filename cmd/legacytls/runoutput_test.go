package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRunAsJSONWritesNothingElse(t *testing.T) {
	got := legacytls(t, "run", "-go", "local", "-json", "-", someScenarios)
	require.Equal(t, exitOK, got.code, got.out+got.err)
	require.Empty(t, got.err)
	lines := objects(t, got.out)
	require.Greater(t, len(lines), 4)
	scenarios := make(map[any]int)
	for _, line := range lines {
		for _, field := range append(tryFields(), "scenario", "want", "as_expected") {
			require.Contains(t, line, field)
		}
		require.Equal(t, true, line["as_expected"])
		require.NotEmpty(t, line["want"])
		scenarios[line["scenario"]]++
	}
	require.Contains(t, scenarios, "rsa-key-exchange")
	require.Contains(t, scenarios, "control-modern-server")
	require.Contains(t, scenarios, "control-closed-port")
}

func TestRunWritesJSONToAFileBesideTheMatrix(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cells.json")
	got := legacytls(t, "run", "-go", "local", "-json", file, "/ecdhe-cbc$")
	require.Equal(t, exitOK, got.code, got.out+got.err)
	require.Contains(t, got.out, "3 cells: 3 as expected")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Len(t, objects(t, string(text)), 3)
}

func TestRunWritesJUnitAndMarkdownThatAgreeWithTheMatrix(t *testing.T) {
	dir := t.TempDir()
	junit, md := filepath.Join(dir, "results.xml"), filepath.Join(dir, "results.md")
	got := legacytls(t, "run", "-go", "local", "-junit", junit, "-md", md, someScenarios)
	require.Equal(t, exitOK, got.code, got.out+got.err)
	cells := regexp.MustCompile(`(?m)^(\d+) cells: `).FindStringSubmatch(got.out)[1]
	text, err := os.ReadFile(junit)
	require.NoError(t, err)
	require.Contains(t, string(text), `<testsuites name="legacytls" tests="`+cells+`" failures="0" errors="0"`)
	require.Equal(t, cells, strconv.Itoa(strings.Count(string(text), "<testcase ")))
	text, err = os.ReadFile(md)
	require.NoError(t, err)
	require.Contains(t, string(text), "\n"+cells+" cells: "+cells+" as expected")
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 2, "nothing temporary is left")
}

func TestAFormatOnStandardOutputTakesThePlaceOfTheMatrix(t *testing.T) {
	for flag, beginning := range map[string]string{"-json": `{"scenario":`, "-junit": "<?xml ", "-md": "## legacytls: all as expected\n"} {
		got := legacytls(t, "run", "-go", "local", flag, "-", "/ecdhe-cbc$")
		require.Equal(t, exitOK, got.code, got.out+got.err)
		require.True(t, strings.HasPrefix(got.out, beginning), got.out)
		require.NotContains(t, got.out, "Columns are")
		require.Empty(t, got.err)
	}
}

func TestAnInterruptedRunSaysSoInEveryOutput(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	var out, errs bytes.Buffer
	code := run(ctx, []string{"run", "-go", "1.22", "-json", path("json"), "-junit", path("junit"), "-md", path("md"), someScenarios}, streams{&out, &errs})
	require.Equal(t, exitInterrupted, code, errs.String())
	require.Contains(t, errs.String(), "legacytls: interrupted\n")
	require.Contains(t, out.String(), "interrupted: what is missing was not run\n")
	for name, want := range map[string]string{"json": "", "junit": `<error message="interrupted`, "md": "## legacytls: interrupted\n"} {
		text, err := os.ReadFile(path(name))
		require.NoError(t, err)
		require.Contains(t, string(text), want)
	}
}

func TestRunDoesNotWorkForAFileThatCannotBeWritten(t *testing.T) {
	got := legacytls(t, "run", "-x", "-go", "1.22.1", "-json", filepath.Join(t.TempDir(), "missing", "cells.json"))
	require.Equal(t, exitUsage, got.code)
	require.NotContains(t, got.err, "GOTOOLCHAIN=go1.22.1", "it went to fetch a toolchain")
}

func TestRunDoesNotTouchTheFileOfAnEarlierRunForAMistake(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cells.json")
	require.NoError(t, os.WriteFile(file, []byte("precious"), 0o600))
	for _, mistake := range [][]string{{"-go", "1.99"}, {"-timeout", "0"}, {"no such scenario"}} {
		got := legacytls(t, append([]string{"run", "-json", file}, mistake...)...)
		require.Equal(t, exitUsage, got.code, mistake)
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, "precious", string(text), mistake)
	}
}
