package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/scenarios"
	"github.com/legacytls/legacytls/scenarios/errortexts"
)

// explainInput runs "legacytls explain" with a log on standard input.
func explainInput(t *testing.T, log string, args ...string) result {
	t.Helper()
	path := filepath.Join(t.TempDir(), "log")
	require.NoError(t, os.WriteFile(path, []byte(log), 0o600))
	in, err := os.Open(path)
	require.NoError(t, err)
	defer in.Close()
	var out, errs bytes.Buffer
	c := explainCommand()
	s := streams{&out, &errs}
	code := exitCode(context.Background(), c, explain(context.Background(), newFlags(c, args), in, s), s)
	return result{code, out.String(), errs.String()}
}

func TestExplainPrintsThePageOfAText(t *testing.T) {
	t.Parallel()
	want := legacytls(t, "explain", "remote error: tls: handshake failure")
	require.Equal(t, exitOK, want.code, want.err)
	require.Empty(t, want.err)
	for _, part := range []string{"1. The server has RSA key exchange alone\n", "GODEBUG=tlsrsakex=1\n", "a program of Go 1.27 does not\n", "legacytls try -go 1.21,1.22 rsa-key-exchange-only\n", "HOST:PORT"} {
		require.Contains(t, want.out, part)
	}
	for _, args := range [][]string{
		{"explain", `LDAP Result Code 200 "Network Error": remote error: tls: handshake failure`},
		{"explain", "remote", "error:", "tls:", "handshake", "failure"},
		{"explain", "handshake-failure"},
	} {
		require.Equal(t, want, legacytls(t, args...), args)
	}
}

func TestExplainFitsATerminal(t *testing.T) {
	t.Parallel()
	for _, p := range errortexts.Pages() {
		got := legacytls(t, "explain", p.Slug)
		require.Equal(t, exitOK, got.code)
		for _, line := range strings.Split(got.out, "\n") {
			require.LessOrEqual(t, utf8.RuneCountInString(line), 100, "%s: %s", p.Slug, line)
			require.Equal(t, strings.TrimRight(line, " "), line, p.Slug)
		}
	}
}

// What is on the page in docs is on the terminal, too.
func TestExplainSaysAllThatThePageSays(t *testing.T) {
	t.Parallel()
	for _, p := range errortexts.Pages() {
		page, err := os.ReadFile(filepath.Join("..", "..", "docs", "errors", p.Slug+".md"))
		require.NoError(t, err)
		out := oneLine(legacytls(t, "explain", p.Slug).out)
		for _, c := range p.Causes {
			parts := append([]string{c.Is, c.Says, c.Peers, c.Hopeless}, c.Shown[0].Commands()...)
			for _, r := range c.Remedies {
				parts = append(append(parts, r.Sentence()), r.Code()...)
			}
			for _, check := range c.Checks {
				parts = append(parts, check.Command, check.Prints, check.Says)
			}
			for _, part := range parts {
				require.Contains(t, out, oneLine(part), p.Slug)
				require.Contains(t, oneLine(string(page)), oneLine(part), p.Slug)
			}
		}
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestExplainReadsALogAndExplainsEachTextOnce(t *testing.T) {
	t.Parallel()
	log := `starting
level=error msg="Get \"https://10.0.0.1:636\": remote error: tls: handshake failure"
level=error msg="read tcp 10.0.0.2:51334->10.0.0.1:443: read: connection reset by peer"
level=error msg="remote error: tls: handshake failure"
level=error msg="REMOTE ERROR: TLS: handshake failure, retrying"
`
	for _, args := range [][]string{{"-"}, nil} {
		got := explainInput(t, log, args...)
		require.Equal(t, exitOK, got.code, got.err)
		require.Equal(t, 1, strings.Count(got.out, "\n  found on line 2, and on 2 more\n"), got.out)
		require.Equal(t, 1, strings.Count(got.out, "\n  found on line 3\n"))
		require.Less(t, strings.Index(got.out, "found on line 2"), strings.Index(got.out, "found on line 3"))
	}
}

func TestALogNeedNotHaveLines(t *testing.T) {
	t.Parallel()
	got := explainInput(t, strings.Repeat("x", 3*maxLine)+" i/o timeout", "-")
	require.Equal(t, exitOK, got.code, got.err)
	require.Contains(t, got.out, "found on line 1\n")
}

func TestExplainAsJSONIsAnObjectPerPage(t *testing.T) {
	t.Parallel()
	got := explainInput(t, "a: EOF\nb: i/o timeout\nc: EOF\n", "-json", "-", "-")
	require.Equal(t, exitOK, got.code, got.err)
	pages := objects(t, got.out)
	require.Len(t, pages, 2)
	require.Equal(t, "eof", pages[0]["page"])
	require.EqualValues(t, 1, pages[0]["line"])
	require.EqualValues(t, 2, pages[0]["lines"])
	require.Equal(t, "io-timeout", pages[1]["page"])
	page, _ := errortexts.FindPage("eof")
	causes := pages[0]["causes"].([]any)
	require.Len(t, causes, len(page.Causes))
	first := causes[0].(map[string]any)
	require.Equal(t, page.Causes[0].Is, first["is"])
	require.Len(t, first["remedies"], len(page.Causes[0].Remedies))
	require.Len(t, first["shown_by"], len(page.Causes[0].Shown))
}

func TestExplainWritesJSONBesideTheText(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "page.json")
	got := legacytls(t, "explain", "-json", path, "unexpected EOF")
	require.Equal(t, exitOK, got.code, got.err)
	require.True(t, strings.HasPrefix(got.out, "unexpected EOF\n"), got.out)
	written, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Len(t, objects(t, string(written)), 1)
}

func TestAnUnknownTextSaysWhatIsKnownAndWhatToDo(t *testing.T) {
	t.Parallel()
	got := legacytls(t, "explain", "remote error: tls: handshaek failure")
	require.Equal(t, exitUnexpected, got.code)
	require.Empty(t, got.out)
	require.Contains(t, got.err, `no page for "remote error: tls: handshaek failure"; the nearest are "remote error: tls: handshake failure"`)
	require.Contains(t, got.err, "legacytls list errors ")
	require.Contains(t, got.err, "legacytls try -insecure HOST:PORT ")

	got = explainInput(t, "all is well\n", "-")
	require.Equal(t, exitUnexpected, got.code)
	require.Contains(t, got.err, "no text that there is a page for on standard input")
}

func TestExplainEndsWhenItIsInterrupted(t *testing.T) {
	t.Parallel()
	in, writer, err := os.Pipe()
	require.NoError(t, err)
	defer writer.Close()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	c := explainCommand()
	s := streams{io.Discard, io.Discard}
	require.Equal(t, exitInterrupted, exitCode(ctx, c, explain(ctx, newFlags(c, []string{"-"}), in, s), s))
}

func TestListErrorsHasEveryPage(t *testing.T) {
	t.Parallel()
	out := list(t, "errors")
	for _, p := range errortexts.Pages() {
		require.Contains(t, row(t, out, p.Slug), p.Title())
	}
	require.Contains(t, list(t, "errors", "LARGER THAN 8192"), "rsa-key-too-large")
	require.Contains(t, list(t, "errors", "wsarecv"), "\n    read: connection reset by peer; wsarecv: ", "where it was found")
}

// Each command that tells a cause from the others is run against the server that it is
// about, and prints what the page says.
func TestTheCommandsOfPagesPrintWhatTheySay(t *testing.T) {
	if testing.Short() {
		t.Skip("runs many Go releases: not with -short")
	}
	servers := serversByName()
	seen := make(map[errortexts.Check]bool)
	for _, p := range errortexts.Pages() {
		for n, c := range p.Causes {
			for _, check := range c.Checks {
				if seen[check] || check.Prints == "" {
					continue
				}
				seen[check] = true
				t.Run(fmt.Sprintf("%s %d %s", p.Slug, n+1, check.Command), func(t *testing.T) {
					profile, ok := servers[check.Against]
					require.Equal(t, check.Against != "", ok, "no server %s", check.Against)
					if !ok {
						require.Contains(t, runCheck(t, check.Command), check.Prints)
						return
					}
					server := harness.Start(t, profile.Server)
					roots := filepath.Join(t.TempDir(), "roots.pem")
					require.NoError(t, os.WriteFile(roots, server.RootsPEM, 0o600))
					command := strings.NewReplacer("HOST:PORT", server.Addr, "ca.pem", roots).Replace(check.Command)
					require.Contains(t, runCheck(t, command), check.Prints)
				})
			}
		}
	}
}

// serversByName are the profiles of all scenarios.
func serversByName() map[string]harness.Scenario {
	all := make(map[string]harness.Scenario)
	for _, s := range scenarios.All() {
		if s.GoServer == nil && s.Waiting == "" {
			all[s.Server.Name] = s
		}
	}
	return all
}

// runCheck returns what a command prints, whatever it comes to.
func runCheck(t *testing.T, command string) string {
	t.Helper()
	if verb, ok := strings.CutPrefix(command, "legacytls "); ok {
		got := legacytls(t, words(verb)...)
		if got.code == exitIncomplete {
			needs.Missing(t, needs.Toolchains, got.out+got.err)
		}
		require.NotEqual(t, exitUsage, got.code, got.err)
		return oneLine(got.out + got.err)
	}
	needs.Command(t, "openssl")
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	out, _ := exec.CommandContext(ctx, needs.Command(t, "sh"), "-c", command).CombinedOutput() // which fails where it is refused
	return string(out)
}
