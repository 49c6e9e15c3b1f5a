package harness_test

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
)

// The runner would wait for an hour.
func TestAClientGivesUpByATimeoutOfItsOwn(t *testing.T) {
	t.Parallel()
	r := ownRunner(t, harness.RunnerOptions{Timeout: time.Hour}, go122)
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer silent.Close()

	ctx, cancel := context.WithTimeout(bg, patience)
	defer cancel()
	o, err := r.Connect(ctx, build(go122, harness.Settings{}), harness.Client{Timeout: 50 * time.Millisecond}, harness.Target{Addr: silent.Addr().String()})
	require.NoError(t, err)
	require.Equal(t, harness.StageHandshake, o.Stage)
	require.Contains(t, o.Error, "i/o timeout")
}
