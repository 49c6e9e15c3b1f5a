package legacy

import (
	"bytes"
	"errors"
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

// A script is a connection on which all that the client sends is known before,
// and what is written is kept, call by call.
type script struct {
	net.Conn
	io.Reader
	writes [][]byte
}

func (s *script) Read(b []byte) (int, error) { return s.Reader.Read(b) }

func (s *script) Write(b []byte) (int, error) {
	s.writes = append(s.writes, append([]byte(nil), b...))
	return len(b), nil
}

// reading returns a record layer whose client sends these bytes.
func reading(sent ...[]byte) *recordLayer {
	return newRecordLayer(&script{Reader: bytes.NewReader(concat(sent...))})
}

// record is a record in the clear.
func record(kind wire.ContentType, version uint16, fragment []byte) []byte {
	return append([]byte{byte(kind), byte(version >> 8), byte(version), byte(len(fragment) >> 8), byte(len(fragment))}, fragment...)
}

func requireAlert(t *testing.T, alert uint8, err error) {
	t.Helper()
	var broken *Error
	require.ErrorAs(t, err, &broken)
	require.Equal(t, alert, broken.Alert, err)
}

func TestAFlightIsWrittenAtOnce(t *testing.T) {
	t.Parallel()
	conn := &script{}
	layer := newRecordLayer(conn)
	layer.setVersion(wire.VersionTLS11)
	layer.queue(wire.Handshake, []byte("hello"))
	layer.queue(wire.ChangeCipherSpec, []byte{1})
	require.Empty(t, conn.writes)
	require.NoError(t, layer.flush())
	require.Equal(t, [][]byte{[]byte("\x16\x03\x02\x00\x05hello\x14\x03\x02\x00\x01\x01")}, conn.writes)
	require.NoError(t, layer.flush())
	require.Len(t, conn.writes, 1, "nothing is queued any more")
}

func TestRecordsBeforeTheVersionIsKnownSayTLS10(t *testing.T) {
	t.Parallel()
	conn := &script{}
	layer := newRecordLayer(conn)
	layer.queue(wire.AlertRecord, []byte{2, 70})
	require.NoError(t, layer.flush())
	require.Equal(t, "\x15\x03\x01\x00\x02\x02\x46", string(conn.writes[0]))
}

func TestLongFragmentsAreSplitAt16384Bytes(t *testing.T) {
	t.Parallel()
	conn := &script{}
	layer := newRecordLayer(conn)
	long := counted(2*maxFragment + 1)
	layer.queue(wire.ApplicationData, long)
	layer.queue(wire.ApplicationData, nil)
	require.NoError(t, layer.flush())
	want := concat(record(23, 0x0301, long[:maxFragment]), record(23, 0x0301, long[maxFragment:2*maxFragment]), record(23, 0x0301, long[2*maxFragment:]))
	require.Equal(t, [][]byte{want}, conn.writes)
}

func TestAFailedWriteIsNotRepeated(t *testing.T) {
	t.Parallel()
	client, server := net.Pipe()
	require.NoError(t, client.Close())
	layer := newRecordLayer(server)
	layer.queue(wire.Handshake, []byte("hello"))
	require.ErrorIs(t, layer.flush(), io.ErrClosedPipe)
	require.NoError(t, layer.flush())
}

func TestProtectionBeginsWithTheNextRecordAndSequenceNumberZero(t *testing.T) {
	t.Parallel()
	first, second := aes128SHA(t, wire.VersionTLS12), aes128SHA(t, wire.VersionTLS12)
	conn := &script{}
	sender := newRecordLayer(conn)
	sender.setVersion(wire.VersionTLS12)
	sender.queue(wire.ChangeCipherSpec, []byte{1})
	for _, c := range []construction{first, second} {
		sender.protectWrites(c.protection(t))
		sender.queue(wire.Handshake, []byte("Finished"))
		sender.queue(wire.ApplicationData, []byte("data"))
	}
	require.NoError(t, sender.flush())
	require.Len(t, conn.writes, 1, "so that the reader has all of it in its buffer")

	receiver := reading(conn.writes[0])
	receiver.setVersion(wire.VersionTLS12)
	_, fragment, err := receiver.read()
	require.NoError(t, err)
	require.Equal(t, []byte{1}, fragment)
	for _, c := range []construction{first, second} {
		receiver.protectReads(c.protection(t))
		for _, want := range []string{"Finished", "data"} {
			require.True(t, receiver.reader.buffer.Buffered() > 0)
			_, fragment, err := receiver.read()
			require.NoError(t, err)
			require.Equal(t, want, string(fragment))
		}
	}
	require.False(t, receiver.reader.buffer.Buffered() > 0)
}

func TestARecordThatIsReplayedDoesNotOpen(t *testing.T) {
	forEachConstruction(t, func(t *testing.T, c construction) {
		conn := &script{}
		sender := newRecordLayer(conn)
		sender.setVersion(c.version)
		sender.protectWrites(c.protection(t))
		sender.queue(wire.ApplicationData, []byte("pay 100"))
		require.NoError(t, sender.flush())
		receiver := reading(conn.writes[0], conn.writes[0])
		receiver.setVersion(c.version)
		receiver.protectReads(c.protection(t))
		_, _, err := receiver.read()
		require.NoError(t, err)
		_, _, err = receiver.read()
		requireBadMAC(t, err)
	})
}

func TestReadingAndWritingAtTheSameTime(t *testing.T) {
	forEachConstruction(t, func(t *testing.T, c construction) {
		const records = 50
		left, right := net.Pipe()
		defer left.Close()
		defer right.Close()
		ends := []*recordLayer{newRecordLayer(left), newRecordLayer(right)}
		failures := make(chan error, 4)
		for _, end := range ends {
			end := end
			end.setVersion(c.version)
			end.protectReads(c.protection(t))
			end.protectWrites(c.protection(t))
			go func() { failures <- writeCounted(end, records) }()
			go func() { failures <- readCounted(end, records) }()
		}
		for i := 0; i < cap(failures); i++ {
			require.NoError(t, <-failures)
		}
	})
}

// writeCounted writes n records of 1, 101, 201 ... bytes.
func writeCounted(layer *recordLayer, n int) error {
	for i := 0; i < n; i++ {
		layer.queue(wire.ApplicationData, counted(1+100*i))
		if err := layer.flush(); err != nil {
			return err
		}
	}
	return nil
}

// readCounted reads what writeCounted writes.
func readCounted(layer *recordLayer, n int) error {
	for i := 0; i < n; i++ {
		_, fragment, err := layer.read()
		if err != nil {
			return err
		}
		if !bytes.Equal(counted(1+100*i), fragment) {
			return errors.New("other bytes than those that were written")
		}
	}
	return nil
}
