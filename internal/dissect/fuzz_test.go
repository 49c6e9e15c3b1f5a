package dissect_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/dissect"
	"github.com/legacytls/legacytls/internal/wire"
)

// FuzzDissect takes bytes of both sides in chunks: the first byte of each says whose it is and
// how long. Secrets are there for everything.
func FuzzDissect(f *testing.F) {
	hello := smallHello()
	f.Add(append([]byte{byte(len(hello))}, hello...))
	f.Add([]byte("\x07\x16\x03\x01\x00\x02\x01\x00\x87\x15\x03\x01\x00\x02\x02\x28"))
	f.Add([]byte("\x04GET \x80"))
	f.Fuzz(func(t *testing.T, input []byte) {
		r := recordingOf(input)
		seen := dissect.Dissect(r, func(*wire.ClientHello) dissect.Secrets {
			secret := make([]byte, 48)
			return dissect.Secrets{
				dissect.MasterSecret: secret, dissect.ClientHandshake: secret[:32], dissect.ServerHandshake: secret[:32],
				dissect.ClientTraffic: secret[:32], dissect.ServerTraffic: secret[:32],
			}
		})
		require.LessOrEqual(t, len(seen.Steps), len(input)+2, "a step is of a byte at least, or the end of a side's message")
		var last time.Duration
		for _, s := range seen.Steps {
			require.GreaterOrEqual(t, s.At, last, "in their order")
			last = s.At
			require.LessOrEqual(t, s.Length, len(input)+1<<16)
			if s.Message != nil {
				require.Equal(t, s.Length, len(s.Message.Raw))
				require.Equal(t, wire.Handshake, s.Type)
			}
		}
	})
}

// smallHello is a ClientHello in its record.
func smallHello() []byte {
	return []byte("\x16\x03\x01\x00\x2d\x01\x00\x00\x29\x03\x03" + strings.Repeat("r", 32) + "\x00\x00\x02\x00\x2f\x01\x00")
}

// recordingOf cuts an input into chunks.
func recordingOf(input []byte) dissect.Recording {
	var r dissect.Recording
	for len(input) > 0 {
		head := input[0]
		n := min(int(head&0x7f), len(input)-1)
		c := dissect.Chunk{From: dissect.Side(head >> 7), At: time.Duration(len(r.Chunks)), Bytes: input[1 : 1+n]}
		if n == 0 {
			c.End = dissect.Closed
		}
		r.Chunks = append(r.Chunks, c)
		input = input[1+n:]
	}
	return r
}

// What one side says is in its order, however it was cut and whatever came between.
func TestRecordsThatComeInPiecesAreTheSame(t *testing.T) {
	t.Parallel()
	hello := smallHello()
	alert := []byte("\x15\x03\x01\x00\x02\x02\x28")
	for size := 1; size <= len(hello); size++ {
		var r dissect.Recording
		for rest, at := hello, time.Duration(0); len(rest) > 0; at++ {
			n := min(size, len(rest))
			r.Chunks = append(r.Chunks, dissect.Chunk{From: dissect.Client, At: at, Bytes: rest[:n]})
			rest = rest[n:]
		}
		whole := r.Chunks[len(r.Chunks)-1].At
		r.Chunks = append(r.Chunks,
			dissect.Chunk{From: dissect.Server, At: whole + 1, Bytes: alert},
			dissect.Chunk{From: dissect.Server, At: whole + 2, End: dissect.Closed},
			dissect.Chunk{From: dissect.Client, At: whole + 3, End: dissect.Reset})
		seen := dissect.Dissect(r, noSecrets)
		require.Len(t, seen.Steps, 4)
		require.Equal(t, whole, seen.Steps[0].At, "when the last byte came")
		require.Equal(t, hello[5:], seen.Steps[0].Message.Raw)
		require.Equal(t, alert[5:], seen.Steps[1].Content)
		require.Equal(t, dissect.Closed, seen.Steps[2].End)
		require.Equal(t, dissect.Reset, seen.Steps[3].End)
	}
}

func noSecrets(*wire.ClientHello) dissect.Secrets { return nil }

func TestWhatIsCutOffIsThereWithWhatIsMissing(t *testing.T) {
	t.Parallel()
	for input, want := range map[string]string{
		"\x16\x03\x01\x00\x2f\x01\x00\x00":         "ClientHello: body at byte 1: 3 bytes expected, 2 left in the message",
		"\x16\x03\x01\x00\x08\x01\x00\x00\x2b\x03": "ClientHello: body at byte 1: length says 43 bytes, 1 left in the message",
		"\x16\x03\x01":         "record 0: length at byte 3: 2 bytes expected, 0 left in the flow",
		"GET / HTTP/1.1\r\n\r": "TLS record expected at byte 0",
	} {
		seen := dissect.Dissect(dissect.Recording{Chunks: []dissect.Chunk{{From: dissect.Client, Bytes: []byte(input)}}}, noSecrets)
		require.Len(t, seen.Steps, 1, "%q", input)
		require.ErrorContains(t, seen.Steps[0].Err, want, "%q", input)
	}
}

// A server may say why it gives up without the keys that it has agreed on.
func TestAnAlertOfTwoBytesIsInTheClearWhereverItComes(t *testing.T) {
	t.Parallel()
	const changeCipherSpec, sealed, alert = "\x14\x03\x03\x00\x01\x01", "\x15\x03\x03\x00\x1aabcdefghijklmnopqrstuvwxyz", "\x15\x03\x03\x00\x02\x02\x28"
	seen := dissect.Dissect(dissect.Recording{Chunks: []dissect.Chunk{
		{From: dissect.Client, Bytes: smallHello()},
		{From: dissect.Client, Bytes: []byte(changeCipherSpec + sealed + alert)},
	}}, noSecrets)
	require.Len(t, seen.Steps, 4)
	require.True(t, seen.Steps[2].Encrypted)
	require.EqualError(t, seen.Steps[2].Err, "encrypted, and the secrets of the connection are not known")
	require.False(t, seen.Steps[3].Encrypted)
	require.Equal(t, []byte{2, 40}, seen.Steps[3].Content)
}

// A message that never came to its end stands where the last of it came.
func TestWhatIsUnfinishedOnBothSidesIsInOrder(t *testing.T) {
	t.Parallel()
	const begun, alert = "\x16\x03\x03\x00\x01\x01", "\x15\x03\x03\x00\x02\x02\x28"
	for _, first := range []dissect.Side{dissect.Client, dissect.Server} {
		seen := dissect.Dissect(dissect.Recording{Chunks: []dissect.Chunk{
			{From: first, At: 1, Bytes: []byte(begun)},
			{From: 1 - first, At: 2, Bytes: []byte(begun)},
			{From: first, At: 3, Bytes: []byte(alert)},
		}}, noSecrets)
		require.Len(t, seen.Steps, 3)
		for i, step := range seen.Steps {
			require.Equal(t, time.Duration(i+1), step.At)
		}
		require.Equal(t, first, seen.Steps[0].From)
		require.Equal(t, wire.AlertRecord, seen.Steps[2].Type)
	}
}

// Where a recording ends is no fault of the one who sent more.
func TestWhatARecordingCutsOffIsLeftOut(t *testing.T) {
	t.Parallel()
	const alert = "\x15\x03\x03\x00\x02\x02\x28"
	for _, cut := range []string{"\x15", "\x15\x03\x03\x00", "\x15\x03\x03\x00\x02", "\x15\x03\x03\x00\x02\x02", "\x16\x03\x03\x00\x04\x01", "\x16\x03\x03\x00\x01\x01"} {
		r := dissect.Recording{Chunks: []dissect.Chunk{{From: dissect.Client, Bytes: []byte(alert + cut)}}}
		require.Error(t, dissect.Dissect(r, noSecrets).Steps[1].Err, "%q", cut)
		r.Lost[dissect.Client] = 1
		seen := dissect.Dissect(r, noSecrets)
		require.Len(t, seen.Steps, 1, "%q", cut)
		require.Equal(t, [2]int{1, 0}, seen.Lost)
	}
}
