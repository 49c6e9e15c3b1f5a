package tcp_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/tcp"
)

func pair(t testing.TB) (near, far net.Conn) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	near, err = net.Dial("tcp", listener.Addr().String())
	require.NoError(t, err)
	far, err = listener.Accept()
	require.NoError(t, err)
	t.Cleanup(func() { near.Close(); far.Close() })
	return near, far
}

// Without Flush most of this is thrown away.
func TestWhatWasFlushedArrivesBeforeTheReset(t *testing.T) {
	t.Parallel()
	near, far := pair(t)
	said := bytes.Repeat([]byte("legacytls\n"), 1<<20)
	written := make(chan error, 1)
	go func() {
		_, err := near.Write(said)
		tcp.Flush(near)
		tcp.Reset(near)
		written <- err
	}()
	got, err := io.ReadAll(far)
	require.NoError(t, <-written)
	require.True(t, errors.Is(err, syscall.ECONNRESET), "%v", err)
	require.Equal(t, len(said), len(got))
}

// What is in the other side's buffer can be read behind a reset.
func TestWhatIsReadAfterTheResetIsStillThere(t *testing.T) {
	t.Parallel()
	for i := 0; i < 1000; i++ {
		near, far := pair(t)
		_, err := near.Write([]byte("the answer"))
		require.NoError(t, err)
		tcp.Flush(near)
		tcp.Reset(near)
		got, err := io.ReadAll(far)
		require.True(t, errors.Is(err, syscall.ECONNRESET), "%v", err)
		require.Equal(t, "the answer", string(got))
		far.Close()
	}
}

func TestAClosedConnectionIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	near, _ := pair(t)
	near.Close()
	tcp.Flush(near)
	tcp.Flush(&net.UnixConn{})
}
