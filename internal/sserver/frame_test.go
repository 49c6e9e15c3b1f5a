package sserver

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

func TestAFrameIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	for _, f := range []frame{
		{'C', []byte{}},
		{'D', []byte("hello")},
		{0, []byte{0, '\n', 0xff}},
		{'O', bytes.Repeat([]byte{7}, 1<<16)},
	} {
		for _, how := range []func(io.Reader) io.Reader{iotest.OneByteReader, iotest.HalfReader, iotest.DataErrReader} {
			got, err := readFrame(how(bytes.NewReader(append(f.marshal(), "more"...))))
			require.NoError(t, err)
			require.Equal(t, f, got)
		}
	}
}

// supervisor.pl reads it with unpack 'aN'.
func TestAFrameIsALetterALengthAndBytes(t *testing.T) {
	t.Parallel()
	require.Equal(t, "D\x00\x00\x00\x02hi", string(frame{'D', []byte("hi")}.marshal()))
	require.Equal(t, []byte{0, 1, 0, 0}, frame{'D', make([]byte, 1<<16)}.marshal()[1:5])
}

func TestAFrameThatIsCutOffIsNotAnOrderlyEnd(t *testing.T) {
	t.Parallel()
	whole := frame{'E', []byte("abc")}.marshal()
	for n := 1; n < len(whole); n++ {
		_, err := readFrame(bytes.NewReader(whole[:n]))
		require.Equal(t, io.ErrUnexpectedEOF, err, "cut at %d", n)
	}
	_, err := readFrame(strings.NewReader(""))
	require.Equal(t, io.EOF, err, "between two frames it is")
}

func TestAFrameThatCannotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	whole := frame{'E', []byte("abc")}.marshal()
	for n := 0; n < len(whole); n++ {
		_, err := readFrame(io.MultiReader(bytes.NewReader(whole[:n]), iotest.ErrReader(broken)))
		require.ErrorIs(t, err, broken, "after %d bytes", n)
	}
}

// What is no supervisor says whatever it likes, such as that there is no such container.
func TestAnOversizedFrameIsRefusedBeforeThereIsRoomForIt(t *testing.T) {
	for _, said := range []string{
		"Error: no such container",
		"E\xff\xff\xff\xff",
		string(frame{'E', make([]byte, maxFrame+1)}.marshal()[:5]),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := readFrame(strings.NewReader(said))
		runtime.ReadMemStats(&after)
		require.ErrorContains(t, err, "from what should be the supervisor of openssl")
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(maxFrame))
	}
	f := frame{'r', make([]byte, maxFrame)}
	got, err := readFrame(bytes.NewReader(f.marshal()))
	require.NoError(t, err)
	require.Len(t, got.body, maxFrame)
}

func TestWhatIsNoSupervisorIsQuoted(t *testing.T) {
	t.Parallel()
	_, err := readFrame(strings.NewReader("Error: no such container"))
	require.EqualError(t, err, `a frame of 1920102258 bytes from what should be the supervisor of openssl: "Error"`)
}

func FuzzReadFrame(f *testing.F) {
	f.Add(frame{'D', []byte("hello")}.marshal())
	f.Add([]byte("E\x00\x00\x00\x05hel"))
	f.Add([]byte("E\x00"))
	f.Add([]byte("no such file or directory"))
	f.Fuzz(func(t *testing.T, b []byte) {
		rest := bytes.NewReader(b)
		got, err := readFrame(rest)
		if err == nil {
			n := len(b) - rest.Len()
			require.Equal(t, b[:n], got.marshal())
			return
		}
		if len(b) == 0 {
			require.Equal(t, io.EOF, err)
		}
		if !strings.Contains(err.Error(), "should be the supervisor") {
			require.Zero(t, rest.Len(), "there was more to read")
		}
	})
}
