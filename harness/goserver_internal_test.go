package harness

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// Somebody who was about to connect to a server that is gone may find another on its port.
func TestAServersResultIsThatOfItsPeer(t *testing.T) {
	t.Parallel()
	r := &Runner{opts: RunnerOptions{Timeout: time.Minute}}
	results := make(chan protocol.Result, maxResults)
	results <- protocol.Result{Remote: "127.0.0.1:1", Error: "a stranger"}
	results <- protocol.Result{Remote: "127.0.0.1:2", Error: "the peer"}
	got, err := r.await(context.Background(), results, "127.0.0.1:2")
	require.NoError(t, err)
	require.Equal(t, "the peer", got.Error)

	results <- protocol.Result{Error: "no key"} // of a server that serves nobody
	got, err = r.await(context.Background(), results, "127.0.0.1:2")
	require.NoError(t, err)
	require.Equal(t, "no key", got.Error)

	r.opts.Timeout = time.Millisecond
	results <- protocol.Result{Remote: "127.0.0.1:1", Error: "a stranger"}
	_, err = r.await(context.Background(), results, "127.0.0.1:2")
	require.EqualError(t, err, "the server under test reported no connection from 127.0.0.1:2")
}
