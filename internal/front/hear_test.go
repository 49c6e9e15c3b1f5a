package front_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/front"
	"github.com/legacytls/legacytls/internal/wire"
)

// A script is a client that sends what it has, and remembers what it is told.
type script struct {
	io.Reader
	told bytes.Buffer
}

func (s *script) Write(p []byte) (int, error)   { return s.told.Write(p) }
func (*script) Close() error                    { return nil }
func (*script) LocalAddr() net.Addr             { return &net.TCPAddr{} }
func (*script) RemoteAddr() net.Addr            { return &net.TCPAddr{} }
func (*script) SetDeadline(time.Time) error     { return nil }
func (*script) SetReadDeadline(time.Time) error { return nil }
func (*script) SetWriteDeadline(time.Time) error {
	return nil
}

// judging is a front that reads every hello, and refuses those of over 100 bytes.
func judging(t testing.TB) *front.Front { return frontOf(t, fixtures.Quirks{RefuseHelloOver: 100}) }

func TestTheBackendReadsWhatTheClientSentHoweverItCame(t *testing.T) {
	t.Parallel()
	first := cut(helloOf(100).Marshal(), 7)
	all := append(first, "what comes after the hello"...)
	for _, how := range []io.Reader{
		bytes.NewReader(all), iotest.OneByteReader(bytes.NewReader(all)), iotest.DataErrReader(bytes.NewReader(all)), iotest.HalfReader(bytes.NewReader(all)),
	} {
		conn, err := judging(t).Accept(&script{Reader: how})
		require.NoError(t, err)
		require.NoError(t, iotest.TestReader(conn, all))
	}
}

func TestAHelloIsJudgedHoweverItCame(t *testing.T) {
	t.Parallel()
	all := cut(helloOf(101).Marshal(), 7)
	_, err := judging(t).Accept(&script{Reader: iotest.OneByteReader(bytes.NewReader(all))})
	require.EqualError(t, err, "the ClientHello has 101 bytes, this server takes 100")
}

func TestNothingBehindTheHelloIsWaitedFor(t *testing.T) {
	t.Parallel()
	near, far := tcpPair(t)
	_, err := near.Write(sent(hello()))
	require.NoError(t, err)
	_, err = judging(t).Accept(far)
	require.NoError(t, err)
}

// What is no ClientHello, or a broken one, is for the backend.
func TestWhatCannotBeReadIsHandedOn(t *testing.T) {
	t.Parallel()
	broken := helloOf(200).Marshal()
	broken[4+2+32] = 255 // of the session id
	for name, bytes := range map[string][]byte{
		"nothing":              {},
		"plain text":           []byte("GET / HTTP/1.1\r\n\r\n"),
		"SSLv2":                append([]byte{0x80, 0x2e, 1, 3, 1}, make([]byte, 200)...),
		"an alert":             wire.MarshalRecord(wire.AlertRecord, 0x0301, []byte{2, 40}),
		"another message":      wire.MarshalRecord(wire.Handshake, 0x0301, wire.MarshalMessage(wire.TypeFinished, make([]byte, 200))),
		"half a header":        {22, 3},
		"half a hello":         sent(helloOf(200))[:150],
		"a broken hello":       wire.MarshalRecord(wire.Handshake, 0x0301, broken),
		"no end":               cut(wire.MarshalMessage(wire.TypeClientHello, make([]byte, 70_000)), 1<<14),
		"records with nothing": bytesOf(wire.MarshalRecord(wire.Handshake, 0x0301, nil), 20_000),
	} {
		conn, err := judging(t).Accept(&script{Reader: newReader(bytes)})
		require.NoError(t, err, name)
		served, err := io.ReadAll(conn)
		require.NoError(t, err, name)
		require.Equal(t, bytes, served, name)
	}
}

func newReader(b []byte) io.Reader        { return bytes.NewReader(b) }
func bytesOf(record []byte, n int) []byte { return bytes.Repeat(record, n) }

func TestAClientIsReadWithinBounds(t *testing.T) {
	t.Parallel()
	endless := &counting{Reader: newReader(cut(wire.MarshalMessage(wire.TypeClientHello, make([]byte, 1<<20)), 1<<14))}
	_, err := judging(t).Accept(&script{Reader: endless})
	require.NoError(t, err)
	require.LessOrEqual(t, endless.read, 1<<16+1<<10)
}

type counting struct {
	io.Reader
	read int
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.read += n
	return n, err
}

// Who speaks first may wait for an answer, which is up to the backend.
func TestNoMoreIsReadThanTellsThatThereIsNoHello(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		sent []byte
		read int
	}{
		"plain text":      {[]byte("EHLO example.test\r\n"), 5},
		"an alert":        {wire.MarshalRecord(wire.AlertRecord, 0x0301, []byte{2, 40}), 5},
		"another message": {append(wire.MarshalRecord(wire.Handshake, 0x0301, []byte{20, 0, 1, 0}), "more"...), 9},
	} {
		client := &counting{Reader: newReader(test.sent)}
		_, err := judging(t).Accept(&script{Reader: client})
		require.NoError(t, err, name)
		require.Equal(t, test.read, client.read, name)
	}
}

// A deadline that passed may be set anew.
func TestAnErrorDoesNotOutlastItself(t *testing.T) {
	t.Parallel()
	all := sent(helloOf(200))
	late := iotest.TimeoutReader(iotest.HalfReader(newReader(all)))
	conn, err := judging(t).Accept(&script{Reader: late})
	require.NoError(t, err)
	first, err := io.ReadAll(conn)
	require.ErrorIs(t, err, iotest.ErrTimeout)
	rest, err := io.ReadAll(conn)
	require.NoError(t, err)
	require.Equal(t, all, append(first, rest...))
}

func TestTheBackendMeetsTheErrorThatReadingEndedWith(t *testing.T) {
	t.Parallel()
	gone := errors.New("the client has gone")
	half := sent(helloOf(200))[:150]
	conn, err := judging(t).Accept(&script{Reader: io.MultiReader(newReader(half), iotest.ErrReader(gone))})
	require.NoError(t, err)
	served, err := io.ReadAll(conn)
	require.ErrorIs(t, err, gone)
	require.Equal(t, half, served)
}

func TestNobodyIsReadWhereNoQuirkAsks(t *testing.T) {
	t.Parallel()
	client := &script{Reader: iotest.ErrReader(errors.New("read"))}
	conn, err := frontOf(t, fixtures.Quirks{}).Accept(client)
	require.NoError(t, err)
	require.Same(t, client, conn)
}

func TestTheConnectionBelowCanBeHad(t *testing.T) {
	t.Parallel()
	client := &script{Reader: newReader(sent(hello()))}
	conn, err := judging(t).Accept(client)
	require.NoError(t, err)
	require.Same(t, client, conn.(interface{ NetConn() net.Conn }).NetConn())
}

// FuzzAccept: whatever comes, it is handed on as it came, or refused for a hello that
// really is too long.
func FuzzAccept(f *testing.F) {
	for _, h := range [][]byte{sent(helloOf(101)), sent(helloOf(100)), cut(helloOf(300).Marshal(), 9), []byte("GET /"), {22, 3, 1, 0, 0, 22, 3, 1, 0, 1, 1}} {
		f.Add(h, uint8(3))
	}
	tested := judging(f)
	f.Fuzz(func(t *testing.T, sent []byte, piece uint8) {
		client := &script{Reader: &pieces{newReader(sent), int(piece) + 1}}
		conn, err := tested.Accept(client)
		if err != nil {
			hello, parseErr := wire.DecodeFlow(sent).ClientHello()
			require.NoError(t, parseErr)
			require.Greater(t, len(hello.Raw), 100)
			require.Equal(t, []byte{2, 40}, client.told.Bytes()[5:])
			return
		}
		served, err := io.ReadAll(conn)
		require.NoError(t, err)
		require.True(t, bytes.Equal(sent, served))
		require.Empty(t, client.told.Bytes())
	})
}

// pieces gives so many bytes at a time.
type pieces struct {
	io.Reader
	size int
}

func (p *pieces) Read(b []byte) (int, error) { return p.Reader.Read(b[:min(len(b), p.size)]) }
