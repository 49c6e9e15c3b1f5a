package agent

import (
	"context"
	"net"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// A program cannot do anything with a key that its Go release does not know:
// that is a result, of a client as of a server.
func TestAKeyThatCannotBeLoadedIsWhatComesOfTheConnection(t *testing.T) {
	config := protocol.Config{Certificates: []protocol.KeyPair{{Key: []byte("no key")}}}
	forAgents(t, func(t *testing.T, p *Process) {
		r, err := p.Dial(context.Background(), protocol.Dial{Addr: "127.0.0.1:1", Config: config})
		require.NoError(t, err)
		require.Equal(t, protocol.StageConnect, r.Stage)
		require.Contains(t, r.Error, "key of certificate 0: ")

		results := make(chan protocol.Result, 1)
		listener, err := p.Listen(context.Background(), protocol.Listen{Config: config}, func(r protocol.Result) { results <- r })
		require.NoError(t, err)
		require.Contains(t, (<-results).Error, "key of certificate 0: ")
		_, err = net.Listen("tcp", listener.Addr)
		require.Error(t, err, "the port is nobody else's, who would get the clients of this server")
		require.NoError(t, listener.Close())
	})
}
