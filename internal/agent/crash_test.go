//go:build unix

package agent

import (
	"bufio"
	"context"
	"net"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// startForCrash starts an agent whose end is the test's business.
func startForCrash(t *testing.T, grace time.Duration) *Process {
	t.Helper()
	p, err := start(context.Background(), agentBy(t, local), []string{"GOTRACEBACK=single"}, grace)
	require.NoError(t, err)
	t.Cleanup(func() { _ = p.Close() })
	return p
}

func requireGone(t *testing.T, pid int) {
	t.Helper()
	require.Equal(t, syscall.ESRCH, syscall.Kill(pid, 0), "process %d is still there", pid)
}

func TestDeathOfTheAgentEndsEveryRequest(t *testing.T) {
	silent, accepted := serveSilence(t)
	p := startForCrash(t, DefaultGrace)
	const dials = 3
	ended := make(chan error, dials)
	for i := 0; i < dials; i++ {
		go func() {
			_, err := p.Dial(context.Background(), protocol.Dial{Addr: silent, TimeoutMS: 600000, Config: protocol.Config{Insecure: true}})
			ended <- err
		}()
	}
	for i := 0; i < dials; i++ {
		<-accepted
	}
	require.NoError(t, syscall.Kill(p.Hello().PID, syscall.SIGQUIT)) // the Go runtime writes its stacks and exits with 2
	for i := 0; i < dials; i++ {
		var crash *CrashError
		require.ErrorAs(t, <-ended, &crash)
		require.Equal(t, 2, crash.ExitCode)
		require.Equal(t, p.Hello().PID, crash.PID)
		require.Contains(t, crash.Stderr, "SIGQUIT: quit")
	}
	_, err := p.Dial(context.Background(), protocol.Dial{Addr: silent})
	require.ErrorContains(t, err, "exit code 2: SIGQUIT: quit", "requests that come later hear it too")
	var crash *CrashError
	require.ErrorAs(t, p.Close(), &crash)
	requireGone(t, p.Hello().PID)
}

func TestKilledAgentNamesTheSignal(t *testing.T) {
	p := startForCrash(t, DefaultGrace)
	require.NoError(t, syscall.Kill(p.Hello().PID, syscall.SIGKILL))
	<-p.dead
	_, err := p.Dial(context.Background(), protocol.Dial{Addr: "127.0.0.1:1"})
	require.ErrorContains(t, err, "signal: killed")
}

func TestHangingAgentIsKilledAfterTheGrace(t *testing.T) {
	p := startForCrash(t, 200*time.Millisecond)
	require.NoError(t, syscall.Kill(p.Hello().PID, syscall.SIGSTOP))
	_, err := p.Dial(context.Background(), protocol.Dial{Addr: "127.0.0.1:1", TimeoutMS: 100})
	var crash *CrashError
	require.ErrorAs(t, err, &crash)
	require.Equal(t, -1, crash.ExitCode)
	require.ErrorContains(t, err, `no reply to "dial" within 300ms`)
	requireGone(t, p.Hello().PID)
}

// A pipe takes 64 KB: requests beyond that wait in the Process while the agent stands still.
func TestHangingAgentThatDoesNotReadIsKilledToo(t *testing.T) {
	p := startForCrash(t, 200*time.Millisecond)
	require.NoError(t, syscall.Kill(p.Hello().PID, syscall.SIGSTOP))
	large := protocol.Dial{Addr: "127.0.0.1:1", TimeoutMS: 100, Config: protocol.Config{Roots: make([]byte, 1<<20)}}
	ended := make(chan error, 3)
	for i := 0; i < 3; i++ {
		go func() {
			_, err := p.Dial(context.Background(), large)
			ended <- err
		}()
	}
	for i := 0; i < 3; i++ {
		var crash *CrashError
		require.ErrorAs(t, <-ended, &crash)
	}
}

func TestContextBoundsAListenAndTheListenerIsNotKept(t *testing.T) {
	p := startForCrash(t, DefaultGrace)
	require.NoError(t, syscall.Kill(p.Hello().PID, syscall.SIGSTOP))
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	called := make(chan protocol.Result, 1)
	_, err := p.Listen(ctx, protocol.Listen{}, func(r protocol.Result) { called <- r })
	require.Equal(t, context.DeadlineExceeded, err)

	require.NoError(t, syscall.Kill(p.Hello().PID, syscall.SIGCONT))
	require.Eventually(t, func() bool { return !alive("agent.(*Process).abandon") }, 10*time.Second, time.Millisecond)
	for i := 0; i < 3; i++ { // the agent comes to what was sent before
		dial(t, p, "127.0.0.1:1")
	}
	const ofTheAbandoned = 1 // the first request of a process
	require.ErrorContains(t, p.stop(ofTheAbandoned), "has no open listener")
	require.Empty(t, called)
}

func TestCloseKillsAHangingAgent(t *testing.T) {
	p := startForCrash(t, 200*time.Millisecond)
	require.NoError(t, syscall.Kill(p.Hello().PID, syscall.SIGSTOP))
	require.ErrorContains(t, p.Close(), "still running 200ms after the end of its standard input")
	requireGone(t, p.Hello().PID)
}

func TestDeathOfTheAgentEndsItsListeners(t *testing.T) {
	p := startForCrash(t, DefaultGrace)
	l, err := p.Listen(context.Background(), protocol.Listen{}, nil)
	require.NoError(t, err)
	require.NoError(t, syscall.Kill(p.Hello().PID, syscall.SIGKILL))
	var crash *CrashError
	require.ErrorAs(t, l.Close(), &crash)
}

// The connection to the agent ends when the agent does, and nothing else ends it so early.
func TestAgentEndsWhenItsParentIsKilled(t *testing.T) {
	path, env := child(t, "parent")
	parent := exec.Command(path, agentBy(t, local))
	parent.Env, parent.Stderr = env, os.Stderr
	stdout, err := parent.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, parent.Start())
	defer func() { _ = parent.Wait() }()
	defer func() { _ = parent.Process.Kill() }()

	addr, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err)
	conn, err := net.Dial("tcp", addr[:len(addr)-1])
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, parent.Process.Kill())

	require.NoError(t, conn.SetReadDeadline(time.Now().Add(time.Minute)))
	_, err = conn.Read(make([]byte, 1))
	require.Error(t, err)
	require.False(t, os.IsTimeout(err), "the agent still holds its connection")
}
