package legacy

import (
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

// overTCP returns a client that has completed a handshake with the server's end of
// the connection.
func overTCP(t *testing.T) (*client, *Conn) {
	t.Helper()
	near, far := tcpPair(t)
	conn := serverFor(t, playing([]uint16{rsaCBC})).Conn(far, nil)
	done := make(chan error, 1)
	go func() { done <- conn.Handshake() }()
	c := &client{tb: t, conn: near, records: newRecordLayer(near)}
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	require.NoError(t, <-done)
	t.Cleanup(func() { near.Close(); conn.Close() })
	return c, conn
}

func requireTimeout(t *testing.T, err error) {
	t.Helper()
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)
	var timeout net.Error
	require.True(t, errors.As(err, &timeout) && timeout.Timeout(), "%v", err)
}

func past() time.Time { return time.Unix(1, 0) }

// net.Conn: "A deadline is an absolute time after which I/O operations fail", and can be
// taken back. http.Server does that on each connection that is hijacked.
func TestAReadThatRanIntoItsDeadlineCanBeRepeated(t *testing.T) {
	t.Parallel()
	c, conn := overTCP(t)
	c.records.queue(wire.ApplicationData, []byte("in the middle of a record"))
	sealed := append([]byte(nil), c.records.writer.queued...)
	b := make([]byte, 100)
	for i := 0; i < len(sealed); i += 7 {
		require.NoError(t, conn.SetReadDeadline(past()))
		_, err := conn.Read(b)
		requireTimeout(t, err)
		require.NoError(t, conn.SetReadDeadline(time.Time{}))
		end := i + 7
		if end > len(sealed) {
			end = len(sealed)
		}
		_, err = c.conn.Write(sealed[i:end])
		require.NoError(t, err)
	}
	n, err := conn.Read(b)
	require.NoError(t, err)
	require.Equal(t, "in the middle of a record", string(b[:n]))
}

func TestADeadlineEndsAReadThatWaits(t *testing.T) {
	t.Parallel()
	_, conn := overTCP(t)
	result := make(chan error, 1)
	go func() {
		_, err := conn.Read(make([]byte, 1))
		result <- err
	}()
	require.NoError(t, conn.SetDeadline(past()))
	requireTimeout(t, <-result)
	require.NoError(t, conn.SetDeadline(time.Time{}))
	_, err := conn.Write([]byte("reading does not matter to writing"))
	require.NoError(t, err)
}

// Half a record may be on its way, behind which nothing makes sense.
func TestAWriteThatRanIntoItsDeadlineIsTheLast(t *testing.T) {
	t.Parallel()
	_, conn := overTCP(t)
	require.NoError(t, conn.SetWriteDeadline(past()))
	_, err := conn.Write([]byte("too late"))
	requireTimeout(t, err)
	require.NoError(t, conn.SetWriteDeadline(time.Time{}))
	_, err = conn.Write([]byte("later still"))
	requireTimeout(t, err)
}

func TestADeadlineEndsAHandshake(t *testing.T) {
	t.Parallel()
	_, far := tcpPair(t)
	conn := serverFor(t, playing([]uint16{rsaCBC})).Conn(far, nil)
	require.NoError(t, conn.SetDeadline(past()))
	requireTimeout(t, conn.Handshake())
	require.NoError(t, conn.SetDeadline(time.Time{}))
	requireTimeout(t, conn.Handshake()) // there is no second one
	_, err := conn.Read(make([]byte, 1))
	requireTimeout(t, err)
}

// net.Conn: Close unblocks what is blocked.
func TestCloseEndsAReadThatWaits(t *testing.T) {
	t.Parallel()
	_, conn := overTCP(t)
	result := make(chan error, 1)
	go func() {
		_, err := conn.Read(make([]byte, 1))
		result <- err
	}()
	require.NoError(t, conn.Close())
	require.ErrorIs(t, <-result, net.ErrClosed)
}

func TestCloseEndsAWriteThatWaits(t *testing.T) {
	t.Parallel()
	near, far := net.Pipe() // takes nothing that nobody reads
	writing := make(chan struct{})
	conn := serverFor(t, playing([]uint16{rsaCBC})).Conn(announcing{far, writing}, nil)
	result := make(chan error, 1)
	go func() {
		_, err := conn.Write([]byte("nobody reads this"))
		result <- err
	}()
	c := &client{tb: t, conn: near, records: newRecordLayer(near)}
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	<-writing
	require.NoError(t, conn.Close())
	require.ErrorIs(t, <-result, io.ErrClosedPipe)
}

// An announcing connection says so when a Write of application data begins.
type announcing struct {
	net.Conn
	writing chan struct{}
}

func (a announcing) Write(p []byte) (int, error) {
	if wire.ContentType(p[0]) == wire.ApplicationData {
		close(a.writing)
	}
	return a.Conn.Write(p)
}

func TestCloseEndsAHandshakeThatWaits(t *testing.T) {
	t.Parallel()
	near, far := tcpPair(t)
	conn := serverFor(t, playing([]uint16{rsaCBC})).Conn(far, nil)
	result := make(chan error, 1)
	go func() { result <- conn.Handshake() }()
	c := &client{tb: t, conn: near, records: newRecordLayer(near)}
	c.begin(offering(wire.VersionTLS12, rsaCBC))
	require.NoError(t, conn.Close())
	require.ErrorIs(t, <-result, net.ErrClosed)
	require.ErrorIs(t, conn.Handshake(), net.ErrClosed)
}
