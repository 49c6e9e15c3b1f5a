package legacy

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
)

// An opensslServer is openssl s_server with an RSA and an ECDSA key and all
// suites, which answers each line with its letters in reverse order.
type opensslServer struct {
	command, address string
	key              *certs.Certificate // RSA
}

func startOpenSSL(t *testing.T) *opensslServer {
	t.Helper()
	s := &opensslServer{command: needs.Command(t, needs.OpenSSL)}
	args := []string{"s_server", "-accept", "127.0.0.1:0", "-rev", "-no_etm", "-no_ticket", "-cipher", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"}
	for kind, flags := range map[certs.Key][2]string{certs.RSA2048: {"-cert", "-key"}, certs.ECDSAP256: {"-dcert", "-dkey"}} {
		_, cert := recordedKey(t, kind)
		keyPEM, err := cert.KeyPEM()
		require.NoError(t, err)
		args = append(args, flags[0], writeTemp(t, cert.ChainPEM()), flags[1], writeTemp(t, keyPEM))
		if kind == certs.RSA2048 {
			s.key = cert
		}
	}
	cmd := exec.Command(s.command, args...)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if address := strings.TrimPrefix(lines.Text(), "ACCEPT "); address != lines.Text() {
			s.address = address
			break
		}
	}
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		_, _ = io.Copy(io.Discard, stdout)
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-drained
		_ = cmd.Wait() // killed
	})
	require.NotEmpty(t, s.address, "%s", &stderr)
	return s
}

func writeTemp(t *testing.T, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(path, content, 0o600))
	return path
}

// record records a connection of openssl s_client with the server, in which one
// line goes to it and comes back reversed.
func (s *opensslServer) record(t *testing.T, version, suite, line, reversed string) *recording {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	keyLog := filepath.Join(t.TempDir(), "keys")
	cmd := exec.Command(s.command, "s_client", "-connect", listener.Addr().String(), "-"+version, "-no_ticket",
		"-cipher", suite+":@SECLEVEL=0", "-keylogfile", keyLog)
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	var printed, complaints bytes.Buffer
	cmd.Stderr = &complaints
	require.NoError(t, cmd.Start())
	relayed := make(chan *recording, 1)
	go func() { relayed <- relay(listener, s.address) }()

	_, err = io.WriteString(stdin, line+"\n")
	require.NoError(t, err)
	lines := bufio.NewScanner(io.TeeReader(stdout, &printed))
	for lines.Scan() && lines.Text() != reversed {
	}
	_ = stdin.Close() // ends s_client
	_, _ = io.Copy(&printed, stdout)
	listener.Close()
	r := <-relayed
	_ = cmd.Wait() // what it sent tells more than how it ended
	require.NotNil(t, r)
	log, err := os.ReadFile(keyLog)
	require.NoError(t, err)
	require.Contains(t, string(log), "CLIENT_RANDOM", "%s: %s%s", suite, &printed, &complaints)
	r.keyLog, r.key = string(log), s.key.Key
	return r
}

// relay carries one connection to the server and back, and returns what went
// over it.
func relay(listener net.Listener, server string) *recording {
	inside, err := listener.Accept()
	if err != nil {
		return nil
	}
	defer inside.Close()
	outside, err := net.Dial("tcp", server)
	if err != nil {
		return nil
	}
	defer outside.Close()
	for _, conn := range []net.Conn{inside, outside} {
		_ = conn.SetDeadline(time.Now().Add(time.Minute)) // a bound against hanging, never reached
	}
	up, down := &recorder{Conn: outside}, &recorder{Conn: inside}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.Copy(down, outside)
		_ = inside.(*net.TCPConn).CloseWrite()
	}()
	_, _ = io.Copy(up, inside)
	_ = outside.(*net.TCPConn).CloseWrite()
	<-done
	return &recording{clientSent: up.bytes(), serverSent: down.bytes()}
}

func TestConnectionsOfOpenSSLAreUnderstood(t *testing.T) {
	sweep.AllOrSkip(t, "starts OpenSSL for each way to connect")
	t.Parallel()
	server := startOpenSSL(t)
	out, err := exec.Command(server.command, "ciphers", "-s", "-tls1_2", "ALL:COMPLEMENTOFALL:@SECLEVEL=0").CombinedOutput()
	require.NoError(t, err, string(out))
	offered := ":" + strings.TrimSpace(string(out)) + ":"
	compared := map[string]bool{}
	for _, c := range constructions() {
		if !strings.Contains(offered, ":"+c.suite.OpenSSL+":") || c.version == wire.VersionSSL30 {
			continue
		}
		version := map[uint16]string{wire.VersionTLS10: "tls1", wire.VersionTLS11: "tls1_1", wire.VersionTLS12: "tls1_2"}[c.version]
		hello, fromClient, fromServer := server.record(t, version, c.suite.OpenSSL, "hello over TLS", "SLT revo olleh").requireUnderstood(t)
		require.Equal(t, c.suite.ID, hello.CipherSuite)
		require.Equal(t, c.version, hello.Version)
		require.Equal(t, "hello over TLS\n", fromClient, c)
		require.Equal(t, "SLT revo olleh\n", fromServer, c)
		compared[c.suite.Cipher+" "+c.suite.MAC] = true
	}
	for _, must := range []string{"NULL SHA256", "AES-128-CBC SHA1", "AES-256-CBC SHA256", "AES-256-CBC SHA384", "AES-256-GCM AEAD", "AES-128-CCM AEAD", "AES-256-CCM-8 AEAD", "CHACHA20-POLY1305 AEAD"} {
		require.True(t, compared[must], "%s: OpenSSL has it (%s)", must, offered)
	}
}
