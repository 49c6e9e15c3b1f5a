package wire_test

import (
	"crypto/tls"
	"encoding/binary"
	"testing"

	"github.com/legacytls/legacytls/internal/wire"
	"github.com/stretchr/testify/require"
)

// inTheClear returns the handshake bytes of a flow up to the first record that
// is none.
func inTheClear(flow []byte) []byte {
	var stream []byte
	for len(flow) > 5 && flow[0] == 22 {
		n := 5 + int(binary.BigEndian.Uint16(flow[3:]))
		stream = append(stream, flow[5:n]...)
		flow = flow[n:]
	}
	return stream
}

// framed puts handshake bytes into records of at most n bytes.
func framed(stream []byte, n int) []byte {
	var flow []byte
	for len(stream) > 0 {
		if n > len(stream) {
			n = len(stream)
		}
		flow = append(flow, 22, 3, 1, byte(n>>8), byte(n))
		flow = append(flow, stream[:n]...)
		stream = stream[n:]
	}
	return flow
}

func TestFramingDoesNotChangeMessages(t *testing.T) {
	c := converse(t, &tls.Config{MaxVersion: tls.VersionTLS12}, &tls.Config{CurvePreferences: []tls.CurveID{tls.CurveP384}})
	want := wire.DecodeFlow(c.serverSent)
	stream := inTheClear(c.serverSent)
	require.Len(t, want.Messages, 4)
	for _, n := range []int{1, 2, 3, 4, 5, 7, 100, 101, 16384} { // 16384: all messages in one record
		got := wire.DecodeFlow(framed(stream, n))
		require.NoError(t, got.Err)
		require.Len(t, got.Messages, len(want.Messages))
		at := 0
		for i, m := range got.Messages {
			require.Equal(t, want.Messages[i].Type, m.Type)
			require.Equal(t, want.Messages[i].Raw, m.Raw)
			require.Equal(t, m.Raw[4:], m.Body)
			require.Equal(t, at/n, m.FirstRecord, "message %d in records of %d", i, n)
			at += len(m.Raw)
			require.Equal(t, (at-1)/n, m.LastRecord, "message %d in records of %d", i, n)
		}
		require.Equal(t, uint16(tls.CurveP384), got.Group())
	}
}

func TestHelloSplitOverRecordsCountsThem(t *testing.T) {
	c := converse(t, &tls.Config{}, &tls.Config{})
	stream := inTheClear(c.clientSent)
	whole, err := wire.DecodeFlow(c.clientSent).ClientHello()
	require.NoError(t, err)
	for n := 1; n < len(stream); n += 13 {
		flow := framed(stream, n)
		split, err := wire.DecodeFlow(flow).ClientHello()
		require.NoError(t, err)
		require.Equal(t, len(flow), split.Size)
		require.Equal(t, (len(stream)+n-1)/n, split.Records)
		split.Size, split.Records = whole.Size, whole.Records
		require.Equal(t, whole, split)
	}
}

func TestEmptyRecordsAndOthersBetweenFragmentsAreNoHindrance(t *testing.T) {
	c := converse(t, &tls.Config{}, &tls.Config{})
	stream := inTheClear(c.clientSent)
	flow := framed(stream[:50], 50)
	flow = append(flow, 22, 3, 1, 0, 0)       // an empty fragment
	flow = append(flow, 21, 3, 1, 0, 2, 1, 0) // a warning
	flow = append(flow, framed(stream[50:], 16384)...)
	got := wire.DecodeFlow(flow)
	require.NoError(t, got.Err)
	require.Equal(t, []string{"ClientHello"}, messageNames(got))
	require.Equal(t, 3, got.Messages[0].LastRecord)
	require.Len(t, got.Alerts, 1)
}

func TestRecordsLargerThanTLSPermitsAreRead(t *testing.T) {
	flow := append([]byte{23, 3, 3, 0xff, 0xff}, make([]byte, 0xffff)...)
	got := wire.DecodeFlow(flow)
	require.NoError(t, got.Err)
	require.Equal(t, []wire.Record{{Type: wire.ApplicationData, Version: wire.VersionTLS12, Length: 0xffff}}, got.Records)
}

func TestDecodedFlowDoesNotShareMemoryWithItsInput(t *testing.T) {
	c := converse(t, &tls.Config{}, &tls.Config{})
	flow := wire.DecodeFlow(c.clientSent)
	before := string(flow.Messages[0].Raw)
	for i := range c.clientSent {
		c.clientSent[i] = 0
	}
	require.Equal(t, before, string(flow.Messages[0].Raw))

	text := []byte("220 mail.test")
	err := wire.DecodeFlow(text).Err
	text[0] = 'X'
	require.ErrorContains(t, err, "220 mail.test")
}

func TestAppendingToAMessageLeavesTheNextAlone(t *testing.T) {
	flow := wire.DecodeFlow(framed([]byte{0, 0, 0, 0, 14, 0, 0, 0}, 8))
	require.Len(t, flow.Messages, 2)
	_ = append(flow.Messages[0].Raw, 99)
	require.Equal(t, []byte{14, 0, 0, 0}, flow.Messages[1].Raw)
}

func TestMessageCutByChangeCipherSpecIsAnError(t *testing.T) {
	c := converse(t, &tls.Config{}, &tls.Config{})
	stream := inTheClear(c.clientSent)
	flow := framed(stream[:50], 50)
	flow = append(flow, 20, 3, 3, 0, 1, 1)
	flow = append(flow, framed(stream[50:], 16384)...) // cannot be in the clear
	got := wire.DecodeFlow(flow)
	require.Empty(t, got.Messages)
	require.ErrorContains(t, got.Err, "ClientHello: body at byte 1: length says ")
	require.ErrorContains(t, got.Err, ", 46 left in the message")
}

func TestNothingIsReadAsHandshakeAfterApplicationData(t *testing.T) {
	// Without middlebox compatibility TLS 1.3 sends no ChangeCipherSpec.
	flow := append([]byte{23, 3, 3, 0, 1, 0}, framed([]byte{14, 0, 0, 0}, 4)...)
	got := wire.DecodeFlow(flow)
	require.NoError(t, got.Err)
	require.Empty(t, got.Messages)
}

func TestSecondHelloIsReadBehindEarlyData(t *testing.T) {
	hello := browserHello()
	flow := framed(hello, 16384)
	flow = append(flow, 23, 3, 3, 0, 2, 0, 0)
	for _, n := range []int{1, 4, 16, 38, 16384} { // the first fragment alone decides
		got := wire.DecodeFlow(append(append([]byte(nil), flow...), framed(hello, n)...))
		require.NoError(t, got.Err)
		require.Equal(t, []string{"ClientHello", "ClientHello"}, messageNames(got), "in records of %d", n)
	}
	other := append([]byte(nil), hello...)
	other[6] ^= 1 // of the random
	got := wire.DecodeFlow(append(append([]byte(nil), flow...), framed(other, 16384)...))
	require.Equal(t, []string{"ClientHello"}, messageNames(got), "it repeats nothing: it is encrypted")
}
