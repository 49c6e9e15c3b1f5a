package peers_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/peers"
)

func TestTheAlertUserCanceledComesBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	server, over := startGreeter(t, peers.UserCanceled())
	out := greet(t, server, "-ciphersuites", "TLS_AES_128_GCM_SHA256")
	require.Regexp(t, `(?s)warning user_canceled.*`+greeting+`.*warning close_notify`, out)
	require.NoError(t, next(t, over).Err)
}
