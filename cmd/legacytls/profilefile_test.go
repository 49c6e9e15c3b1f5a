package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
)

// writeProfile writes the profile as a file of the name in a new directory.
func writeProfile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestTryPlaysTheProfileOfAFile(t *testing.T) {
	file := writeProfile(t, "partner.yaml", "base: rsa-key-exchange-only\nname: partner\n")
	got := legacytls(t, "try", "-go", "local", "-suites", "AES256-SHA", "-max", "1.2", file)
	require.Equal(t, exitOK, got.code, got.err)
	require.Contains(t, got.out, "target partner on legacy\n", "it has no title to follow a colon")
	require.Contains(t, got.out, "connects  TLS 1.2 AES256-SHA")
}

func TestTryPlaysTheExample(t *testing.T) {
	got := legacytls(t, "try", "-go", "local", "-suites", "0x000a", "-max", "1.1", "-min", "1.0", "-servername", "orders.partner.test",
		filepath.Join("..", "..", "examples", "profiles", "partner.yaml"))
	require.Equal(t, exitOK, got.code, got.err+got.out)
	require.Contains(t, got.out, "TLS 1.1 DES-CBC3-SHA")
}

func TestAProfileFileIsToldByItsEndingOrASlash(t *testing.T) {
	tls12, err := fixtures.TLS12Only().JSON()
	require.NoError(t, err)
	for _, name := range []string{"p.yaml", "p.yml", "p.json", "P.YAML", "profile"} {
		target, err := parseTarget([]string{writeProfile(t, name, string(tls12))}, "", backendChoice{})
		require.NoError(t, err, name)
		require.Equal(t, fixtures.TLS12Only(), target.profile)
	}
	for _, name := range []string{"modern", "localhost:443", "[::1]:443", "https://localhost:443", "https://localhost/index"} {
		require.False(t, isProfileFile(name), name)
	}
}

func TestAProfileFileWithMistakesIsAUsageErrorWithItsLines(t *testing.T) {
	file := writeProfile(t, "p.yaml", "base: modern\nname: p\nmin-version: 1.10\nsuites: [AES256-SHA265]\n")
	for _, verb := range []string{"try", "serve"} {
		got := legacytls(t, verb, file)
		require.Equal(t, exitUsage, got.code)
		require.Empty(t, got.out)
		require.Contains(t, got.err, file+`:3:14: min-version: no version "1.10", want one of `)
		require.Contains(t, got.err, "\n"+file+`:4:10: suites: no cipher suite "AES256-SHA265", the nearest are AES256-SHA256, `)
		require.NotContains(t, got.err, "HOST:PORT")
	}
}

func TestAProfileFileThatIsMissingIsAUsageError(t *testing.T) {
	file := filepath.Join(t.TempDir(), "nowhere.yaml")
	got := legacytls(t, "try", file)
	require.Equal(t, exitUsage, got.code)
	require.Contains(t, got.err, file)
}

func TestServePlaysProfilesOfFilesAndOfTheCatalogue(t *testing.T) {
	file := writeProfile(t, "partner.json", `{"base": "tls12-only", "name": "partner"}`)
	s := serve(t, file, "modern")
	_, profile, _ := s.listening()
	require.Equal(t, "partner", profile)
	_, profile, _ = s.listening()
	require.Equal(t, "modern", profile)
	require.Equal(t, exitOK, s.stop())
}
