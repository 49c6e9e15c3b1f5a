package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/needs"
)

// completed returns the names without descriptions.
func completed(words ...string) []string {
	var names []string
	for _, name := range complete(words).names {
		plain, _, _ := strings.Cut(name, "\t")
		names = append(names, plain)
	}
	return names
}

func TestCompletionKnowsVerbsFlagsAndNames(t *testing.T) {
	for words, want := range map[string][]string{
		"":                                {"help", "version", "run", "try", "serve", "hello", "explain", "list", "certs", "completion"},
		"s":                               {"serve"},
		"help c":                          {"certs", "completion"},
		"help run ":                       nil,
		"run -j":                          {"-json", "-junit"},
		"run --ju":                        {"--junit"},
		"run go1.22/rsa-key-exchange-ex":  {"go1.22/rsa-key-exchange-explicit-suites"},
		"run -go 1.2":                     {"1.20", "1.21", "1.22", "1.23", "1.24", "1.25", "1.26", "1.27"},
		"run -go=1.22,1.1":                {"-go=1.22,1.12", "-go=1.22,1.13", "-go=1.22,1.14", "-go=1.22,1.15", "-go=1.22,1.16", "-go=1.22,1.17", "-go=1.22,1.18", "-go=1.22,1.19"},
		"run -go 1.22,lo":                 {"1.22,local"},
		"run -go 1.22 -color ":            {"auto", "always", "never"},
		"run -go = lo":                    {"local"},
		"run -color =":                    {"auto", "always", "never"},
		"run -godebug tlsrsa":             {"tlsrsakex=1"},
		"try aes256-":                     {"aes256-sha-only", "aes256-gcm-sha384-only", "aes256-sha256-only"},
		"try modern ":                     nil,
		"try -suites AES256-SHA":          {"AES256-SHA", "AES256-SHA256"},
		"try -suites RC4-SHA,AES256-SHA2": {"RC4-SHA,AES256-SHA256"},
		"try -min 1.2 -max 1.":            {"1.0", "1.1", "1.2", "1.3"},
		"try -groups P-":                  {"P-256", "P-384", "P-521"},
		"try -backend c":                  {"crypto/tls"},
		"try -backend l":                  {"legacy"},
		"try -backend o":                  {"openssl"},
		"try -backend docker:1":           {"docker:1.1.1", "docker:1.1.1-weak"},
		"try -backend=docker:3":           {"-backend=docker:3.0", "-backend=docker:3.5"},
		"serve -backend docker : 1":       {"1.1.1", "1.1.1-weak"}, // the words of bash
		"serve -backend docker :":         {"1.1.1", "1.1.1-weak", "3.0", "3.5"},
		"serve -backend = docker : 3":     {"3.0", "3.5"},
		"try -backend docker : 3.0 rc4-s": {"rc4-sha-only"},
		"list backends c":                 {"crypto/tls"},
		"list backends docker : 3":        {"3.0", "3.5"},
		"try -insecure -backend go1.1":    {"go1.12", "go1.13", "go1.14", "go1.15", "go1.16", "go1.17", "go1.18", "go1.19"},
		"serve modern tls12-o":            {"tls12-only"},
		"list s":                          {"scenarios", "suites", "settings"},
		"list -json se":                   {"settings"},
		"list go 1.2":                     {"1.20", "1.21", "1.22", "1.23", "1.24", "1.25", "1.26", "1.27"},
		"list settings tls10":             {"tls10default", "tls10server"},
		"list go 1.22 ":                   nil,
		"list nonsense ":                  nil,
		"certs pki cn-only-w":             {"cn-only-wildcard"},
		"certs pki expired cn-only-w":     {"cn-only-wildcard"},
		"completion ":                     {"bash", "zsh", "fish"},
		"completion bash ":                nil,
		"nonsense ":                       nil,
		"run -timeout ":                   nil,
	} {
		require.Equal(t, want, completed(strings.Split(words, " ")...), "%q", words)
	}
}

func TestCompletionOfAScenarioComesAfterAnyFlags(t *testing.T) {
	want := completed("run", "go1.22/server-")
	require.Contains(t, want, "go1.22/server-tls10-client")
	for _, words := range []string{"run -v go1.22/server-", "run -go 1.22 -v go1.22/server-", "run -go=1.22 go1.22/server-", "run -- go1.22/server-", "run -go = 1.22 go1.22/server-"} {
		require.Equal(t, want, completed(strings.Split(words, " ")...), words)
	}
	require.Empty(t, completed("run", "go1.22/", "go1.22/server-"), "one pattern is all that run takes")
}

func TestCompletionKnowsTheKindsOfKeys(t *testing.T) {
	require.Contains(t, completed("certs", "-key", "ecdsa-p2"), "ecdsa-p256")
}

func TestCompletionAsksForFilesWhereAFileGoes(t *testing.T) {
	for words, want := range map[string]bool{
		"run -json ": true, "run -junit=": true, "run -md ": true, "try ": true, "try -roots ": true, "serve ": true, "certs ": true,
		"run ": false, "run -go ": false, "list ": false, "certs pki ": false, "try modern ": false,
	} {
		require.Equal(t, want, complete(strings.Split(words, " ")).files, words)
	}
}

// A flag whose values can be named has candidates, and whoever adds a flag
// decides here.
func TestEveryFlagHasCandidatesOrAReasonToHaveNone(t *testing.T) {
	reasons := map[string]string{
		"timeout": "any duration", "shard": "any part", "port": "any number", "servername": "any name",
		"host": "any name", "days": "any number", "name": "any name",
	}
	for _, c := range commands() {
		c.flagSet().VisitAll(func(f *flag.Flag) {
			values := valuesOf(f.Name)
			guessable := len(values.names) > 0 || values.files
			if !isBool(f) {
				require.Equal(t, reasons[f.Name] == "", guessable, "-%s of %s", f.Name, c.name)
			}
		})
	}
}

func TestEveryCandidateForAnArgumentIsTaken(t *testing.T) {
	for _, name := range completed("run", "go1.22/tls10") { // all of them would take long
		_, err := selectTables([]string{name})
		require.NoError(t, err, name)
	}
	for _, name := range completed("serve", "") {
		_, err := findProfiles([]string{name})
		require.NoError(t, err, name)
	}
	for _, name := range completed("try", "-suites", "") {
		_, err := fixtures.FindSuite(name)
		require.NoError(t, err, name)
	}
	for _, name := range append(completed("try", "-groups", ""), "0x001d") {
		_, err := parseTry(newFlags(tryCommand(), []string{"-groups", name, "modern"}), discard())
		require.NoError(t, err, name)
	}
	for _, name := range completed("try", "-backend", "") {
		require.NoError(t, checkBackend(name))
	}
	for _, name := range completed("run", "-godebug", "") {
		_, err := parseRun(newFlags(runCommand(), []string{"-godebug", name}), discard())
		require.NoError(t, err, name)
	}
}

func TestTheHiddenVerbIsNotInTheHelp(t *testing.T) {
	require.NotContains(t, legacytls(t, "help").out, completeVerb)
	require.NotContains(t, completed(""), completeVerb)
	got := legacytls(t, completeVerb, "list", "go", "1.22")
	require.Equal(t, result{code: exitOK, out: "1.22\n"}, got)
}

// shellDir is a directory with the binary, called legacytls, with the script
// for a shell, and with a file to complete.
func shellDir(t *testing.T, shell string) (dir string, env []string) {
	t.Helper()
	dir = t.TempDir()
	require.NoError(t, os.Symlink(binary(t), filepath.Join(dir, "legacytls")))
	got := legacytls(t, "completion", shell)
	require.Equal(t, exitOK, got.code, got.err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "script"), []byte(got.out), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "partner one.yaml"), nil, 0o600))
	return dir, append(os.Environ(), "PATH="+dir+string(os.PathListSeparator)+os.Getenv("PATH"), "HOME="+dir, "TERM=dumb")
}

func runShell(t *testing.T, dir string, env []string, name string, args ...string) []string {
	t.Helper()
	cmd := exec.Command(needs.Command(t, name), args...)
	cmd.Dir, cmd.Env = dir, env
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	text := strings.TrimRight(string(out), "\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

func TestBashCompletes(t *testing.T) {
	dir, env := shellDir(t, "bash")
	// bash splits words at "=" and ":", so COMP_WORDS has three for -go=1.27 and docker:3.0.
	for words, want := range map[string][]string{
		"legacytls se":                              {"serve"},
		"legacytls try aes256-sha":                  {"aes256-sha-only", "aes256-sha256-only"},
		"./legacytls try -backend cr":               {"crypto/tls"},
		"legacytls try -backend dock":               {"docker:1.1.1", "docker:1.1.1-weak", "docker:3.0", "docker:3.5"},
		"legacytls try -backend docker :":           {"1.1.1", "1.1.1-weak", "3.0", "3.5"},
		"legacytls try -backend docker : 3":         {"3.0", "3.5"},
		"legacytls run -ju":                         {"-junit"},
		"legacytls run -go = 1.26,1.27":             {"1.26,1.27"},
		"legacytls run -color =":                    {"auto", "always", "never"},
		"legacytls try -suites RC4-SHA,AES256-SHA2": {"RC4-SHA,AES256-SHA256"},
		"legacytls list settings tls10":             {"tls10default", "tls10server"},
		"legacytls run -json part":                  {"partner one.yaml"},
		"legacytls try part":                        {"partner one.yaml"},
		"legacytls nonsense x":                      nil,
	} {
		program := `source ./script; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_legacytls "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
for reply in "${COMPREPLY[@]}"; do printf '%s\n' "$reply"; done
complete -p legacytls >/dev/null`
		args := append([]string{"--norc", "-c", program, "bash"}, strings.Split(words, " ")...)
		require.ElementsMatch(t, want, runShell(t, dir, env, "bash", args...), words)
	}
}

func TestFishCompletes(t *testing.T) {
	dir, env := shellDir(t, "fish")
	for line, want := range map[string][]string{
		"legacytls try aes256-sha":        {"aes256-sha-only", "aes256-sha256-only"},
		"legacytls run -go=1.26,1.27":     {"-go=1.26,1.27"},
		"legacytls try -backend docker:3": {"docker:3.0", "docker:3.5"},
		"legacytls list settings tls10s":  {"tls10server"},
		"legacytls try part":              {"partner one.yaml"},
		"legacytls nonsense x":            nil,
	} {
		var names []string
		for _, line := range runShell(t, dir, env, "fish", "--no-config", "-c", "source ./script; complete -C '"+line+"'") {
			name, _, _ := strings.Cut(line, "\t") // fish shows the description
			names = append(names, name)
		}
		require.ElementsMatch(t, want, names, line)
	}
}

// zsh completes on a terminal only, so it gets a pseudo-terminal of its own
// module, types a tab and then asks for the buffer.
func TestZshCompletes(t *testing.T) {
	dir, env := shellDir(t, "zsh")
	for line, want := range map[string]string{
		"legacytls comple":                     "legacytls completion ",
		"legacytls try aes256-sha256":          "legacytls try aes256-sha256-only ",
		"legacytls run -go=1.26,1.27":          "legacytls run -go=1.26,1.27 ",
		"legacytls list settings tls10s":       "legacytls list settings tls10server ",
		"legacytls try -backend docker:1.1.1-": "legacytls try -backend docker:1.1.1-weak ",
		"legacytls run -json part":             `legacytls run -json partner\ one.yaml `,
	} {
		got := runShell(t, dir, env, "zsh", "-f", "-c", zshTerminal, "zsh", line)
		require.Equal(t, "BUFFER<"+want+">", strings.Join(got, "\n"), line)
	}
}

const zshTerminal = `
zmodload zsh/zpty
zpty terminal zsh -f -i
zpty -w terminal 'PROMPT=; autoload -Uz compinit && compinit -u -D && source ./script'
zpty -w terminal 'show() { print -r -- "BUFFER<$BUFFER>" >result; exit }; zle -N show; bindkey "^X" show; bindkey "^I" complete-word'
zpty -w -n terminal "$1"$'\t\x18'
# The terminal ends when show has written the buffer.
while zpty -r terminal line 2>/dev/null; do :; done
cat result
rm result
`
