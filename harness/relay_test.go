package harness_test

import (
	"errors"
	"io"
	"net"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
)

// tcpPair returns both ends of a TCP connection.
func tcpPair(t *testing.T) (near, far *net.TCPConn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	dialed, err := net.Dial("tcp", l.Addr().String())
	require.NoError(t, err)
	accepted, err := l.Accept()
	require.NoError(t, err)
	for _, c := range []net.Conn{dialed, accepted} {
		c := c
		c.SetDeadline(time.Now().Add(patience))
		t.Cleanup(func() { c.Close() })
	}
	return dialed.(*net.TCPConn), accepted.(*net.TCPConn)
}

// relayed returns the two ends that a relay joins, and what is closed when
// the relay is over.
func relayed(t *testing.T) (client, server *net.TCPConn, over <-chan struct{}) {
	client, a := tcpPair(t)
	b, server := tcpPair(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		harness.Relay(a, b)
	}()
	return client, server, done
}

func waitFor(t *testing.T, over <-chan struct{}) {
	t.Helper()
	select {
	case <-over:
	case <-time.After(patience):
		require.Fail(t, "the relay does not end")
	}
}

func TestARelayHandsOnAHalfClose(t *testing.T) {
	t.Parallel()
	client, server, over := relayed(t)
	io.WriteString(client, "question")
	require.NoError(t, client.CloseWrite())
	got, err := io.ReadAll(server)
	require.NoError(t, err)
	require.Equal(t, "question", string(got))
	io.WriteString(server, "answer")
	require.NoError(t, server.Close())
	got, err = io.ReadAll(client)
	require.NoError(t, err)
	require.Equal(t, "answer", string(got))
	waitFor(t, over)
}

func TestARelayHandsOnAReset(t *testing.T) {
	t.Parallel()
	for _, fromClient := range []bool{true, false} {
		client, server, over := relayed(t)
		if !fromClient {
			client, server = server, client
		}
		io.WriteString(client, "x")
		_, err := io.ReadFull(server, make([]byte, 1))
		require.NoError(t, err)
		require.NoError(t, client.SetLinger(0))
		require.NoError(t, client.Close())
		_, err = server.Read(make([]byte, 1))
		require.True(t, errors.Is(err, syscall.ECONNRESET), "%v", err)
		waitFor(t, over)
	}
}
