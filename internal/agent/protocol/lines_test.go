package protocol

import (
	"bytes"
	"encoding/json"
	"io"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReaderReturnsWhatTheWriterWrote(t *testing.T) {
	var wire bytes.Buffer
	w := NewWriter(&wire)
	want := Reply{ID: 7, Kind: KindResult, Result: &Result{
		Stage: StageHandshake, Error: "remote error: tls: \"x\"\n<&>", Sent: []byte{0, '\n', 255}, Counters: map[string]uint64{"a": 1},
	}}
	require.NoError(t, w.Write(want))
	require.Equal(t, 1, bytes.Count(wire.Bytes(), []byte("\n")))
	var got Reply
	require.NoError(t, NewReader(&wire).Read(&got))
	require.Equal(t, want, got)
}

func TestUnsetAndEmptySuitesStayApart(t *testing.T) {
	for _, want := range [][]uint16{nil, {}, {47}} {
		var wire bytes.Buffer
		require.NoError(t, NewWriter(&wire).Write(Config{CipherSuites: want, Groups: want}))
		var got Config
		require.NoError(t, NewReader(&wire).Read(&got))
		require.Equal(t, want, got.CipherSuites)
		require.Equal(t, want, got.Groups)
	}
}

func TestReaderGoesOnAfterABadLine(t *testing.T) {
	in := NewReader(strings.NewReader("nonsense\n\r\n\n{\"ID\":1}\r\n{\"ID\":2}\n"))
	var r Request
	var wrong *LineError
	require.ErrorAs(t, in.Read(&r), &wrong)
	require.ErrorContains(t, wrong, `"nonsense"`)
	require.NoError(t, in.Read(&r))
	require.Equal(t, uint64(1), r.ID)
	require.NoError(t, in.Read(&r))
	require.Equal(t, uint64(2), r.ID)
	require.Equal(t, io.EOF, in.Read(&r))
}

func TestReaderDropsALineThatWasCutOff(t *testing.T) {
	var r Request
	require.Equal(t, io.EOF, NewReader(strings.NewReader(`{"ID":1}`)).Read(&r))
	require.Zero(t, r.ID)
}

// endless is a line of n bytes and its end.
func endless(n int64) io.Reader {
	return io.MultiReader(io.LimitReader(xs{}, n), strings.NewReader("\n{\"ID\":3}\n"))
}

type xs struct{}

func (xs) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'x'
	}
	return len(b), nil
}

func TestReaderPassesOverALineThatIsTooLongWithoutKeepingIt(t *testing.T) {
	in := NewReader(endless(32 << 20))
	in.max = 1 << 10
	var r Request
	var wrong *LineError
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	require.ErrorAs(t, in.Read(&r), &wrong)
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<20), "bytes allocated for a line of 32 MB")
	require.ErrorContains(t, wrong, "at most")
	require.NoError(t, in.Read(&r))
	require.Equal(t, uint64(3), r.ID)
}

func TestWriterDoesNotMixLines(t *testing.T) {
	reader, writer := io.Pipe()
	w := NewWriter(writer)
	var all sync.WaitGroup
	const writers = 20
	for i := 0; i < writers; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			_ = w.Write(Reply{Kind: KindError, Error: strings.Repeat("x", 10000)})
		}()
	}
	in := NewReader(reader)
	for i := 0; i < writers; i++ {
		var r Reply
		require.NoError(t, in.Read(&r))
		require.Len(t, r.Error, 10000)
	}
	all.Wait()
}

// FuzzReader holds the reader against lines split by the standard library.
func FuzzReader(f *testing.F) {
	f.Add([]byte("{\"ID\":1,\"Op\":\"dial\",\"Dial\":{\"Addr\":\"a:1\"}}\nrubbish\n\n{\"ID\":2}\r\n{"))
	f.Add([]byte("null\n[]\n{\"ID\":-1}\n\x00\xff\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		in := NewReader(bytes.NewReader(b))
		lines := bytes.SplitAfter(b, []byte("\n"))
		for _, line := range lines {
			if !bytes.HasSuffix(line, []byte("\n")) {
				break // cut off
			}
			if line = bytes.TrimRight(line, "\r\n"); len(line) == 0 {
				continue
			}
			var got, want Request
			err := in.Read(&got)
			wantErr := json.Unmarshal(line, &want)
			require.Equal(t, wantErr == nil, err == nil)
			if err != nil {
				require.IsType(t, &LineError{}, err)
			}
			require.Equal(t, want, got)
		}
		require.Equal(t, io.EOF, in.Read(new(Request)))
	})
}
