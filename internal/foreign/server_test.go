package foreign_test

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

// A pki has certificates for a server and a client.
type pki struct {
	roots             []byte
	server, client    *certs.Certificate
	ca                string // file
	serverPEM         string // file with chain and key
	clientPEM, keyPEM []byte
}

func newPKI(t *testing.T, key certs.Key) pki {
	t.Helper()
	authority, err := certs.Shared()
	require.NoError(t, err)
	p := pki{roots: authority.PEM()}
	p.server, err = authority.Issue(certs.Spec{Hosts: []string{"legacy.test", "127.0.0.1"}, Key: key})
	require.NoError(t, err)
	p.client, err = authority.Issue(certs.Spec{CommonName: "somebody", ForClient: true, Key: certs.RSA2048})
	require.NoError(t, err)
	p.clientPEM = p.client.ChainPEM()
	p.keyPEM, err = p.client.KeyPEM()
	require.NoError(t, err)
	serverKey, err := p.server.KeyPEM()
	require.NoError(t, err)
	dir := t.TempDir()
	p.ca, p.serverPEM = filepath.Join(dir, "ca.pem"), filepath.Join(dir, "server.pem")
	require.NoError(t, os.WriteFile(p.ca, p.roots, 0o600))
	require.NoError(t, os.WriteFile(p.serverPEM, append(p.server.ChainPEM(), serverKey...), 0o600))
	return p
}

// startServer starts a server that is no part of this project, and waits for the
// line that has the address after ready.
func startServer(t *testing.T, ready string, path string, args ...string) (addr string) {
	t.Helper()
	cmd := exec.Command(path, args...)
	stdin, err := cmd.StdinPipe() // some servers end with their input
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	cmd.Stderr = cmd.Stdout
	cmd.Env = append(os.Environ(), "OPENSSL_CONF="+filepath.Join("testdata", "openssl.cnf"), "GNUTLS_SYSTEM_PRIORITY_FILE="+os.DevNull)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		stdin.Close()
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	out, printed := bufio.NewReader(stdout), ""
	for {
		line, err := out.ReadString('\n')
		printed += line
		require.NoError(t, err, "%s ended before it listened:\n%s", path, printed)
		if addr, ok := strings.CutPrefix(line, ready); ok {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return strings.TrimSpace(addr)
		}
	}
}

// serveOpenSSL starts openssl s_server, which sends lines back reversed. It serves
// one connection at a time.
func serveOpenSSL(t *testing.T, p pki, args ...string) string {
	t.Helper()
	return startOpenSSL(t, p, append([]string{"-rev"}, args...)...)
}

// startOpenSSL starts openssl s_server to do what the arguments say.
func startOpenSSL(t *testing.T, p pki, args ...string) string {
	t.Helper()
	return startServer(t, "ACCEPT ", needs.Command(t, needs.OpenSSL), append([]string{
		"s_server", "-accept", "127.0.0.1:0", "-cert", p.serverPEM, "-cipher", "ALL:COMPLEMENTOFALL:@SECLEVEL=0",
	}, args...)...)
}

// serveJava starts Java's SSLServerSocket with system properties, as -D has them.
func serveJava(t *testing.T, p pki, properties ...string) string {
	t.Helper()
	args := append([]string{"-XX:TieredStopAtLevel=1"}, properties...)
	return startServer(t, "listening on ", needs.Command(t, needs.Java), append(args, filepath.Join("testdata", "Server.java"), p.serverPEM)...)
}
