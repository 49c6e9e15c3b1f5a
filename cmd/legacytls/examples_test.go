package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
)

// words splits an example as a shell does, as far as the examples go.
func words(line string) []string {
	var all []string
	for _, word := range regexp.MustCompile(`'[^']*'|\S+`).FindAllString(line, -1) {
		all = append(all, strings.Trim(word, "'"))
	}
	return all
}

func TestEveryExampleOfTheHelpParses(t *testing.T) {
	inDirWithAuthority(t)
	for _, c := range commands() {
		require.NotEmpty(t, c.examples)
		for _, example := range c.examples {
			args := words(example)
			require.Equal(t, []string{"legacytls", c.name}, args[:2], example)
			if parse := parsers()[c.name]; parse != nil {
				require.NoError(t, parse(newFlags(c, args[2:])), example)
			}
		}
	}
}

// parsers are those of the verbs that can be parsed without being run.
func parsers() map[string]func(*flags) error {
	return map[string]func(*flags) error{
		"run":   func(f *flags) error { _, err := parseRun(f, discard()); return err },
		"try":   func(f *flags) error { _, err := parseTry(f, discard()); return err },
		"serve": func(f *flags) error { _, err := parseServe(f, discard()); return err },
		"certs": func(f *flags) error { _, err := parseCerts(f); return err },
	}
}

func TestTheExamplesOfListCertsAndCompletionRun(t *testing.T) {
	inDirWithAuthority(t)
	examples := append(listCommand().examples, completionCommand().examples...)
	for _, example := range append(examples, certsCommand().examples...) {
		got := legacytls(t, words(example)[1:]...)
		require.Equal(t, exitOK, got.code, "%s\n%s", example, got.err)
		require.NotEmpty(t, got.out, example)
	}
}

func TestTheFirstExampleOfTryRuns(t *testing.T) {
	needToolchains(t, "1.21.13", "1.22.12", "1.27.4")
	example := tryCommand().examples[0]
	got := legacytls(t, words(example)[1:]...)
	require.Equal(t, exitUnexpected, got.code, got.err)
	require.Regexp(t, `go1\.21\.13\s+default\s+connects`, got.out)
	require.Regexp(t, `go1\.22\.12\s+default\s+alert 40`, got.out)
}

func discard() streams { return streams{io.Discard, io.Discard} }

// inDirWithAuthority makes a directory with a ca.pem and the partner.yaml of the
// README the current one.
func inDirWithAuthority(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	authority, err := certs.Shared()
	require.NoError(t, err)
	_, err = authority.WriteFile(dir)
	require.NoError(t, err)
	const partner = "name: partner-ldap\nbase: rsa-key-exchange-only\ncertificate: cn-only\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "partner.yaml"), []byte(partner), 0o600))
	inDir(t, dir)
}

// inDir makes dir the current directory for the length of the test.
func inDir(t *testing.T, dir string) {
	t.Helper()
	back, err := os.Getwd()
	require.NoError(t, err)
	require.NoError(t, os.Chdir(dir))
	t.Cleanup(func() { require.NoError(t, os.Chdir(back)) })
}
