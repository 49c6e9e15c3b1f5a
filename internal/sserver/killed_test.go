//go:build unix

package sserver

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/needs"
)

// holderVariable makes the test program hold a supervisor, with the perl that it names,
// instead of running tests.
const holderVariable = "LEGACYTLS_SSERVER_TEST_PERL"

func TestMain(m *testing.M) {
	if perl := os.Getenv(holderVariable); perl != "" {
		if err := holdServer(perl); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// holdServer starts a supervisor with a server that never ends, writes the ids of both
// processes, and stays.
func holdServer(perl string) error {
	command := exec.Command(perl, "-e", Program, "/bin/sh")
	command.Stderr = os.Stderr // the test's pipe, which ends when all are gone that have it
	stdin, err := command.StdinPipe()
	if err != nil {
		return err
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return err
	}
	s := Supervise(stdin, stdout)
	c := s.Begin()
	if err := s.Start(Command{Args: script(stubborn, os.Args[1])}); err != nil {
		return err
	}
	pid := make([]byte, 10)
	if _, err := io.ReadFull(c, pid); err != nil {
		return err
	}
	fmt.Println(command.Process.Pid, string(pid))
	select {}
}

// No deferred function and no finaliser runs in a process that is killed.
func TestTheServerEndsWhenItsProgramIsKilled(t *testing.T) {
	t.Parallel()
	perl := needs.CommandOf(t, needs.OpenSSL, "perl")
	exe, err := os.Executable()
	require.NoError(t, err)
	tmp := t.TempDir()
	holder := exec.Command(exe, string(newGate(t)))
	holder.Env = append(os.Environ(), holderVariable+"="+perl, "TMPDIR="+tmp)
	alive, stderr, err := os.Pipe()
	require.NoError(t, err)
	defer alive.Close()
	holder.Stderr = stderr
	stdout, err := holder.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, holder.Start())
	stderr.Close()

	line := await(t, later(func() string { l, _ := bufio.NewReader(stdout).ReadString('\n'); return l }), "the server")
	var supervisor, server int
	_, err = fmt.Sscanf(line, "%d %d", &supervisor, &server)
	require.NoError(t, err, "%q", line)
	t.Cleanup(func() { // has no effect but after a failure
		if t.Failed() {
			_ = syscall.Kill(supervisor, syscall.SIGKILL)
			_ = syscall.Kill(server, syscall.SIGKILL)
		}
	})
	require.NoError(t, syscall.Kill(server, 0))
	require.Len(t, directoriesIn(t, tmp), 1)

	require.NoError(t, holder.Process.Kill())
	_ = holder.Wait() // killed
	said := await(t, later(func() string { b, _ := io.ReadAll(alive); return string(b) }), "the end of the supervisor")
	require.Empty(t, said)
	requireGone(t, server)
	require.Empty(t, directoriesIn(t, tmp))
}

func directoriesIn(t *testing.T, tmp string) []string {
	t.Helper()
	dirs, err := filepath.Glob(filepath.Join(tmp, "*"))
	require.NoError(t, err)
	return dirs
}
