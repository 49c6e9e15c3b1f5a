package wire_test

import (
	"bufio"
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/wire"
	"github.com/stretchr/testify/require"
)

// clientOutput runs openssl s_client against a listener that reads its hello,
// answers with the given bytes and closes, and returns what it sent and printed.
func clientOutput(t testing.TB, answer []byte, args ...string) (sent []byte, printed string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	heard := make(chan []byte, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			heard <- nil
			return
		}
		defer conn.Close()
		_ = conn.SetDeadline(time.Now().Add(time.Minute))
		first := readRecord(conn)
		_, _ = conn.Write(answer)
		_ = conn.(*net.TCPConn).CloseWrite()
		_, _ = io.Copy(io.Discard, conn) // its alert, so that the close does not reset
		heard <- first
	}()
	cmd := exec.Command(needs.Command(t, needs.OpenSSL), append([]string{"s_client", "-connect", listener.Addr().String()}, args...)...)
	out, _ := cmd.CombinedOutput() // it always fails: the server never says hello
	listener.Close()
	sent = <-heard
	require.NotEmpty(t, sent, "%s sent nothing:\n%s", cmd, out)
	return sent, string(out)
}

// readRecord reads one record without help of the code under test.
func readRecord(conn io.Reader) []byte {
	header := make([]byte, 5)
	if _, err := io.ReadFull(conn, header); err != nil {
		return nil
	}
	body := make([]byte, int(header[3])<<8|int(header[4]))
	if _, err := io.ReadFull(conn, body); err != nil {
		return nil
	}
	return append(header, body...)
}

// startServer runs openssl s_server with the RSA certificate of the tests, and
// returns its address once it listens. It serves connections until the test ends.
func startServer(t testing.TB, args ...string) string {
	t.Helper()
	certFile, keyFile := writeCertificate(t)
	cmd := exec.Command(needs.Command(t, needs.OpenSSL), append([]string{"s_server", "-accept", "127.0.0.1:0", "-cert", certFile, "-key", keyFile}, args...)...)
	stdin, err := cmd.StdinPipe() // s_server ends when its input does
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(stdout)
	drained := make(chan struct{})
	t.Cleanup(func() {
		stdin.Close()
		_ = cmd.Process.Kill()
		<-drained
		_ = cmd.Wait() // killed
	})
	for lines.Scan() {
		if addr := strings.TrimPrefix(lines.Text(), "ACCEPT "); addr != lines.Text() {
			go func() {
				defer close(drained)
				_, _ = io.Copy(io.Discard, stdout)
			}()
			return addr
		}
	}
	close(drained)
	t.Fatalf("%s did not listen: %s", cmd, stderr.String())
	return ""
}

func writeCertificate(t testing.TB) (certFile, keyFile string) {
	t.Helper()
	rsaCert, _, _ := certificates(t)
	der, err := x509.MarshalPKCS8PrivateKey(rsaCert.PrivateKey)
	require.NoError(t, err)
	dir := t.TempDir()
	certFile, keyFile = filepath.Join(dir, "server.pem"), filepath.Join(dir, "server.key")
	writePEM(t, certFile, "CERTIFICATE", rsaCert.Certificate[0])
	writePEM(t, keyFile, "PRIVATE KEY", der)
	return certFile, keyFile
}

func writePEM(t testing.TB, path, kind string, der []byte) {
	t.Helper()
	require.NoError(t, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600))
}

// between runs openssl s_client against server with a relay between them, and
// returns both flows of the one connection.
func between(t testing.TB, server string, args ...string) (client, answer *wire.Flow) {
	t.Helper()
	client, answer, _ = overheard(t, server, args...)
	return client, answer
}

// overheard is between, and returns what s_client printed too.
func overheard(t testing.TB, server string, args ...string) (client, answer *wire.Flow, printed string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	cmd := exec.Command(needs.Command(t, needs.OpenSSL), append([]string{"s_client", "-connect", listener.Addr().String()}, args...)...)
	cmd.Stdin = strings.NewReader("Q\n") // quit after the handshake
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	require.NoError(t, cmd.Start())
	inside, err := listener.Accept()
	require.NoError(t, err)
	outside, err := net.Dial("tcp", server)
	require.NoError(t, err)
	for _, conn := range []net.Conn{inside, outside} {
		require.NoError(t, conn.SetDeadline(time.Now().Add(time.Minute)), "a bound against hanging, never reached")
	}

	var up, down bytes.Buffer
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.Copy(io.MultiWriter(inside, &down), outside)
		_ = inside.(*net.TCPConn).CloseWrite()
	}()
	_, _ = io.Copy(io.MultiWriter(outside, &up), inside)
	_ = outside.(*net.TCPConn).CloseWrite()
	err = cmd.Wait()
	<-done
	inside.Close()
	outside.Close()
	require.NoError(t, err, out.String())
	return wire.DecodeFlow(up.Bytes()), wire.DecodeFlow(down.Bytes()), out.String()
}
