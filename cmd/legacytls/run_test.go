package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
)

// someScenarios are cheap and show most words.
const someScenarios = "/(rsa-key-exchange|ecdhe-cbc|tls10-server)$"

func TestRunPrintsAMatrixThatTellsAll(t *testing.T) {
	needToolchains(t, "1.21.13", "1.22.12", "1.27.4")
	got := legacytls(t, "run", "-go", "1.21,1.22,1.27", someScenarios)
	require.Equal(t, exitOK, got.code, got.out+got.err)
	require.Empty(t, got.err, "all is well, so there is nothing to say")
	for _, want := range []string{
		`Go 1\.22 release notes.*`,
		` +1\.21\.13 +1\.22\.12 +1\.27\.4`,
		`rsa-key-exchange +connects +alert 40 +alert 40`,
		`  GODEBUG=tlsrsakex=1 +connects +connects +dies`,
		`  go line 1\.21 +connects +connects +alert 40`,
		`tls10-server +alert 70 +alert 70 +alert 70`,
		`alert 40 +the connection ends with alert handshake_failure`,
		` +remote error: tls: handshake failure`,
		`dies +the process dies at start, before main`,
		` +fatal error: removed GODEBUG "tlsrsakex" set to old value "1" in environment.*`,
		`\d+ cells: (\d+) as expected, 0 not as expected, 0 unavailable; \d+\.\d s`,
	} {
		require.Regexp(t, "(?m)^"+want+"$", got.out)
	}
	require.NotContains(t, got.out, "\x1b", "colours are for terminals")
	require.Regexp(t, `^[\n -~]*$`, got.out, "ASCII only")
}

func TestRunWithSettingsOfOnesOwnReplacesThoseOfTheScenarios(t *testing.T) {
	needToolchains(t, "1.21.13", "1.27.4")
	got := legacytls(t, "run", "-go", "1.21,1.27", "-goline", "1.21,1.24", "-godebug", "tlsmaxrsasize=8192", "/ecdhe-cbc$")
	require.Equal(t, exitOK, got.code, got.out+got.err)
	require.Regexp(t, `(?m)^ecdhe-cbc$`, got.out)
	require.Regexp(t, `(?m)^  GODEBUG=tlsmaxrsasize=8192, go line 1\.21  connects +connects$`, got.out)
	require.Regexp(t, `(?m)^  GODEBUG=tlsmaxrsasize=8192, go line 1\.24  - +connects$`, got.out)
	require.Contains(t, got.out, "the go line is newer than the release")
}

func TestRunSaysWhatEachScenarioClaims(t *testing.T) {
	quiet := legacytls(t, "run", "-go", "local", someScenarios)
	require.Equal(t, exitOK, quiet.code, quiet.out+quiet.err)
	require.NotContains(t, quiet.out, "# ")
	got := legacytls(t, "run", "-v", "-go", "local", someScenarios)
	require.Equal(t, exitOK, got.code, got.out+got.err)
	require.Regexp(t, `(?m)^rsa-key-exchange .*\n  # Clients no longer offer suites.*\n  # https://go\.dev/doc/go1\.22.*\n  GODEBUG=tlsrsakex=1 `, got.out)
}

func TestRunMarksTheLocalRelease(t *testing.T) {
	got := legacytls(t, "run", "-go", "local", "/ecdhe-cbc$")
	require.Equal(t, exitOK, got.code, got.out+got.err)
	require.Regexp(t, `(?m)^\d\S+ +the local go command$`, got.out)
}

func TestGoAllAddsTheReleasesBetweenWhichAClaimBegins(t *testing.T) {
	parse := func(args ...string) harness.Matrix {
		run, err := parseRun(newFlags(runCommand(), args), discard())
		require.NoError(t, err)
		return run.matrix
	}
	require.True(t, parse("-go", "all").Boundaries)
	require.True(t, parse("-go", "local,all").Boundaries)
	require.False(t, parse().Boundaries)
	require.False(t, parse("-go", "1.24.8").Boundaries)
}

func TestColoursWhenAskedForOrNot(t *testing.T) {
	colored := func(args ...string) bool {
		got := legacytls(t, append([]string{"run", "-go", "local", "/ecdhe-cbc$"}, args...)...)
		require.Equal(t, exitOK, got.code, got.err)
		require.Contains(t, got.out, "connects")
		return strings.Contains(got.out, "\x1b[32mconnects\x1b[0m")
	}
	t.Setenv("NO_COLOR", "")
	t.Setenv("FORCE_COLOR", "")
	require.False(t, colored(), "a buffer is no terminal")
	require.True(t, colored("-color", "always"))
	require.False(t, colored("-color=never"))
	t.Setenv("FORCE_COLOR", "1")
	require.True(t, colored())
	t.Setenv("NO_COLOR", "1")
	require.False(t, colored())
	require.True(t, colored("-color", "always"), "what is typed comes before the environment")
}

func TestRunShowsTheGoCommandsWhenAsked(t *testing.T) {
	got := legacytls(t, "run", "-x", "-go", "local", "/ecdhe-cbc$")
	require.Equal(t, exitOK, got.code, got.err)
	require.Regexp(t, `(?m)^\S*.*go(\.exe)? env -json$`, got.err)
	require.NotContains(t, got.out, "env -json")
}

func TestRunWarnsOfASettingThatGoDoesNotKnowAndGoesOn(t *testing.T) {
	got := legacytls(t, "run", "-go", "local", "-godebug", "tlsmaxrsasiz=0", "/ecdhe-cbc$")
	require.Equal(t, exitOK, got.code, got.out+got.err)
	require.Regexp(t, `(?m)^legacytls: warning: .*"tlsmaxrsasiz".*did you mean tlsmaxrsasize.*$`, got.err)
}

func TestAToolchainThatCannotBeHadIsNotAPass(t *testing.T) {
	t.Setenv("GOMODCACHE", t.TempDir())
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOFLAGS", "-mod=mod")
	got := legacytls(t, "run", "-go", "local,1.22.1", "/ecdhe-cbc$")
	require.Equal(t, exitIncomplete, got.code, got.out+got.err)
	require.Regexp(t, `(?m)^ecdhe-cbc  +connects +n/a$`, got.out)
	require.Regexp(t, `(?m)^n/a, 3 cells: .*1\.22\.1.* GOPROXY names no module proxy.*GOPROXY`, got.out)
	require.Contains(t, got.out, "6 cells: 3 as expected, 0 not as expected, 3 unavailable")

	got = legacytls(t, "run", "-go", "1.22.1", "-json", "-", "/ecdhe-cbc$")
	require.Equal(t, exitIncomplete, got.code)
	for _, line := range objects(t, got.out) {
		require.Equal(t, "toolchain", line["stage"])
		require.Contains(t, line["error"], "GOPROXY")
		require.Contains(t, line, "as_expected")
		require.Nil(t, line["as_expected"])
	}

	got = legacytls(t, "try", "-go", "1.22.1", "tls12-only")
	require.Equal(t, exitIncomplete, got.code)
	require.Regexp(t, `(?m)^go1\.22\.1  default  n/a  .*GOPROXY`, got.out)
}

func TestNoGoCommandIsSaidOnce(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	got := legacytls(t, "run", "-go", "local")
	require.Equal(t, exitIncomplete, got.code)
	require.Empty(t, got.out)
	require.Contains(t, got.err, "there is no go command")
	require.Contains(t, got.err, "PATH")
}

func TestACacheDirectoryThatCannotBeMadeIsSaidOnceForAllCells(t *testing.T) {
	notADir := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(notADir, nil, 0o600))
	keepGoCaches(t)
	t.Setenv("XDG_CACHE_HOME", notADir)
	t.Setenv("HOME", notADir) // the same on a Mac
	t.Setenv("LocalAppData", notADir)
	got := legacytls(t, "run", "-go", "local", someScenarios)
	require.Equal(t, exitUnexpected, got.code, got.out+got.err)
	require.Regexp(t, `(?m)^ecdhe-cbc +!failed$`, got.out)
	problems := regexp.MustCompile(`(?m)^! .*cache of built programs in .*$`).FindAllString(got.out, -1)
	require.Len(t, problems, 1, got.out)
	require.Regexp(t, `and \d+ cells more: cache of built programs in \S+file\S*: .*not a directory; free space there, or name another cache directory`, problems[0])
}

func TestExitCodesOfARun(t *testing.T) {
	cells := func(verdicts ...harness.Verdict) *harness.Report {
		r := new(harness.Report)
		for _, v := range verdicts {
			r.Cells = append(r.Cells, harness.Cell{Verdict: v})
		}
		return r
	}
	require.NoError(t, runExit(cells(harness.AsExpected)))
	require.Equal(t, exitError(exitUnexpected), runExit(cells(harness.AsExpected, harness.Unavailable, harness.NotAsExpected)))
	require.Equal(t, exitError(exitIncomplete), runExit(cells(harness.AsExpected, harness.Unavailable)))
}
