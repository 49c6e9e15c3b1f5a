package legacy

import (
	"bytes"
	"io"
	"os"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

func TestRecordsAreReadHoweverTheyArrive(t *testing.T) {
	t.Parallel()
	sent := concat(record(22, 0x0301, []byte("hello")), record(23, 0x0303, counted(maxFragment)), record(99, 0x0300, []byte("x")))
	for name, reader := range map[string]io.Reader{
		"at once": bytes.NewReader(sent), "byte by byte": iotest.OneByteReader(bytes.NewReader(sent)),
		"with the end": iotest.DataErrReader(bytes.NewReader(sent)),
	} {
		layer := newRecordLayer(&script{Reader: reader})
		kind, fragment, err := layer.read()
		require.NoError(t, err, name)
		require.Equal(t, wire.Handshake, kind)
		require.Equal(t, "hello", string(fragment))
		kind, fragment, err = layer.read()
		require.NoError(t, err, name)
		require.Equal(t, wire.ApplicationData, kind)
		require.Equal(t, counted(maxFragment), fragment)
		kind, fragment, err = layer.read()
		require.NoError(t, err, "types are the caller's matter")
		require.Equal(t, wire.ContentType(99), kind)
		require.Equal(t, "x", string(fragment))
		_, _, err = layer.read()
		require.Equal(t, io.EOF, err)
	}
}

func TestAConnectionThatEndsInsideOfARecordIsCutOff(t *testing.T) {
	t.Parallel()
	whole := record(22, 0x0301, []byte("hello"))
	for n := 1; n < len(whole); n++ {
		layer := reading(whole, whole[:n])
		_, _, err := layer.read()
		require.NoError(t, err)
		_, _, err = layer.read()
		require.Equal(t, io.ErrUnexpectedEOF, err, "%d bytes", n)
		_, _, err = reading(whole[:n]).read()
		require.Equal(t, io.ErrUnexpectedEOF, err, "%d bytes", n)
	}
	_, _, err := reading().read()
	require.Equal(t, io.EOF, err)
}

func TestReadingGoesOnAfterATimeout(t *testing.T) {
	t.Parallel()
	whole := record(22, 0x0301, []byte("hello"))
	for n := 0; n < len(whole); n++ {
		late := iotest.ErrReader(os.ErrDeadlineExceeded)
		conn := &script{Reader: io.MultiReader(bytes.NewReader(whole[:n]), late)}
		layer := newRecordLayer(conn)
		_, _, err := layer.read()
		require.ErrorIs(t, err, os.ErrDeadlineExceeded)
		conn.Reader = bytes.NewReader(whole[n:])
		_, fragment, err := layer.read()
		require.NoError(t, err, "%d bytes came in time", n)
		require.Equal(t, "hello", string(fragment))
	}
}

func TestVersionsOfRecordsAreCheckedOnceNegotiated(t *testing.T) {
	t.Parallel()
	for version := uint16(0x0300); version <= 0x0304; version++ {
		_, _, err := reading(record(22, version, []byte("hello"))).read()
		require.NoError(t, err, "not negotiated yet")
		layer := reading(record(22, version, []byte("hello")))
		layer.setVersion(wire.VersionTLS11)
		_, _, err = layer.read()
		if version == wire.VersionTLS11 {
			require.NoError(t, err)
			continue
		}
		requireAlert(t, alertProtocolVersion, err)
		require.ErrorContains(t, err, wire.VersionName(version))
		require.ErrorContains(t, err, "expected TLS 1.1")
	}
	for _, version := range []uint16{0x0000, 0x0200, 0x0403, 0xffff} {
		_, _, err := reading(record(22, version, []byte("hello"))).read()
		requireAlert(t, alertProtocolVersion, err)
	}
}

func TestAnAlertInTheClearMayHaveTheClientsOwnVersion(t *testing.T) {
	t.Parallel()
	alert := record(21, 0x0301, []byte{2, 70})
	layer := reading(alert, record(21, 0x0203, []byte{2, 70}))
	layer.setVersion(wire.VersionTLS12)
	kind, fragment, err := layer.read()
	require.NoError(t, err)
	require.Equal(t, wire.AlertRecord, kind)
	require.Equal(t, []byte{2, 70}, fragment)
	_, _, err = layer.read()
	requireAlert(t, alertProtocolVersion, err)

	layer = reading(alert)
	layer.setVersion(wire.VersionTLS12)
	layer.protectReads(aes128SHA(t, wire.VersionTLS12).protection(t))
	_, _, err = layer.read()
	requireAlert(t, alertProtocolVersion, err)
}

func TestWhatIsTooLongOverflows(t *testing.T) {
	t.Parallel()
	_, _, err := reading(record(22, 0x0301, make([]byte, maxFragment+1))).read()
	requireAlert(t, alertRecordOverflow, err)
	require.ErrorContains(t, err, "expected at most 16384")

	// The header is enough.
	_, _, err = reading(record(22, 0x0301, make([]byte, maxFragment+maxExpansion+1))[:5]).read()
	requireAlert(t, alertRecordOverflow, err)
	require.ErrorContains(t, err, "expected at most 18432")

	c := aes128SHA(t, wire.VersionTLS12)
	layer := reading(record(23, c.version, c.protection(t).seal(nil, c.header(0), make([]byte, maxFragment+1))))
	layer.setVersion(c.version)
	layer.protectReads(c.protection(t))
	_, _, err = layer.read()
	requireAlert(t, alertRecordOverflow, err)
	require.ErrorContains(t, err, "expected at most 16384")
}

func TestManyEmptyRecordsInARowEndTheConnection(t *testing.T) {
	t.Parallel()
	empties := bytes.Repeat(record(23, 0x0301, nil), 32)
	layer := reading(empties, record(23, 0x0301, []byte("x")), empties, record(23, 0x0301, nil))
	for i := 0; i < 65; i++ {
		_, fragment, err := layer.read()
		require.NoError(t, err)
		require.Equal(t, i == 32, len(fragment) == 1)
	}
	_, _, err := layer.read()
	requireAlert(t, alertUnexpectedMessage, err)
	require.ErrorContains(t, err, "33 empty records in a row")
}

func TestAClientThatDoesNotSpeakTLSIsRecognised(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string]wire.ForeignKind{
		"GET / HTTP/1.1\r\n\r\n": wire.HTTP,
		"EHLO":                   wire.PlainText, // shorter than a header
		"\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00": wire.SSLv2Hello,
		"\x00\x01\x02\x03\x04\x05":                 wire.UnknownData,
	} {
		_, _, err := reading([]byte(sent)).read()
		var foreign *wire.ForeignError
		require.ErrorAs(t, err, &foreign, sent)
		require.Equal(t, want, foreign.Kind)
	}
	layer := reading(record(22, 0x0301, []byte("hello")), []byte("GET / HTTP/1.1\r\n\r\n"))
	_, _, err := layer.read()
	require.NoError(t, err, "what comes after the first record does not matter")
	_, _, err = layer.read()
	requireAlert(t, alertProtocolVersion, err)
}
