package harness

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/needs"
)

// notingPid is an openssl that writes down the process id of its s_server.
func notingPid(t *testing.T) (host localOpenSSL, pid func() int) {
	t.Helper()
	openssl := needs.Command(t, needs.OpenSSL)
	dir := t.TempDir()
	path, file := filepath.Join(dir, "openssl"), filepath.Join(dir, "pid")
	script := fmt.Sprintf("#!/bin/sh\necho $$ >%s\nexec %s \"$@\"\n", file, openssl)
	require.NoError(t, os.WriteFile(path, []byte(script), 0o700))
	return localOpenSSL{"openssl:noting", path}, func() int {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		n, err := strconv.Atoi(strings.TrimSpace(string(text)))
		require.NoError(t, err)
		return n
	}
}

// A crowded host gives out an address that somebody has, the first times.
type crowded struct {
	localOpenSSL
	taken  string
	launch *atomic.Int64
	first  int64
}

func (c crowded) Launch(ctx context.Context) (*OpenSSLProcess, error) {
	p, err := c.localOpenSSL.Launch(ctx)
	if n := c.launch.Add(1); err == nil && n >= c.first && n < c.first+2 {
		p.Listen, p.Addr = c.taken, c.taken
	}
	return p, err
}

func TestAPortThatSomebodyHasTakenIsAnotherTheNextTime(t *testing.T) {
	t.Parallel()
	host, _ := notingPid(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	for _, first := range []int64{2, 1} { // the first launch asks what openssl can do
		c := crowded{host, listener.Addr().String(), new(atomic.Int64), first}
		s, err := Serve(context.Background(), fixtures.TLS12Only(), WithBackend(OpenSSLOn(c)), WithLines(nil))
		require.NoError(t, err)
		require.Equal(t, first+2, c.launch.Load())
		require.NoError(t, pingInProcess(s))
		require.NoError(t, s.Close())
	}
}

func pingInProcess(s *Server) error {
	client := Client{MinVersion: 0x0303, CipherSuites: s.Profile.Suites, Groups: s.Profile.Groups, ServerName: "localhost"}
	if o := dialInProcess(context.Background(), client, TargetOf(s), 10*time.Second); !o.OK() {
		return fmt.Errorf("%s", o)
	}
	return nil
}

func TestAnSServerThatHasDiedIsSaidToHave(t *testing.T) {
	t.Parallel()
	host, pid := notingPid(t)
	over := make(chan Connection, 10)
	s, err := Serve(context.Background(), fixtures.TLS12Only(), WithBackend(OpenSSLOn(host)), WithLines(nil), WithConnectionLog(func(c Connection) { over <- c }))
	require.NoError(t, err)
	require.NoError(t, pingInProcess(s))
	<-over
	process, err := os.FindProcess(pid())
	require.NoError(t, err)
	require.NoError(t, process.Kill())
	for i := 0; i < 2; i++ {
		require.Error(t, pingInProcess(s))
		require.ErrorContains(t, (<-over).Err, "s_server does not serve any more: ")
	}
	require.NoError(t, s.Close())
}

// Nothing but the process that ends tells the supervisor of its end.
func TestAnSServerGoesWithTheProcessThatStartedIt(t *testing.T) {
	if os.Getenv("LEGACYTLS_TEST_OPENSSL") != "" {
		s, err := Serve(context.Background(), fixtures.TLS12Only(), WithBackend(OpenSSLOn(localOpenSSL{"openssl", os.Getenv("LEGACYTLS_TEST_OPENSSL")})))
		require.NoError(t, err)
		fmt.Println("serving", s.Addr)
		select {}
	}
	t.Parallel()
	host, pid := notingPid(t)
	child := exec.Command(os.Args[0], "-test.run=^TestAnSServerGoesWithTheProcessThatStartedIt$")
	child.Env = append(os.Environ(), "LEGACYTLS_TEST_OPENSSL="+host.path, "TMPDIR="+t.TempDir())
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	line := make([]byte, 64)
	n, err := out.Read(line)
	require.NoError(t, err)
	require.Contains(t, string(line[:n]), "serving 127.0.0.1:")
	server, err := os.FindProcess(pid())
	require.NoError(t, err)
	require.NoError(t, server.Signal(syscall.Signal(0)), "it runs")
	require.NoError(t, child.Process.Kill())
	_ = child.Wait()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(20 * time.Second); server.Signal(syscall.Signal(0)) == nil; <-tick.C {
		require.True(t, time.Now().Before(end), "s_server is still there")
	}
}

func TestAnOpenSSLThatHangsIsGivenUp(t *testing.T) {
	t.Parallel()
	host, _ := notingPid(t)
	able, err := opensslBackend{host}.abilities(context.Background())
	require.NoError(t, err)
	require.Contains(t, able.Version, "OpenSSL ")
	// From here on it does nothing.
	hanging := localOpenSSL{host.name, filepath.Join(t.TempDir(), "openssl")}
	require.NoError(t, os.WriteFile(hanging.path, []byte("#!/bin/sh\nexec sleep 1000\n"), 0o700))
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	_, err = opensslBackend{hanging}.start(ctx, able, setupOf(t, fixtures.TLS12Only()))
	require.ErrorContains(t, err, "openssl s_server does not answer: context deadline exceeded")
	_, err = opensslBackend{hanging}.ask(ctx)
	require.ErrorContains(t, err, "openssl version does not end: context deadline exceeded")
}

func setupOf(t *testing.T, p fixtures.Profile) Setup {
	t.Helper()
	s, err := Serve(context.Background(), p)
	require.NoError(t, err)
	defer s.Close()
	setup, err := s.setup(s.clients)
	require.NoError(t, err)
	return setup
}
