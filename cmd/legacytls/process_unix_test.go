//go:build unix

package main

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// freshCache gives the binary a cache directory of its own, so that it has
// agents to compile, and processes of its own that can be recognised.
func freshCache(t *testing.T) string {
	t.Helper()
	keepGoCaches(t)
	// Processes are recognised by this path, so it must have no links in it.
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	t.Setenv("XDG_CACHE_HOME", dir)
	t.Setenv("HOME", dir) // the same on a Mac
	return dir
}

// requireWholeCache checks that every entry of the cache is complete, and that
// nothing is left of builds.
func requireWholeCache(t *testing.T, dir string) {
	t.Helper()
	entries, err := filepath.Glob(filepath.Join(dir, "legacytls", "builds", "*"))
	require.NoError(t, err)
	for _, entry := range entries {
		require.FileExists(t, filepath.Join(entry, "meta.json"))
		require.FileExists(t, filepath.Join(entry, "program"))
	}
	left, err := filepath.Glob(filepath.Join(dir, "legacytls", "work", "*"))
	require.NoError(t, err)
	require.Empty(t, left, "a build left its work behind")
}

// requireNoProcess waits until no process runs a program below dir, works
// there, or has it on its command line. The compilers of a killed go command
// are killed with it, but nobody can wait for their end.
func requireNoProcess(t *testing.T, dir string) {
	t.Helper()
	var left string
	require.Eventually(t, func() bool { left = processIn(dir); return left == "" }, 20*time.Second, 20*time.Millisecond)
	require.Empty(t, left, "a process is left")
}

func processIn(dir string) string {
	out, _ := exec.Command("ps", "-A", "-o", "pid=,args=").Output()
	for _, line := range strings.Split(string(out), "\n") {
		if strings.Contains(line, dir) {
			return line
		}
	}
	links, _ := filepath.Glob("/proc/[0-9]*/*")
	for _, link := range links {
		if base := filepath.Base(link); base != "exe" && base != "cwd" {
			continue
		}
		if target, err := os.Readlink(link); err == nil && strings.HasPrefix(target, dir) {
			return link + " is " + target
		}
	}
	return ""
}

func TestAnInterruptWhileCompilingLeavesNothingBehind(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles agents; run without -short")
	}
	cache := freshCache(t)
	cmd, out, errs := processOf(t, "run", "-x", "-go", "local", "/rsa-key-exchange$")
	cmd.Stderr = nil
	stderr, err := cmd.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewReader(stderr)
	for { // -x names the command before it is run
		line, err := lines.ReadString('\n')
		require.NoError(t, err, "it ended before it compiled anything")
		if strings.Contains(line, " build -o ") {
			break
		}
	}
	require.NoError(t, cmd.Process.Signal(syscall.SIGINT))
	_, err = io.Copy(errs, lines)
	require.NoError(t, err)
	require.Error(t, cmd.Wait())
	require.Equal(t, exitInterrupted, cmd.ProcessState.ExitCode(), errs.String())
	require.Contains(t, errs.String(), "legacytls: interrupted\n")
	require.Contains(t, out.String(), "0 cells: 0 as expected")
	requireNoProcess(t, cache)
	requireWholeCache(t, cache)

	again, out, errs := processOf(t, "run", "-go", "local", "/rsa-key-exchange$")
	require.NoError(t, again.Run(), errs.String())
	require.Contains(t, out.String(), " 0 not as expected, 0 unavailable")
	require.Empty(t, errs.String())
	requireNoProcess(t, cache)
	requireWholeCache(t, cache)
}

// hangingAfter is a front that passes n connections on to addr and lets the
// later ones hang. It sends on the channel for each that hangs.
func hangingAfter(t *testing.T, n int, addr string) (front string, hangs <-chan struct{}) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	hanging := make(chan struct{}, 10)
	go func() {
		for i := 0; ; i++ {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			if i >= n {
				t.Cleanup(func() { conn.Close() })
				hanging <- struct{}{}
				continue
			}
			upstream, err := net.Dial("tcp", addr)
			if err != nil {
				conn.Close()
				continue
			}
			go harness.Relay(conn, upstream)
		}
	}()
	return listener.Addr().String(), hanging
}

func TestAnInterruptedTryPrintsWhatWasThrough(t *testing.T) {
	cache := freshCache(t)
	server := harness.Start(t, fixtures.TLS12Only(), harness.WithLines(nil))
	addr, hangs := hangingAfter(t, 1, server.Addr)
	roots := filepath.Join(t.TempDir(), "ca.pem")
	require.NoError(t, os.WriteFile(roots, server.RootsPEM, 0o600))
	cmd, out, errs := processOf(t, "try", "-go", "local", "-godebug", "", "-godebug", "tlsmaxrsasize=8192", "-timeout", "2m", "-roots", roots, addr)
	require.NoError(t, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case <-hangs:
	case err := <-ended:
		require.Failf(t, "it ended before the second connection", "%v\n%s%s", err, out, errs)
	}
	require.NoError(t, cmd.Process.Signal(syscall.SIGINT))
	require.Error(t, <-ended)
	require.Equal(t, exitInterrupted, cmd.ProcessState.ExitCode())
	require.Equal(t, "legacytls: interrupted\n", errs.String())
	require.Regexp(t, `(?m)^go\S+  default  connects  TLS 1\.2 `, out.String())
	require.NotContains(t, out.String(), "tlsmaxrsasize=8192")
	requireNoProcess(t, cache)
}

func TestServeEndsWellOnASignal(t *testing.T) {
	for _, signal := range []os.Signal{syscall.SIGINT, syscall.SIGTERM} {
		cmd, _, _ := processOf(t, "serve", "modern")
		cmd.Stdout = nil
		stdout, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		line, err := bufio.NewReader(stdout).ReadString('\n')
		require.NoError(t, err)
		roots := strings.TrimSpace(line[strings.Index(line, "roots=")+len("roots="):])
		require.FileExists(t, roots)
		require.NoError(t, cmd.Process.Signal(signal))
		require.NoError(t, cmd.Wait(), "%v is the normal end of serve", signal)
		require.NoFileExists(t, roots)
	}
}

func TestClosedStandardInputIsFine(t *testing.T) {
	for _, args := range [][]string{
		{"run", "-go", "local", "/ecdhe-cbc$"},
		{"try", "-go", "local", "tls12-only"},
	} {
		cmd := exec.Command("sh", append([]string{"-c", `exec "$0" "$@" <&-`, binary(t)}, args...)...)
		var out, errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &errs
		require.NoError(t, cmd.Run(), "%s%s", out.String(), errs.String())
		require.Empty(t, errs.String())
		require.Contains(t, out.String(), "connects")
	}
}

func TestNothingButTextGoesIntoPipes(t *testing.T) {
	t.Setenv("CI", "")
	t.Setenv("NO_COLOR", "")
	t.Setenv("FORCE_COLOR", "")
	t.Setenv("TERM", "xterm")
	cmd, out, errs := processOf(t, "run", "-go", "local", "/rsa-key-exchange$")
	require.NoError(t, cmd.Run(), errs.String())
	require.Empty(t, errs.String())
	require.NotContains(t, out.String(), "\x1b")
	require.NotContains(t, out.String(), "\r")
}
