package rewrite13_test

import (
	"io"
	"testing"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/stretchr/testify/require"
)

func TestTheAlertUserCanceledComesBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	server, over := startGreeter(t, fixtures.Quirks{UserCanceled: true})
	out := greet(t, server.Addr, "-ciphersuites", "TLS_AES_128_GCM_SHA256")
	require.Regexp(t, `(?s)warning user_canceled.*`+greeting+`.*warning close_notify`, out)
	require.NoError(t, next(t, over).Err)
}

// OpenSSL reads the answer, and the end of the connection without close_notify.
func TestAConnectionEndsWithoutCloseNotify(t *testing.T) {
	t.Parallel()
	server, over := startGreeter(t, fixtures.Quirks{NoCloseNotify: true})
	out := greet(t, server.Addr)
	require.Contains(t, out, greeting)
	require.NotContains(t, out, "<<< TLS 1.3, Alert")
	require.Contains(t, out, "unexpected eof while reading")
	require.NoError(t, next(t, over).Err)
}

// The client has its session tickets and nothing else, when the alert comes.
func TestAnAlertEndsTheConnectionAfterTheHandshake(t *testing.T) {
	t.Parallel()
	server, over := startGreeter(t, fixtures.Quirks{AlertAfterHandshake: 49})
	for i := 0; i < 20; i++ {
		conn := dial(t, server.Addr, server.Roots)
		io.WriteString(conn, "hello\n")
		_, err := conn.Read(make([]byte, 1))
		require.EqualError(t, err, "remote error: tls: access denied")
		conn.Close()
		c := next(t, over)
		require.True(t, c.Established)
		require.Equal(t, &harness.Alert{From: harness.ServerSide, Code: 49}, c.Alert)
		require.ErrorContains(t, c.Err, "after the handshake by the alert access_denied")
	}
}
