package docker_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/docker"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/wire"
)

// start starts a server that echoes lines.
func start(t *testing.T, p fixtures.Profile, generation string) *harness.Server {
	t.Helper()
	return harness.Start(t, p, harness.WithBackend(docker.OpenSSL(generation)), harness.WithLines(nil))
}

// echo connects to s, sends a line, and returns what was agreed on.
func echo(t *testing.T, s *harness.Server, config *tls.Config) tls.ConnectionState {
	t.Helper()
	config.RootCAs, config.ServerName = s.Roots, "localhost"
	conn, err := tls.Dial("tcp", s.Addr, config)
	harness.RequireConnects(t, s, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "hello\n")
	require.NoError(t, err)
	line, err := bufio.NewReader(conn).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "hello\n", line)
	return conn.ConnectionState()
}

func TestGenerationsAreThoseThatAreThere(t *testing.T) {
	require.Equal(t, []string{"1.1.1", "1.1.1-weak", "3.0", "3.5"}, docker.Generations())
}

func TestEachGenerationIsTheOpenSSLThatItSays(t *testing.T) {
	for _, g := range docker.Generations() {
		t.Run(g, func(t *testing.T) {
			needImage(t, g)
			version, err := harness.OpenSSLVersion(bg, docker.OpenSSL(g))
			require.NoError(t, err)
			number, _, _ := strings.Cut(g, "-")
			require.True(t, strings.HasPrefix(version, "OpenSSL "+number), version)
		})
	}
}

func TestEachGenerationServesAGoClient(t *testing.T) {
	for _, g := range docker.Generations() {
		t.Run(g, func(t *testing.T) {
			t.Parallel()
			s := start(t, fixtures.TLS12Only(), g)
			require.Equal(t, uint16(tls.VersionTLS12), echo(t, s, new(tls.Config)).Version)
			require.Equal(t, uint16(tls.VersionTLS12), echo(t, s, new(tls.Config)).Version, "a second connection")
		})
	}
}

// AES256-SHA256 is the suite that no Go client has.
func TestEachGenerationServesAnOpenSSLClient(t *testing.T) {
	openssl := needs.Command(t, needs.OpenSSL)
	for _, g := range docker.Generations() {
		t.Run(g, func(t *testing.T) {
			t.Parallel()
			s := start(t, fixtures.AES256SHA256Only(), g)
			roots := filepath.Join(t.TempDir(), "roots.pem")
			require.NoError(t, os.WriteFile(roots, s.RootsPEM, 0o600))
			cmd := exec.Command(openssl, "s_client", "-connect", s.Addr, "-CAfile", roots, "-servername", "localhost",
				"-verify_return_error", "-cipher", "ALL:@SECLEVEL=0", "-ign_eof")
			cmd.Stdin = strings.NewReader("hello\n")
			stdin, err := cmd.StdoutPipe()
			require.NoError(t, err)
			require.NoError(t, cmd.Start())
			said := new(strings.Builder)
			lines := bufio.NewScanner(stdin)
			for lines.Scan() && lines.Text() != "hello" {
				fmt.Fprintln(said, lines.Text())
			}
			require.Equal(t, "hello", lines.Text(), said.String())
			require.Contains(t, said.String(), "Cipher is AES256-SHA256")
			require.NoError(t, cmd.Process.Kill()) // -ign_eof: it would go on for ever
			cmd.Wait()
		})
	}
}

func TestOnlyTheWeakGenerationHas3DESAndRC4(t *testing.T) {
	for _, p := range []fixtures.Profile{fixtures.DESCBC3SHAOnly(), fixtures.RC4SHAOnly()} {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			s := start(t, p, "1.1.1-weak")
			state := echo(t, s, &tls.Config{CipherSuites: p.Suites, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS12})
			require.Equal(t, p.Suites[0], state.CipherSuite)

			needImage(t, "1.1.1")
			unsupported := new(harness.UnsupportedError)
			require.ErrorAs(t, docker.OpenSSL("1.1.1").Supports(p), &unsupported)
			require.Contains(t, unsupported.Lacks, "is built without")
		})
	}
}

func TestTheWeakGenerationAnswersInSSL30(t *testing.T) {
	t.Parallel()
	p := fixtures.RC4SHAOnly()
	p.Name, p.MinVersion, p.MaxVersion = "ssl3", wire.VersionSSL30, wire.VersionSSL30
	s := start(t, p, "1.1.1-weak")
	conn, err := net.Dial("tcp", s.Addr)
	require.NoError(t, err)
	defer conn.Close()
	hello := wire.ClientHello{Version: wire.VersionSSL30, CipherSuites: p.Suites, CompressionMethods: []uint8{0}}
	_, err = conn.Write(wire.MarshalRecord(wire.Handshake, wire.VersionSSL30, hello.Marshal()))
	require.NoError(t, err)
	require.NoError(t, conn.(*net.TCPConn).CloseWrite())
	answer, err := io.ReadAll(conn)
	require.NoError(t, err)
	said, err := wire.DecodeFlow(answer).ServerHello()
	require.NoError(t, err)
	require.Equal(t, uint16(wire.VersionSSL30), said.Version)
	require.Equal(t, p.Suites[0], said.CipherSuite)
}
