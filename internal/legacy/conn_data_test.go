package legacy

import (
	"bytes"
	"crypto/rand"
	"io"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

// RFC 5246, section 7.2.1.
func TestCloseWriteSaysGoodbyeAndReadsOn(t *testing.T) {
	t.Parallel()
	c, conn := overTCP(t)
	require.NoError(t, conn.CloseWrite())
	kind, fragment, err := c.nextRecord()
	require.NoError(t, err)
	require.Equal(t, wire.AlertRecord, kind)
	require.Equal(t, []byte{levelWarning, alertCloseNotify}, fragment)
	_, err = conn.Write([]byte("more"))
	require.ErrorIs(t, err, errClosed)
	c.record(wire.ApplicationData, []byte("still"))
	c.record(wire.ApplicationData, []byte(" there"))
	c.alert(levelWarning, alertCloseNotify)
	got, err := io.ReadAll(conn)
	require.NoError(t, err)
	require.Equal(t, "still there", string(got))
	for i := 0; i < 2; i++ {
		_, err = conn.Read(make([]byte, 1))
		require.Equal(t, io.EOF, err)
	}
}

func TestNothingWritesNothing(t *testing.T) {
	t.Parallel()
	c, conn := overTCP(t)
	n, err := conn.Write(nil)
	require.NoError(t, err)
	require.Zero(t, n)
	n, err = conn.Read(nil)
	require.NoError(t, err)
	require.Zero(t, n)
	_, err = conn.Write([]byte("the first record"))
	require.NoError(t, err)
	c.requireData("the first record")
}

func TestAMegabyteGoesBothWaysAtOnce(t *testing.T) {
	t.Parallel()
	c, conn := overTCP(t)
	sent := make([]byte, 1<<20)
	rand.Read(sent)
	var all sync.WaitGroup
	for _, work := range []func(){
		func() { c.record(wire.ApplicationData, sent) },
		func() {
			if n, err := conn.Write(sent); n != len(sent) || err != nil {
				t.Errorf("wrote %d bytes: %v", n, err)
			}
		},
		func() {
			got := make([]byte, len(sent))
			if _, err := io.ReadFull(conn, got); err != nil || !bytes.Equal(sent, got) {
				t.Errorf("what was read is not what was written: %v", err)
			}
		},
	} {
		work := work
		all.Add(1)
		go func() { defer all.Done(); work() }()
	}
	defer all.Wait()
	for rest := sent; len(rest) > 0; {
		_, fragment, err := c.nextRecord()
		require.NoError(t, err)
		require.True(t, bytes.HasPrefix(rest, fragment))
		rest = rest[len(fragment):]
	}
}

// The documentation promises a reader, a writer and one who closes; more do no harm
// to each other.
func TestReadWriteAndCloseAtOnce(t *testing.T) {
	t.Parallel()
	for i := 0; i < 20; i++ {
		c, conn := overTCP(t)
		go io.Copy(io.Discard, c.conn)
		var all sync.WaitGroup
		for _, work := range []func(){
			func() { io.Copy(io.Discard, conn) },
			func() { io.Copy(io.Discard, conn) },
			func() {
				for {
					if _, err := conn.Write([]byte("again")); err != nil {
						return
					}
				}
			},
			func() { conn.CloseWrite() },
			func() { conn.State(); conn.ExportKeyingMaterial("label", nil, 8) },
			func() { conn.Close() },
			func() { conn.Close() },
		} {
			work := work
			all.Add(1)
			go func() { defer all.Done(); work() }()
		}
		all.Wait()
		_, err := conn.Write([]byte("after all"))
		require.Error(t, err)
	}
}
