package agent

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// child returns this test program and an environment in which it plays a role.
func child(t testing.TB, role string) (path string, env []string) {
	t.Helper()
	path, err := os.Executable()
	require.NoError(t, err)
	return path, append(os.Environ(), roleVariable+"="+role)
}

func TestAgentSaysWhichGoItIs(t *testing.T) {
	for _, version := range oldestAndNewest {
		hello := startAgent(t, version).Hello()
		require.Equal(t, "go"+version, hello.Go)
		require.NotZero(t, hello.PID)
	}
}

// Go 1.27 ends a program whose environment asks for the old value of a removed setting.
func TestRemovedSettingIsAStartErrorWithTheFatalLine(t *testing.T) {
	path := agentBy(t, "1.27.4")
	_, err := Start(context.Background(), path, []string{"GODEBUG=tlsrsakex=1"})
	var start *StartError
	require.ErrorAs(t, err, &start)
	require.Equal(t, path, start.Path)
	require.Equal(t, 2, start.ExitCode)
	const fatal = `fatal error: removed GODEBUG "tlsrsakex" set to old value "1" in environment`
	require.Contains(t, start.Stderr, fatal)
	require.ErrorContains(t, err, fatal)

	startAgent(t, "1.12.17", "GODEBUG=tlsrsakex=1") // does not know it
}

func TestOurOwnGODEBUGIsNotPassedOn(t *testing.T) {
	path := agentBy(t, "1.27.4")
	t.Setenv("GODEBUG", "x509sha1=1") // kills a Go 1.27 program
	p, err := Start(context.Background(), path, nil)
	require.NoError(t, err)
	require.NoError(t, p.Close())
}

func TestMissingProgramIsAStartError(t *testing.T) {
	_, err := Start(context.Background(), filepath.Join(t.TempDir(), "nothing"), nil)
	var start *StartError
	require.ErrorAs(t, err, &start)
	require.Equal(t, -1, start.ExitCode)
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestProgramThatIsNoAgentIsAStartError(t *testing.T) {
	path, env := child(t, "stranger")
	_, err := Start(context.Background(), path, env)
	var start *StartError
	require.ErrorAs(t, err, &start)
	require.ErrorContains(t, err, `got "hello, world"`)
}

func TestContextBoundsTheStart(t *testing.T) {
	path, env := child(t, "silent")
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	_, err := Start(ctx, path, env)
	var start *StartError
	require.ErrorAs(t, err, &start)
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

func TestEndOfTheStartsContextDoesNotEndTheProcess(t *testing.T) {
	server := servePeer(t, tls12(t))
	ctx, cancel := context.WithCancel(context.Background())
	p, err := Start(ctx, agentBy(t, local), nil)
	require.NoError(t, err)
	defer p.Close()
	cancel()
	require.Equal(t, protocol.StageDone, dial(t, p, server.addr).Stage)
}

func TestContextBoundsADialAndTheAgentLivesOn(t *testing.T) {
	silent, accepted := serveSilence(t)
	server := servePeer(t, tls12(t))
	p := startAgent(t, local)
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-accepted
		cancel()
	}()
	_, err := p.Dial(ctx, protocol.Dial{Addr: silent, TimeoutMS: 60000, Config: protocol.Config{Insecure: true}})
	require.Equal(t, context.Canceled, err)
	require.Equal(t, protocol.StageDone, dial(t, p, server.addr).Stage)
}

func TestUnusableRequestsAreRefusedAndTheAgentLivesOn(t *testing.T) {
	server := servePeer(t, tls12(t))
	forAgents(t, func(t *testing.T, p *Process) {
		for want, request := range map[string]protocol.Dial{
			`expected the exchange "line", "close" or "http", got "fly"`: {Addr: server.addr, Exchange: "fly"},
			`expected an address host:port, got "nowhere"`:               {Addr: "nowhere"},
		} {
			_, err := p.Dial(context.Background(), request)
			var refused *RequestError
			require.ErrorAs(t, err, &refused)
			require.ErrorContains(t, err, want)
		}
		require.Equal(t, protocol.StageDone, dial(t, p, server.addr).Stage)
	})
}

func TestCloseEndsWhatIsUnderWayAndMayBeRepeated(t *testing.T) {
	silent, accepted := serveSilence(t)
	p := startAgent(t, local)
	ended := make(chan error, 1)
	go func() {
		_, err := p.Dial(context.Background(), protocol.Dial{Addr: silent, TimeoutMS: 600000, Config: protocol.Config{Insecure: true}})
		ended <- err
	}()
	<-accepted
	require.NoError(t, p.Close())
	require.Equal(t, ErrClosed, <-ended)
	require.NoError(t, p.Close())
	_, err := p.Dial(context.Background(), protocol.Dial{Addr: silent})
	require.Equal(t, ErrClosed, err)
	_, err = p.Listen(context.Background(), protocol.Listen{}, nil)
	require.Equal(t, ErrClosed, err)
}

// alive reports whether a goroutine runs, or was started by, a function of that name.
func alive(function string) bool {
	stacks := make([]byte, 1<<20)
	return strings.Contains(string(stacks[:runtime.Stack(stacks, true)]), function)
}

// ours reports whether a goroutine of a Process is alive.
func ours() bool { return alive("agent.(*Process).") }

func TestNoGoroutineIsLeft(t *testing.T) {
	require.False(t, ours(), "before")
	path := agentBy(t, local)
	silentPath, silentEnv := child(t, "silent")
	for i := 0; i < 3; i++ {
		p, err := Start(context.Background(), path, nil)
		require.NoError(t, err)
		_, err = p.Listen(context.Background(), protocol.Listen{}, func(protocol.Result) {})
		require.NoError(t, err)
		require.True(t, ours(), "the check sees a process that is alive")
		require.NoError(t, p.Close())

		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		_, err = Start(ctx, silentPath, silentEnv)
		require.Error(t, err)
		cancel()
	}
	require.Eventually(t, func() bool { return !ours() }, 10*time.Second, time.Millisecond)
}
