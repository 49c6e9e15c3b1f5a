package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/needs"
)

// A foreign is a server that is not ours: openssl s_server on loopback.
type foreign struct {
	addr  string
	roots string // file
}

// startOpenSSL starts openssl s_server with these arguments besides the address
// and the certificate. If spec is nil, the certificate has a common name alone,
// as certificates of old boxes have.
func startOpenSSL(t *testing.T, spec *certs.Spec, args ...string) foreign {
	t.Helper()
	openssl := needs.Command(t, needs.OpenSSL)
	dir := t.TempDir()
	roots, chain, key := filepath.Join(dir, "ca.pem"), filepath.Join(dir, "server.pem"), filepath.Join(dir, "server.key")
	if spec == nil {
		out, err := exec.Command(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", chain,
			"-subj", "/CN=127.0.0.1", "-addext", "basicConstraints=critical,CA:true").CombinedOutput()
		require.NoError(t, err, string(out))
		pem, err := os.ReadFile(chain)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(roots, pem, 0o600))
	} else {
		authority, err := certs.NewAuthority(certs.AuthoritySpec{})
		require.NoError(t, err)
		cert, err := authority.Issue(*spec)
		require.NoError(t, err)
		_, err = authority.WriteFile(dir)
		require.NoError(t, err)
		_, _, err = cert.WriteFiles(dir, "server")
		require.NoError(t, err)
	}
	cmd := exec.Command(openssl, append([]string{"s_server", "-accept", "127.0.0.1:0", "-cert", chain, "-key", key}, args...)...)
	// It stops at the end of its input, so the pipe stays open until the end.
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	out := bufio.NewReader(stdout)
	t.Cleanup(func() {
		stdin.Close()
		cmd.Process.Kill()
		cmd.Wait()
	})
	for {
		line, err := out.ReadString('\n')
		require.NoError(t, err, "openssl s_server ended before it listened")
		if addr, ok := strings.CutPrefix(line, "ACCEPT "); ok {
			go io.Copy(io.Discard, out)
			return foreign{addr: strings.TrimSpace(addr), roots: roots}
		}
	}
}

// tryForeign runs the command of the acceptance criteria and returns its lines,
// in the order 1.21, 1.21 tlsrsakex, 1.22, 1.22 tlsrsakex, 1.27, 1.27 tlsrsakex.
func tryForeign(t *testing.T, server foreign) []map[string]any {
	t.Helper()
	got := legacytls(t, "try", "-go", "1.21,1.22,1.27", "-godebug", "", "-godebug", "tlsrsakex=1", "-roots", server.roots, "-json", "-", server.addr)
	require.Equal(t, exitUnexpected, got.code, got.err)
	require.Empty(t, got.err)
	lines := objects(t, got.out)
	require.Len(t, lines, 6)
	for i, line := range lines {
		for _, field := range tryFields() {
			require.Contains(t, line, field)
		}
		require.Equal(t, server.addr, line["target"])
		require.Equal(t, []string{"1.21.13", "1.22.12", "1.27.4"}[i/2], line["go"])
		require.Equal(t, []string{"1.21", "1.22", "1.27"}[i/2], line["goline"])
		require.Equal(t, []string{"", "tlsrsakex=1"}[i%2], line["godebug"])
	}
	dies := lines[5]
	require.Equal(t, "start", dies["stage"])
	require.Equal(t, false, dies["ok"])
	require.Contains(t, dies["error"], `fatal error: removed GODEBUG "tlsrsakex" set to old value "1" in environment`)
	require.Nil(t, dies["alert"])
	return lines
}

func requireConnected(t *testing.T, line map[string]any, version, suite, openssl string) {
	t.Helper()
	require.Equal(t, "done", line["stage"], line)
	require.Equal(t, true, line["ok"])
	require.Equal(t, version, line["version"])
	require.Equal(t, suite, line["suite"])
	require.Equal(t, openssl, line["suite_openssl"])
	require.Equal(t, "", line["error"])
	require.Nil(t, line["alert"])
}

func requireAlert(t *testing.T, line map[string]any, code float64, name, text string) {
	t.Helper()
	require.Equal(t, "handshake", line["stage"], line)
	require.Equal(t, false, line["ok"])
	require.Equal(t, map[string]any{"from": "server", "code": code, "name": name}, line["alert"])
	require.Equal(t, text, line["error"])
}

// helps returns the text of the explanation's line with the label.
func helps(line map[string]any, label string) string {
	why, _ := line["why"].([]any)
	for _, l := range why {
		if l := l.(map[string]any); l["label"] == label {
			return l["text"].(string)
		}
	}
	return ""
}

func TestTryForeignServerWithRSAKeyExchangeAlone(t *testing.T) {
	needToolchains(t, "1.21.13", "1.22.12", "1.27.4")
	lines := tryForeign(t, startOpenSSL(t, &certs.Spec{}, "-no_tls1_3", "-cipher", "AES128-SHA"))
	for _, i := range []int{0, 1, 3} {
		requireConnected(t, lines[i], "TLS 1.2", "TLS_RSA_WITH_AES_128_CBC_SHA", "AES128-SHA")
	}
	require.Equal(t, map[string]any{"tlsrsakex": 1.0}, lines[3]["counters"], "the setting made the difference")
	for _, i := range []int{2, 4} {
		requireAlert(t, lines[i], 40, "handshake_failure", "remote error: tls: handshake failure")
		require.Contains(t, helps(lines[i], "works"), "TLS_RSA_WITH_AES_128_CBC_SHA")
	}
}

func TestTryForeignServerWithASuiteThatGoNeverHad(t *testing.T) {
	needToolchains(t, "1.21.13", "1.22.12", "1.27.4")
	lines := tryForeign(t, startOpenSSL(t, &certs.Spec{}, "-no_tls1_3", "-cipher", "AES256-SHA256"))
	for _, line := range lines[:5] {
		requireAlert(t, line, 40, "handshake_failure", "remote error: tls: handshake failure")
		require.Empty(t, helps(line, "works"))
		require.NotEmpty(t, helps(line, "no help"))
	}
}

func TestTryForeignServerThatSpeaksTLS10Alone(t *testing.T) {
	needToolchains(t, "1.21.13", "1.22.12", "1.27.4")
	server := startOpenSSL(t, &certs.Spec{}, "-tls1", "-cipher", "ALL:@SECLEVEL=0")
	for _, line := range tryForeign(t, server)[:5] {
		requireAlert(t, line, 70, "protocol_version", "remote error: tls: protocol version not supported")
		require.Contains(t, helps(line, "works"), "MinVersion")
	}
	got := legacytls(t, "try", "-go", "1.21,1.27", "-min", "1.0", "-roots", server.roots, "-json", "-", server.addr)
	require.Equal(t, exitOK, got.code, got.out+got.err)
	for _, line := range objects(t, got.out) {
		require.Equal(t, "TLS 1.0", line["version"])
		require.NotEmpty(t, line["suite"])
	}
}

func TestTryForeignServerWhoseCertificateHasOnlyACommonName(t *testing.T) {
	needToolchains(t, "1.21.13", "1.22.12", "1.27.4")
	server := startOpenSSL(t, nil, "-no_tls1_3")
	for _, line := range tryForeign(t, server)[:5] {
		require.Equal(t, "verify", line["stage"])
		require.Contains(t, line["error"], "x509: certificate relies on legacy Common Name field, use SANs instead")
	}
	got := legacytls(t, "try", "-go", "1.27", "-insecure", "-json", "-", server.addr)
	require.Equal(t, exitOK, got.code, got.out+got.err)
}

func TestTryForeignServerAsText(t *testing.T) {
	needToolchains(t, "1.21.13", "1.22.12", "1.27.4")
	server := startOpenSSL(t, &certs.Spec{}, "-no_tls1_3", "-cipher", "AES128-SHA")
	got := legacytls(t, "try", "-go", "1.21,1.22,1.27", "-godebug", "", "-godebug", "tlsrsakex=1", "-roots", server.roots, server.addr)
	require.Equal(t, exitUnexpected, got.code, got.err)
	for _, want := range []string{
		`go1\.21\.13  default              connects  TLS 1\.2 AES128-SHA`,
		`go1\.22\.12  default              alert 40  remote error: tls: handshake failure`,
		`go1\.22\.12  GODEBUG=tlsrsakex=1  connects  TLS 1\.2 AES128-SHA`,
		`go1\.27\.4   default              alert 40  remote error: tls: handshake failure`,
		`go1\.27\.4   GODEBUG=tlsrsakex=1  dies      fatal error: removed GODEBUG "tlsrsakex" set to old value "1" in environment .*`,
	} {
		require.Regexp(t, "(?m)^"+want+"$", got.out)
	}
	require.Contains(t, got.out, "\ngo1.22.12\n    "+server.addr+" refused the handshake")
	require.NotContains(t, got.out, "(go1.22.12)", "the build stands above its explanation")
}

// That a server wants a certificate is not for the suites to mend.
func TestTryForeignServerThatRequiresAClientCertificate(t *testing.T) {
	needToolchains(t, "1.21.13", "1.22.12", "1.27.4")
	lines := tryForeign(t, startOpenSSL(t, &certs.Spec{}, "-Verify", "1"))
	for _, line := range lines[:5] {
		require.Equal(t, "exchange", line["stage"], "TLS 1.3 refuses after the client has finished")
		require.Equal(t, "remote error: tls: certificate required", line["error"])
		require.Contains(t, helps(line, "cause"), "the server requires a client certificate")
		require.Empty(t, helps(line, "no help"))
	}
}
