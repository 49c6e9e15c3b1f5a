package main

import (
	"bytes"
	"context"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
)

// inREADME returns the part of the README that is like pattern, and its groups.
func inREADME(t *testing.T, pattern string) []string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	found := regexp.MustCompile(pattern).FindStringSubmatch(string(readme))
	require.NotNil(t, found, "nothing in the README is like %s", pattern)
	return found
}

// The matrix in the README is what the command above it prints.
func TestTheREADMEShowsWhatRunPrints(t *testing.T) {
	if testing.Short() {
		t.Skip("runs four Go toolchains: not with -short")
	}
	found := inREADME(t, "(?s)go run \\. run -go ([0-9.,]+) '([^']+)'\n\n```\n(.*?)```")

	var out, errs bytes.Buffer
	code := run(context.Background(), []string{"run", "-go", found[1], found[2]}, streams{out: &out, err: &errs})
	if code == exitIncomplete {
		needs.Missing(t, needs.Toolchains, out.String())
	}
	require.Equal(t, exitOK, code, out.String()+errs.String())
	require.Equal(t, withoutTime(found[3]), withoutTime(out.String()))
}

// withoutTime leaves out how long the run took.
func withoutTime(s string) string {
	return regexp.MustCompile(`; [0-9.]+ s`).ReplaceAllString(strings.TrimSpace(s), "")
}

// The difference of two hellos, in the README and in its page.
func TestTheREADMEShowsWhatHelloPrints(t *testing.T) {
	found := inREADME(t, "(?s)go run \\. hello -go (\\S+)\n\n```\n(.*?)```")
	out, code := hello(t, "-go", found[1])
	require.Equal(t, exitOK, code, out)
	require.Equal(t, found[2], out)
	page, err := os.ReadFile("../../docs/hello.md")
	require.NoError(t, err)
	require.Contains(t, string(page), "$ legacytls hello -go "+found[1]+"\n    "+strings.ReplaceAll(strings.TrimSpace(out), "\n", "\n    ")+"\n")
}

// Of explain the README shows the beginning: a page is long.
func TestTheREADMEShowsHowExplainBegins(t *testing.T) {
	found := inREADME(t, "(?s)go run \\. explain \"([^\"]+)\"\n\n```\n(.*?)```")
	got := legacytls(t, "explain", found[1])
	require.Equal(t, exitOK, got.code, got.err)
	require.True(t, strings.HasPrefix(got.out, found[2]), "want\n%s\ngot\n%s", found[2], got.out)
}

// The test on the first screen of the README is the one that CI runs in
// downstream modules.
func TestTheREADMEShowsTheTestOfTheExample(t *testing.T) {
	found := inREADME(t, "(?s)```go\n(.*?)```")
	example, err := os.ReadFile("../../examples/partner/partner_test.go")
	require.NoError(t, err)
	require.Contains(t, string(example), found[1])
}

// So is the one that runs under several releases.
func TestTheREADMEShowsHowTheExampleGoesAcross(t *testing.T) {
	found := inREADME(t, "(?s)```go\n(func TestOrdersAcross.*?)```")
	example, err := os.ReadFile("../../examples/across/orders_test.go")
	require.NoError(t, err)
	require.Contains(t, string(example), found[1])
}

// The table of the README is a test of package harness.
func TestTheREADMEShowsATableThatRuns(t *testing.T) {
	found := inREADME(t, "(?s)## A table of your own\n.*?```go\n(.*?)```")
	tests, err := os.ReadFile("../../harness/owntable_test.go")
	require.NoError(t, err)
	require.Contains(t, string(tests), found[1])
}

// What the README shows of serve, with the port and the directory that it had.
func TestTheREADMEShowsWhatServePrints(t *testing.T) {
	found := inREADME(t, "(?s)go run \\. serve (\\S+)\n\n```\n(.*?)```\n\n[^\n]* which prints `([^`]+)`")

	s := serve(t, found[1])
	first := s.line()
	port := regexp.MustCompile(`127\.0\.0\.1:(\d+)`).FindStringSubmatch(first)[1]
	roots := regexp.MustCompile(`roots=(.+)$`).FindStringSubmatch(first)[1]
	hint := strings.Join(s.hints(), "\n")
	out, err := runSClient(t, words(strings.TrimPrefix(hint, "try: "))[2:]...)
	require.NoError(t, err, out)
	require.Contains(t, out, found[3]+"\n")
	shown := strings.NewReplacer("127.0.0.1:PORT", "127.0.0.1:"+port, "/tmp/DIR/roots.pem", roots).Replace(found[2])
	require.Equal(t, shown, strings.Join([]string{first, hint, s.line()}, "\n")+"\n")
}
