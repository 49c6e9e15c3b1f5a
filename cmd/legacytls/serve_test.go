package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// A serving is a serve that runs in this process.
type serving struct {
	t     *testing.T
	lines *bufio.Reader // standard output
	err   *lockedBuffer // standard error
	stop  func() int    // interrupts and returns the exit code
}

// serve runs "legacytls serve" until the test ends or stop is called.
func serve(t *testing.T, args ...string) *serving {
	t.Helper()
	ctx, interrupt := context.WithCancel(context.Background())
	out, in := io.Pipe()
	s := &serving{t: t, lines: bufio.NewReader(out), err: new(lockedBuffer)}
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, append([]string{"serve"}, args...), streams{in, s.err})
		in.Close()
	}()
	var once sync.Once
	var ended int
	s.stop = func() int {
		once.Do(func() {
			interrupt()
			go io.Copy(io.Discard, out)
			ended = <-code
		})
		return ended
	}
	t.Cleanup(func() { s.stop() })
	return s
}

func (s *serving) line() string {
	s.t.Helper()
	line, err := s.lines.ReadString('\n')
	require.NoError(s.t, err, "serve ended: %s", s.err)
	return strings.TrimSuffix(line, "\n")
}

// listening reads the line of a server and returns its parts.
func (s *serving) listening() (addr, profile, roots string) {
	s.t.Helper()
	line := s.line()
	parts := regexp.MustCompile(`^listening (127\.0\.0\.1:\d+) profile=(\S+) backend=\S+ roots=(.+)$`).FindStringSubmatch(line)
	require.NotNil(s.t, parts, line)
	return parts[1], parts[2], parts[3]
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// dial completes a handshake that trusts the file, or fails.
func dial(t *testing.T, addr, roots string, suites ...uint16) (*tls.Conn, error) {
	t.Helper()
	pem, err := os.ReadFile(roots)
	require.NoError(t, err)
	config := &tls.Config{RootCAs: x509.NewCertPool(), CipherSuites: suites, MaxVersion: tls.VersionTLS12}
	require.True(t, config.RootCAs.AppendCertsFromPEM(pem))
	return tls.Dial("tcp", addr, config)
}

func TestServeShowsWhereItListensThenEachConnection(t *testing.T) {
	s := serve(t, "aes128-sha-only")
	addr, profile, roots := s.listening()
	require.Equal(t, "aes128-sha-only", profile)

	conn, err := dial(t, addr, roots, tls.TLS_RSA_WITH_AES_128_CBC_SHA)
	require.NoError(t, err)
	require.NoError(t, conn.Close())
	require.Equal(t, "aes128-sha-only connection 1: TLS 1.2 AES128-SHA", s.line())

	_, err = dial(t, addr, roots, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256)
	require.ErrorContains(t, err, "handshake failure")
	refused := s.line()
	require.Regexp(t, `^aes128-sha-only connection 2: refused: the client offers 1 cipher suite, none of them AES128-SHA; `+
		`client offered TLS 1\.2; 1 suite: 1 ECDHE, 0 TLS 1\.3, no others; \d+ bytes on the wire$`, refused)
}

func TestServeEndsWellOnAnInterruptAndLeavesNoTemporaryFile(t *testing.T) {
	s := serve(t, "client-certificate-required")
	addr, _, roots := s.listening()
	require.FileExists(t, roots)
	require.FileExists(t, filepath.Join(filepath.Dir(roots), "client.pem"))
	require.Equal(t, exitOK, s.stop())
	require.NoFileExists(t, roots)
	require.NoDirExists(t, filepath.Dir(roots))
	_, err := net.Dial("tcp", addr)
	require.Error(t, err, "the server still listens")
	require.Contains(t, s.err.String(), "openssl s_client -connect "+addr)
	require.NotContains(t, s.err.String(), "interrupted")
}

func TestServeEndsWithAConnectionOpen(t *testing.T) {
	s := serve(t, "tls12-only")
	addr, _, roots := s.listening()
	conn, err := dial(t, addr, roots)
	require.NoError(t, err)
	defer conn.Close()
	require.Equal(t, exitOK, s.stop())
}

func TestServeKeepsTheAuthorityInAFileThatIsAskedFor(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ca.pem")
	s := serve(t, "-roots", file, "modern")
	_, _, roots := s.listening()
	require.Equal(t, file, roots)
	require.Equal(t, exitOK, s.stop())
	require.FileExists(t, file)
}

func TestServeStartsSeveralProfilesAndNamesThemInEachLine(t *testing.T) {
	s := serve(t, "tls12-only", "ecdhe-cbc-only")
	first, profile, roots := s.listening()
	require.Equal(t, "tls12-only", profile)
	second, profile, sameRoots := s.listening()
	require.Equal(t, "ecdhe-cbc-only", profile)
	require.Equal(t, roots, sameRoots)

	conn, err := dial(t, second, roots)
	require.NoError(t, err)
	conn.Close()
	require.Contains(t, s.line(), "ecdhe-cbc-only connection 1: TLS 1.2 ECDHE-RSA-AES")
	conn, err = dial(t, first, roots)
	require.NoError(t, err)
	conn.Close()
	require.Contains(t, s.line(), "tls12-only connection 1: TLS 1.2 ECDHE-RSA-AES")
}

func TestServeAnswersHTTPOrEchoesLines(t *testing.T) {
	s := serve(t, "modern")
	addr, _, roots := s.listening()
	pem, err := os.ReadFile(roots)
	require.NoError(t, err)
	pool := x509.NewCertPool()
	require.True(t, pool.AppendCertsFromPEM(pem))
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, DisableKeepAlives: true}}
	response, err := client.Get("https://" + addr)
	require.NoError(t, err)
	response.Body.Close()
	require.Equal(t, http.StatusOK, response.StatusCode)

	s = serve(t, "-lines", "modern")
	addr, _, roots = s.listening()
	conn, err := dial(t, addr, roots)
	require.NoError(t, err)
	defer conn.Close()
	fmt.Fprintln(conn, "hello")
	echo, err := bufio.NewReader(conn).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "hello\n", echo)
}

func TestServeAsJSONWritesNothingElse(t *testing.T) {
	s := serve(t, "-json", "-", "aes128-sha-only")
	listening := objects(t, s.line())[0]
	require.Equal(t, "listening", listening["event"])
	require.Equal(t, "aes128-sha-only", listening["profile"])
	require.Equal(t, "legacy", listening["backend"])
	require.NotContains(t, listening, "client_certificate", "it asks for none")
	addr, roots := listening["addr"].(string), listening["roots"].(string)

	conn, err := dial(t, addr, roots, tls.TLS_RSA_WITH_AES_128_CBC_SHA)
	require.NoError(t, err)
	conn.Close()
	good := objects(t, s.line())[0]
	require.Equal(t, "connection", good["event"])
	require.Equal(t, 1.0, good["id"])
	require.Equal(t, true, good["ok"])
	require.NotContains(t, good, "log", "our own engine keeps none")
	require.Equal(t, "TLS 1.2", good["version"])
	require.Equal(t, "TLS_RSA_WITH_AES_128_CBC_SHA", good["suite"])
	require.Equal(t, "AES128-SHA", good["suite_openssl"])
	require.Nil(t, good["alert"])
	require.Contains(t, good, "alert")

	_, err = dial(t, addr, roots, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256)
	require.Error(t, err)
	bad := objects(t, s.line())[0]
	require.Equal(t, false, bad["ok"])
	require.Equal(t, map[string]any{"from": "server", "code": 40.0, "name": "handshake_failure"}, bad["alert"])
	require.Equal(t, "the client offers 1 cipher suite, none of them AES128-SHA", bad["error"])
	require.Equal(t, []any{"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"}, bad["offered_suites"])
	require.Equal(t, []any{"TLS 1.2"}, bad["offered_versions"])
}

func TestServeWritesJSONToAFileBesideTheLines(t *testing.T) {
	file := filepath.Join(t.TempDir(), "connections.json")
	s := serve(t, "-json", file, "modern")
	addr, _, roots := s.listening()
	conn, err := dial(t, addr, roots)
	require.NoError(t, err)
	conn.Close()
	require.Contains(t, s.line(), "modern connection 1")
	require.Equal(t, exitOK, s.stop())
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	lines := objects(t, string(text))
	require.Len(t, lines, 2)
	require.Equal(t, "connection", lines[1]["event"])
}

// freePorts returns n ports in a row that nobody uses right now.
func freePorts(t *testing.T, n int) int {
	t.Helper()
	for try := 0; try < 50; try++ {
		first, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		port, free := first.Addr().(*net.TCPAddr).Port, true
		first.Close()
		for i := 0; i < n && free; i++ {
			l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port+i))
			if free = err == nil; free {
				l.Close()
			}
		}
		if free {
			return port
		}
	}
	require.Fail(t, "no free ports in a row")
	return 0
}

func TestServeTakesThePortsThatAreAskedFor(t *testing.T) {
	port := freePorts(t, 2)
	s := serve(t, "-port", fmt.Sprint(port), "modern", "tls12-only")
	first, _, _ := s.listening()
	second, _, _ := s.listening()
	require.Equal(t, fmt.Sprintf("127.0.0.1:%d", port), first)
	require.Equal(t, fmt.Sprintf("127.0.0.1:%d", port+1), second)
}

func TestServeSaysThatAPortIsTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	got := legacytls(t, "serve", "-port", fmt.Sprint(taken.Addr().(*net.TCPAddr).Port), "modern")
	require.Equal(t, exitIncomplete, got.code)
	require.Empty(t, got.out)
	require.Contains(t, got.err, taken.Addr().String())
	require.Contains(t, got.err, "address already in use")
}

func TestServeStartsNothingIfOneProfileCannotBePlayed(t *testing.T) {
	seed := writeProfile(t, "seed.yaml", "base: aes256-sha256-only\nname: seed-only\nsuites: [SEED-SHA]\n")
	got := legacytls(t, "serve", "modern", seed)
	require.Equal(t, exitIncomplete, got.code)
	require.Empty(t, got.out, "modern must not be announced")
	require.Contains(t, got.err, "backend legacy cannot play profile seed-only: it has no cipher SEED-CBC, for SEED-SHA (0x0096); backend docker:1.1.1-weak does, and backend openssl if its OpenSSL is built with it")
}

// A server with a root of its own must not be one that the file does not know.
func TestServeWritesTheAuthoritiesOfAllServers(t *testing.T) {
	own := writeProfile(t, "own.yaml", "base: tls12-only\nname: own-root\ncertificate: sha1-root\n")
	s := serve(t, "tls12-only", own)
	for range []int{1, 2} {
		addr, profile, roots := s.listening()
		conn, err := dial(t, addr, roots)
		require.NoError(t, err, profile)
		conn.Close()
	}
}

func TestServeEndsIfItsLinesCannotBeWritten(t *testing.T) {
	out, in := io.Pipe()
	require.NoError(t, out.Close())
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var errs bytes.Buffer
	code := run(ctx, []string{"serve", "modern"}, streams{in, &errs})
	require.Equal(t, exitIncomplete, code)
	require.Contains(t, errs.String(), "closed pipe")
}

func TestServePlaysAProfileWithAnOldGo(t *testing.T) {
	needToolchains(t, "1.20.14")
	s := serve(t, "-backend", "go1.20", "no-ems")
	line := s.line()
	require.Contains(t, line, "profile=no-ems backend=go1.20 ")
	addr, roots := strings.Fields(line)[1], line[strings.Index(line, "roots=")+len("roots="):]
	conn, err := dial(t, addr, roots)
	require.NoError(t, err)
	require.NoError(t, conn.Close())
	require.Contains(t, s.line(), "no-ems connection 1: TLS 1.2 ")
	require.Equal(t, exitOK, s.stop())
}
