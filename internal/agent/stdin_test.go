package agent

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// bareAgent is an agent without a Process around it.
type bareAgent struct {
	cmd   *exec.Cmd
	stdin io.WriteCloser
	in    *protocol.Reader
}

func startBare(t *testing.T, version string) *bareAgent {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	a := &bareAgent{cmd: exec.CommandContext(ctx, agentBy(t, version))}
	var err error
	a.stdin, err = a.cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := a.cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, a.cmd.Start())
	a.in = protocol.NewReader(stdout)
	var hello protocol.Hello
	require.NoError(t, a.in.Read(&hello))
	return a
}

func (a *bareAgent) ask(t *testing.T, line string) protocol.Reply {
	t.Helper()
	_, err := io.WriteString(a.stdin, line+"\n")
	require.NoError(t, err)
	var reply protocol.Reply
	require.NoError(t, a.in.Read(&reply))
	return reply
}

func TestGarbageIsAnsweredWithAnErrorAndDoesNotEndTheAgent(t *testing.T) {
	for _, version := range append([]string{local}, oldestAndNewest...) {
		a := startBare(t, version)
		for _, c := range []struct {
			line string
			id   uint64
			want string
		}{
			{`good morning`, 0, `got "good morning"`},
			{`[1,2,3]`, 0, "expected a JSON object"},
			{`{"ID":5,"Op":"fly"}`, 5, `got Op "fly"`},
			{`{"ID":6,"Op":"dial"}`, 6, `got Op "dial"`},
			{`{"ID":7,"Op":"dial","Dial":{"TimeoutMS":"soon"}}`, 7, "expected a JSON object"},
			{`{"ID":8,"Op":"close","Close":99}`, 8, "99, which has no open listener"},
			{strings.Repeat("x", protocol.MaxLine+1), 0, fmt.Sprintf("at most %d bytes", protocol.MaxLine)},
		} {
			reply := a.ask(t, c.line)
			require.Equal(t, protocol.KindError, reply.Kind)
			require.Equal(t, c.id, reply.ID)
			require.Contains(t, reply.Error, c.want)
		}
		require.Equal(t, protocol.KindListening, a.ask(t, `{"ID":9,"Op":"listen","Listen":{}}`).Kind)
		require.NoError(t, a.stdin.Close())
		require.NoError(t, a.cmd.Wait(), "the end of its input is a good end")
	}
}

func TestEndOfInputEndsTheAgentWithConnectionsUnderWay(t *testing.T) {
	silent, accepted := serveSilence(t)
	for _, version := range oldestAndNewest {
		a := startBare(t, version)
		_, err := fmt.Fprintf(a.stdin, `{"ID":1,"Op":"dial","Dial":{"Addr":%q,"TimeoutMS":600000,"Config":{"Insecure":true}}}`+"\n", silent)
		require.NoError(t, err)
		<-accepted
		require.NoError(t, a.stdin.Close())
		require.NoError(t, a.cmd.Wait())
	}
}
