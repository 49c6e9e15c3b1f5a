package agent

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/hex"
	"io"
	"net"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/agent/protocol"
	"github.com/legacytls/legacytls/internal/needs"
)

// seen is what a server in the test process saw of one connection.
type seen struct {
	remote string
	err    error // of the handshake
	state  tls.ConnectionState
	export string
}

// peer is a crypto/tls server in the test process that sends everything back.
type peer struct {
	addr string
	seen chan seen
}

// servePeer serves until the test ends. Up to 1000 connections are remembered.
func servePeer(t testing.TB, config *tls.Config) *peer {
	t.Helper()
	listener := listenTCP(t)
	p := &peer{addr: listener.Addr().String(), seen: make(chan seen, 1000)}
	go func() {
		for {
			raw, err := listener.Accept()
			if err != nil {
				return
			}
			go p.serve(raw, config)
		}
	}()
	return p
}

func (p *peer) serve(raw net.Conn, config *tls.Config) {
	defer raw.Close()
	conn := tls.Server(raw, config)
	s := seen{remote: raw.RemoteAddr().String(), err: conn.Handshake()}
	if s.err == nil {
		s.state = conn.ConnectionState()
		if material, err := s.state.ExportKeyingMaterial(protocol.ExportLabel, nil, protocol.ExportLength); err == nil {
			s.export = hex.EncodeToString(material)
		}
		_, _ = io.Copy(conn, conn)
		_ = conn.Close()
	}
	select {
	case p.seen <- s:
	default: // a benchmark does not look
	}
}

func listenTCP(t testing.TB) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	return listener
}

// serveSilence accepts connections and says nothing; each is announced on the channel.
func serveSilence(t testing.TB) (addr string, accepted <-chan net.Conn) {
	t.Helper()
	listener := listenTCP(t)
	conns := make(chan net.Conn, 1000)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			conns <- conn
		}
	}()
	return listener.Addr().String(), conns
}

// tls12 is a server's configuration in which no default decides.
func tls12(t testing.TB) *tls.Config {
	return &tls.Config{
		Certificates:     certificatesOf(t, testPKI).tls(),
		MinVersion:       tls.VersionTLS12,
		MaxVersion:       tls.VersionTLS12,
		CipherSuites:     []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256},
		CurvePreferences: []tls.CurveID{tls.CurveP384},
	}
}

func tls13(t testing.TB) *tls.Config {
	return &tls.Config{
		Certificates:     certificatesOf(t, testPKI).tls(),
		MinVersion:       tls.VersionTLS13,
		MaxVersion:       tls.VersionTLS13,
		CurvePreferences: []tls.CurveID{tls.CurveP256},
	}
}

// dial makes the agent dial addr with the test's root, and expects the agent to survive.
func dial(t testing.TB, p *Process, addr string, change ...func(*protocol.Dial)) protocol.Result {
	t.Helper()
	request := protocol.Dial{Addr: addr, TimeoutMS: 60000, Config: protocol.Config{Roots: certificatesOf(t, testPKI).caPEM}}
	for _, c := range change {
		c(&request)
	}
	result, err := p.Dial(context.Background(), request)
	require.NoError(t, err)
	return result
}

// serveOpenSSL runs openssl s_server until the test ends and returns its address.
func serveOpenSSL(t testing.TB, args ...string) string {
	t.Helper()
	_, cert, key := certificatesOf(t, testPKI).files(t)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	cmd := exec.CommandContext(ctx, needs.Command(t, needs.OpenSSL), append([]string{"s_server", "-accept", "127.0.0.1:0", "-cert", cert, "-key", key}, args...)...)
	stdin, err := cmd.StdinPipe() // s_server ends with its input
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		stdin.Close()
		cancel()
		_ = cmd.Wait()
	})
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if addr := strings.TrimPrefix(lines.Text(), "ACCEPT "); addr != lines.Text() {
			go func() { _, _ = io.Copy(io.Discard, stdout) }()
			return addr
		}
	}
	t.Fatalf("openssl s_server %v did not say where it listens", args)
	return ""
}
