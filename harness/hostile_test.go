package harness_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// rawBytes sends bytes to s, half-closes, and reads what comes back until the
// server ends the connection.
func rawBytes(t testing.TB, s *harness.Server, sent []byte) []byte {
	t.Helper()
	conn := rawDial(t, s)
	defer conn.Close()
	conn.Write(sent) // the server may have hung up already
	conn.(*net.TCPConn).CloseWrite()
	got, _ := io.ReadAll(conn)
	return got
}

func rawDial(t testing.TB, s *harness.Server) net.Conn {
	t.Helper()
	conn, err := net.DialTimeout("tcp", s.Addr, patience)
	require.NoError(t, err)
	conn.SetDeadline(time.Now().Add(patience))
	return conn
}

// aRecord is the beginning of a handshake record that announces more than
// there is.
var aRecord = []byte{22, 3, 1, 0x40, 0, 1, 0, 0x3f, 0xfc, 3, 3}

func TestHostileBytesEndInAnErrorThatSaysWhatCame(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		sent     []byte
		helloErr string
	}{
		"nothing":       {nil, "nothing was sent"},
		"garbage":       {bytes.Repeat([]byte{0xde, 0xad, 0xbe, 0xef}, 64), "TLS record expected"},
		"half a record": {aRecord, "record"},
		"plain HTTP":    {[]byte("GET / HTTP/1.1\r\nHost: old.test\r\n\r\n"), "HTTP"},
		"SSLv2 hello":   {append([]byte{0x80, 0x2e, 1, 0, 2, 0, 0x15, 0, 0, 0, 0x10}, make([]byte, 37)...), "SSL"},
		"only an alert": {[]byte{21, 3, 1, 0, 2, 2, 40}, "ClientHello"},
		"empty records": {bytes.Repeat([]byte{22, 3, 1, 0, 0}, 100), "ClientHello"},
	} {
		name, tc := name, tc
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, over := watch(t, fixtures.RSAKeyExchangeOnly())
			rawBytes(t, s, tc.sent)
			c := next(t, over)
			require.False(t, c.Established)
			require.Error(t, c.Err)
			require.Nil(t, c.Hello)
			require.ErrorContains(t, c.HelloErr, tc.helloErr)

			_, err := ping(s, explicitClient(s))
			require.NoError(t, err, "the server serves the next client")
		})
	}
}

func TestAClientThatFallsSilentIsCutOff(t *testing.T) {
	t.Parallel()
	for name, sent := range map[string][]byte{"nothing": nil, "half a record": aRecord} {
		s, over := watch(t, fixtures.RSAKeyExchangeOnly(), harness.WithHandshakeTimeout(50*time.Millisecond))
		conn := rawDial(t, s)
		defer conn.Close()
		_, err := conn.Write(sent)
		require.NoError(t, err)
		c := next(t, over)
		require.EqualError(t, c.Err, "the client did not complete the handshake in time", name)
		_, err = conn.Read(make([]byte, 1))
		require.Error(t, err)
		require.NotErrorIs(t, err, errTimeout{}, "the server has closed the connection")
	}
}

// errTimeout stands for the deadline of the test's own connection.
type errTimeout struct{}

func (errTimeout) Error() string { return "i/o timeout" }

func TestAnEstablishedConnectionIsNotCutOff(t *testing.T) {
	t.Parallel()
	s, over := watch(t, fixtures.RSAKeyExchangeOnly(), harness.WithHandshakeTimeout(200*time.Millisecond))
	conn, err := dial(s, explicitClient(s))
	require.NoError(t, err)
	defer conn.Close()

	// A second client that is cut off shows that the time has passed.
	idle := rawDial(t, s)
	defer idle.Close()
	require.EqualError(t, next(t, over).Err, "the client did not complete the handshake in time")
	require.NoError(t, echo(conn, "still there"))
}

func TestTheMemoryThatAHostileClientTakesIsBounded(t *testing.T) {
	t.Parallel()
	junk := bytes.Repeat([]byte{22, 3, 1, 0, 1, 1}, 10<<20/6) // a hello in records of one byte, 10 MB
	endless := append([]byte{22, 3, 1, 0x40, 0}, bytes.Repeat([]byte{1}, 1<<20)...)
	for name, sent := range map[string][]byte{"tiny records": junk, "one long message": endless, "zeros": make([]byte, 10<<20)} {
		s, over := watch(t, fixtures.RSAKeyExchangeOnly())
		conn := rawDial(t, s)
		conn.Write(sent)
		conn.Close()
		c := next(t, over)
		require.Error(t, c.Err, name)
		require.LessOrEqual(t, s.Recorded(), 4*harness.MaxTap, name)
	}
}

// A glutton is a backend that reads whatever comes and never hangs up. The
// server's own memory must not depend on the good sense of its backend.
type glutton struct{ refuser }

func (glutton) Open(context.Context, harness.Setup) (harness.Engine, error) { return glutton{}, nil }

func (glutton) ServeConn(conn net.Conn, _ *harness.Conversation) error {
	_, err := io.Copy(io.Discard, conn)
	return err
}

func TestWhatIsRememberedIsBoundedUnderAnyBackend(t *testing.T) {
	t.Parallel()
	s, over := watch(t, fixtures.RSAKeyExchangeOnly(), harness.WithBackend(glutton{}))
	rawBytes(t, s, make([]byte, 2<<20))
	require.ErrorContains(t, next(t, over).HelloErr, "no ClientHello")
	require.LessOrEqual(t, s.Recorded(), 2*harness.MaxTap)
	require.GreaterOrEqual(t, s.Recorded(), harness.MaxTap)
}

// What goes over a connection after the handshake is nobody's business, but for how it begins.
func TestOfApplicationDataTheBeginningAloneIsRecorded(t *testing.T) {
	t.Parallel()
	s, _ := watch(t, fixtures.AES128SHAOnly())
	conn, err := dial(s, explicitClient(s))
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, echo(conn, "hello"))
	before := s.Recorded()
	for i := 0; i < 10; i++ {
		require.NoError(t, echo(conn, strings.Repeat("x", 32<<10)))
	}
	require.LessOrEqual(t, s.Recorded(), before+4*harness.MaxTapOn)
}

// Who sends byte by byte makes a server remember as much as others do, and is understood.
func TestAsManyPiecesAsThereAreAreNotRemembered(t *testing.T) {
	t.Parallel()
	s, over := watch(t, profile(fixtures.TLS12Only(), "byte-by-byte", func(p *fixtures.Profile) { p.Quirks.WriteSize = 1 }))
	conn, err := dial(s, explicitClient(s))
	require.NoError(t, err)
	for i := 0; i < 3000; i++ {
		_, err = conn.Write([]byte{'x'})
		require.NoError(t, err)
	}
	_, err = io.WriteString(conn, "\n")
	require.NoError(t, err)
	line, err := bufio.NewReader(conn).ReadString('\n')
	require.NoError(t, err)
	require.Len(t, line, 3001)
	conn.Close()
	requireOpened(t, next(t, over).Transcript())
	require.LessOrEqual(t, s.Recorded(), 4*harness.MaxTap)
}

func TestAResetInTheHandshakeIsAnErrorOfTheConnectionAlone(t *testing.T) {
	t.Parallel()
	s, over := watch(t, fixtures.RSAKeyExchangeOnly())
	conn := rawDial(t, s)
	_, err := conn.Write(aRecord)
	require.NoError(t, err)
	require.NoError(t, conn.(*net.TCPConn).SetLinger(0))
	require.NoError(t, conn.Close())
	require.Error(t, next(t, over).Err)
	_, err = ping(s, explicitClient(s))
	require.NoError(t, err)
}

func TestHostileClientsLeaveNoGoroutineBehind(t *testing.T) { // not parallel: it counts goroutines
	before := runtime.NumGoroutine()
	s, err := harness.Serve(bg, fixtures.RSAKeyExchangeOnly())
	require.NoError(t, err)
	for i := 0; i < 20; i++ {
		conn := rawDial(t, s)
		defer conn.Close()
		conn.Write(aRecord)
	}
	require.NoError(t, s.Close())
	settles(t, before)
}

// settles waits until there are no more goroutines than there were.
func settles(t testing.TB, before int) {
	t.Helper()
	eventually(t, func() bool { return runtime.NumGoroutine() <= before }, "goroutines were left behind")
}
