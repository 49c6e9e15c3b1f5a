package agent

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// The tests of package harness have agents with HTTP.
func TestAnAgentThatWasBuiltWithoutHTTPSaysSo(t *testing.T) {
	server := servePeer(t, tls12(t))
	forAgents(t, func(t *testing.T, p *Process) {
		r, err := p.Dial(context.Background(), protocol.Dial{Addr: server.addr, Exchange: protocol.ExchangeHTTP})
		require.NoError(t, err)
		require.Equal(t, protocol.StageConnect, r.Stage)
		require.Contains(t, r.Error, "built without it")

		results := make(chan protocol.Result, 1)
		listener, err := p.Listen(context.Background(), protocol.Listen{HTTP: true}, func(r protocol.Result) { results <- r })
		require.NoError(t, err)
		require.Contains(t, (<-results).Error, "built without it")
		require.NoError(t, listener.Close())
	})
}
