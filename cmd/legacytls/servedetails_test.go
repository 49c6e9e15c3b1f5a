package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
)

// linesUpTo reads the lines up to the one that has the text.
func (s *serving) linesUpTo(text string) []string {
	s.t.Helper()
	lines := []string{s.line()}
	for !strings.Contains(lines[len(lines)-1], text) {
		lines = append(lines, s.line())
	}
	return lines
}

func TestServeDrawsTheStepsOfAConnection(t *testing.T) {
	s := serve(t, "-transcript", "aes128-sha-only")
	addr, _, roots := s.listening()
	out, err := connectSClient(t, addr, roots)
	require.NoError(t, err, out)
	lines := s.linesUpTo("--- TCP: close --|")
	require.Equal(t, "aes128-sha-only connection 1: TLS 1.2 AES128-SHA", lines[0])
	require.Regexp(t, "^connection 1 from 127.0.0.1:[0-9]+ to aes128-sha-only on legacy: TLS 1.2, AES128-SHA$", lines[1])
	text := strings.Join(lines, "\n")
	for _, step := range []string{"|-- ClientHello, ", "<----", " ServerHelloDone, 4 bytes --|", "|-- ClientKeyExchange, 262 bytes --", " Finished, 16 bytes, decrypted --|"} {
		require.Contains(t, text, step)
	}
	for _, line := range lines {
		require.LessOrEqual(t, utf8.RuneCountInString(line), 100)
	}
}

func TestServeShowsTheKeysOfAConnectionIfAsked(t *testing.T) {
	s := serve(t, "-derivation", "aes128-sha-only")
	addr, _, roots := s.listening()
	out, err := connectSClient(t, addr, roots)
	require.NoError(t, err, out)
	text := strings.Join(s.linesUpTo("  server Finished"), "\n")
	require.Contains(t, text, "\nThese are the keys of a test connection. Show nobody those of any other.\n")
	master := regexp.MustCompile(`Master-Key: (\w{64})(\w{32})`).FindStringSubmatch(out)
	require.NotNil(t, master, out)
	require.Contains(t, text, "      "+strings.ToLower(master[1])+"\n      "+strings.ToLower(master[2])+"\n", "OpenSSL says so, too")
}

func TestServeWithJSONHasTheStepsAndTheKeysAsData(t *testing.T) {
	path := filepath.Join(t.TempDir(), "connections.json")
	s := serve(t, "-transcript", "-derivation", "-json", path, "aes128-sha-only")
	addr, _, roots := s.listening()
	out, err := connectSClient(t, addr, roots)
	require.NoError(t, err, out)
	s.linesUpTo("  server Finished")
	s.stop() // the object of the connection is in the file then
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	require.Len(t, lines, 2)
	var event struct {
		Event      string
		Transcript harness.Transcript
		Derivation []harness.KeyDerivation
	}
	require.NoError(t, json.Unmarshal([]byte(lines[1]), &event))
	require.Equal(t, "connection", event.Event)
	require.Equal(t, "AES128-SHA", event.Transcript.Suite.OpenSSL)
	require.Equal(t, "ClientHello", event.Transcript.Steps[0].Name)
	require.Len(t, event.Derivation, 1)
	require.Contains(t, out, "Master-Key: "+strings.ToUpper(valueOf(t, event.Derivation[0], "master secret")), "OpenSSL says so, too")
}

func valueOf(t *testing.T, d harness.KeyDerivation, name string) string {
	t.Helper()
	for _, step := range d.Steps {
		if step.Name == name {
			return step.Value
		}
	}
	require.Fail(t, "no "+name)
	return ""
}

// Two servers, and a run after the first, share one file.
func TestServeWritesACaptureThatTsharkOpensDecrypted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "all.pcapng")
	for _, profiles := range [][]string{{"aes128-sha-only", "tls12-only"}, {"aes128-sha-only"}} {
		s := serve(t, append([]string{"-pcap", path}, profiles...)...)
		for range profiles {
			addr, _, roots := s.listening()
			out, err := exec.Command(needs.Command(t, needs.Curl), "-sS", "--cacert", roots, "--ciphers", "DEFAULT@SECLEVEL=0", "https://"+strings.Replace(addr, "127.0.0.1", "localhost", 1)+"/a/page").CombinedOutput()
			require.NoError(t, err, "%s", out)
		}
		for range profiles {
			s.line() // a connection, which is in the file then
		}
		s.stop()
	}
	cmd := exec.Command(needs.Command(t, needs.TShark), "-r", path, "-o", "tcp.try_heuristic_first:TRUE", "-Y", "http.request", "-T", "fields", "-e", "http.request.uri")
	cmd.Env = append(os.Environ(), "WIRESHARK_CONFIG_DIR="+t.TempDir())
	out, err := cmd.Output()
	require.NoError(t, err)
	require.Equal(t, []string{"/a/page", "/a/page", "/a/page"}, strings.Fields(string(out)))
}

func TestTryDrawsTheStepsOfServersOfOurs(t *testing.T) {
	got := legacytls(t, "try", "-go", "local", "-transcript", "modern")
	require.Equal(t, exitOK, got.code, got.err)
	require.Contains(t, got.out, "|-- ClientHello, ")
	require.Contains(t, got.out, " Finished, 36 bytes, decrypted ")

	got = legacytls(t, "try", "-go", "local", "-transcript", "127.0.0.1:1")
	require.Equal(t, exitUsage, got.code)
	require.Contains(t, got.err, "-transcript: 127.0.0.1:1 is not a server of ours")
}
