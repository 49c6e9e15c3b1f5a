package dissect_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/dissect"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/tcp"
	"github.com/legacytls/legacytls/internal/wire"
)

// patience bounds everything that a test waits for.
const patience = 30 * time.Second

// A relay stands between a client and a server, and records what both send.
type relay struct {
	listener net.Listener
	server   string

	mu     sync.Mutex
	record dissect.Recording
	over   chan struct{}
}

func newRelay(t *testing.T, server string) *relay {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	r := &relay{listener: listener, server: server, over: make(chan struct{})}
	r.record.Started = time.Now()
	go r.serve()
	return r
}

// serve relays one connection.
func (r *relay) serve() {
	defer close(r.over)
	client, err := r.listener.Accept()
	if err != nil {
		return
	}
	defer client.Close()
	server, err := net.Dial("tcp", r.server)
	if err != nil {
		return
	}
	defer server.Close()
	var both sync.WaitGroup
	both.Add(2)
	go func() { defer both.Done(); r.copy(server, client, dissect.Client) }()
	go func() { defer both.Done(); r.copy(client, server, dissect.Server) }()
	both.Wait()
}

func (r *relay) copy(dst, src net.Conn, from dissect.Side) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := src.Read(buffer)
		if n > 0 {
			r.add(dissect.Chunk{From: from, Bytes: append([]byte(nil), buffer[:n]...)})
			if _, err := dst.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			if errors.Is(err, io.EOF) {
				r.add(dissect.Chunk{From: from, End: dissect.Closed})
			}
			tcp.CloseWrite(dst)
			return
		}
	}
}

func (r *relay) add(c dissect.Chunk) {
	r.mu.Lock()
	defer r.mu.Unlock()
	c.At = time.Since(r.record.Started)
	r.record.Chunks = append(r.record.Chunks, c)
}

// A server is openssl s_server, which sends lines back reversed.
type server struct {
	t       *testing.T
	command string
	address string
	chain   string // its certificate as a file of PEM, with the key
}

func startServer(t *testing.T, args ...string) *server {
	t.Helper()
	s := &server{t: t, command: needs.Command(t, needs.OpenSSL), chain: certificateFile(t)}
	cmd := exec.Command(s.command, append([]string{
		"s_server", "-accept", "127.0.0.1:0", "-cert", s.chain, "-rev", "-cipher", "ALL:COMPLEMENTOFALL:@SECLEVEL=0",
		"-ciphersuites", allSuites13,
	}, args...)...)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	require.NoError(t, cmd.Start())
	drained := make(chan struct{})
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-drained
		_ = cmd.Wait() // killed
	})
	lines := bufio.NewScanner(stdout)
	for s.address == "" && lines.Scan() {
		if address, listens := strings.CutPrefix(lines.Text(), "ACCEPT "); listens {
			s.address = address
		}
	}
	go func() {
		defer close(drained)
		_, _ = io.Copy(io.Discard, stdout)
	}()
	require.NotEmpty(t, s.address, "%s", &stderr)
	return s
}

const allSuites13 = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256"

func certificateFile(t *testing.T) string {
	t.Helper()
	authority, err := certs.Shared()
	require.NoError(t, err)
	cert, err := authority.Issue(certs.Spec{Key: certs.RSA2048})
	require.NoError(t, err)
	key, err := cert.KeyPEM()
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "cert.pem")
	require.NoError(t, os.WriteFile(path, append(cert.ChainPEM(), key...), 0o600))
	return path
}

// A seen is what Dissect makes of a connection, and what went over it.
type seen struct {
	*dissect.Connection
	printed string // by s_client
}

// connect makes a connection with openssl s_client, which sends the lines one after the other,
// when it has what comes of the one before: the line reversed, or what s_client says of a
// command. K updates the keys, R begins another handshake.
func (s *server) connect(lines []string, args ...string) seen {
	s.t.Helper()
	r := newRelay(s.t, s.address)
	keys := filepath.Join(s.t.TempDir(), "keys")
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.command, append([]string{"s_client", "-connect", r.listener.Addr().String(), "-keylogfile", keys}, args...)...)
	stdin, err := cmd.StdinPipe()
	require.NoError(s.t, err)
	output, err := cmd.StdoutPipe()
	require.NoError(s.t, err)
	cmd.Stderr = cmd.Stdout
	require.NoError(s.t, cmd.Start())
	var printed bytes.Buffer
	answers := bufio.NewScanner(io.TeeReader(output, &printed))
	for _, line := range lines {
		_, err = io.WriteString(stdin, line+"\n")
		require.NoError(s.t, err)
		for answers.Scan() && !strings.HasSuffix(answers.Text(), answerTo(line)) {
		}
	}
	_ = stdin.Close() // which ends s_client
	_, _ = io.Copy(&printed, output)
	<-r.over
	_ = cmd.Wait() // what it sent tells more than how it ended
	require.NoError(s.t, ctx.Err(), &printed)
	log, err := os.ReadFile(keys)
	require.NoError(s.t, err, &printed)
	return seen{dissect.Dissect(r.record, secretsIn(string(log))), printed.String()}
}

func answerTo(line string) string {
	switch line {
	case "K":
		return "KEYUPDATE"
	case "R":
		return "RENEGOTIATING"
	}
	return reversed(line)
}

func reversed(line string) string {
	b := []byte(line)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

// secretsIn finds the secrets of a handshake in a key log.
func secretsIn(log string) func(*wire.ClientHello) dissect.Secrets {
	return func(hello *wire.ClientHello) dissect.Secrets {
		var lines []string
		for _, line := range strings.Split(log, "\n") {
			if strings.Contains(line, fmt.Sprintf(" %x ", hello.Random)) {
				lines = append(lines, line)
			}
		}
		return dissect.ParseKeyLog(lines)
	}
}
