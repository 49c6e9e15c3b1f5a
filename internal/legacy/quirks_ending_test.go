package legacy

import (
	"crypto/tls"
	"io"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// meetOverTCP is meet for tests of how TCP ends.
func meetOverTCP(t *testing.T, q fixtures.Quirks) *client {
	t.Helper()
	near, far := tcpPair(t)
	running := &served{result: make(chan error, 1)}
	running.conn = serverFor(t, playing([]uint16{rsaCBC}, quirky(q))).Conn(far, nil)
	go func() {
		err := echo(running.conn)
		running.conn.Close()
		running.result <- err
	}()
	return &client{tb: t, conn: near, records: newRecordLayer(near), served: running}
}

// established is a client that has completed a handshake with a server of the quirks.
func established(t *testing.T, suite uint16, q fixtures.Quirks) *client {
	t.Helper()
	c := meet(t, playing([]uint16{suite}, quirky(q)))
	c.handshake(offering(wire.VersionTLS12, suite))
	return c
}

// requireRecords says that these records of application data come next.
func (c *client) requireRecords(want ...string) {
	c.tb.Helper()
	var got []string
	for range want {
		kind, fragment, err := c.nextRecord()
		require.NoError(c.tb, err)
		require.Equal(c.tb, wire.ApplicationData, kind, "%x", fragment)
		got = append(got, string(fragment))
	}
	require.Equal(c.tb, want, got)
}

// requireEnd says that the connection ends here, between two records and by no alert.
func (c *client) requireEnd() {
	c.tb.Helper()
	_, fragment, err := c.nextRecord()
	require.Equal(c.tb, io.EOF, err, "%x", fragment)
}

// requireHeard says that nothing that the client still sends is answered by a reset, and
// closes its end.
func (c *client) requireHeard() {
	c.tb.Helper()
	for i := 0; i < 2; i++ { // it is the second that would fail
		_, err := c.conn.Write([]byte("on its way"))
		require.NoError(c.tb, err)
	}
	c.conn.Close()
}

func TestAServerResetsAfterItsFlight(t *testing.T) {
	t.Parallel()
	c := meetOverTCP(t, fixtures.Quirks{ResetAfterFlight: true})
	c.begin(offering(wire.VersionTLS12, rsaCBC))
	_, _, err := c.nextRecord()
	require.ErrorIs(t, err, syscall.ECONNRESET)
	require.EqualError(t, <-c.served.result, "the server resets connections after its first flight")
}

// The client says more than its key exchange, which is not to be answered by a reset.
func TestAServerClosesAfterTheKeyExchange(t *testing.T) {
	t.Parallel()
	c := meetOverTCP(t, fixtures.Quirks{CloseAfterKeyExchange: true})
	c.begin(offering(wire.VersionTLS12, rsaCBC))
	c.answerFlight()
	c.requireEnd()
	c.requireHeard()
	require.EqualError(t, <-c.served.result, "the server closes connections after the client's key exchange")
}

func TestAnAlertFollowsTheHandshake(t *testing.T) {
	t.Parallel()
	s := serverFor(t, playing([]uint16{rsaCBC}, quirky(fixtures.Quirks{AlertAfterHandshake: 49})))
	for version := wire.VersionSSL30; version <= wire.VersionTLS12; version++ {
		c := meetServer(t, s)
		c.handshake(offering(version, rsaCBC))
		c.requireAlert(49)
		seen := c.served.seen()
		require.Equal(t, "> alert fatal access_denied (49) (protected)", seen[len(seen)-1])

		again := second(t, s, c.kept())
		again.handshake(offering(version, rsaCBC))
		require.True(t, again.resumed())
		again.requireAlert(49)
	}
}

func TestAPlainAlertFollowsTheHandshake(t *testing.T) {
	t.Parallel()
	for _, suite := range []uint16{rsaCBC, ecdheGCM} {
		c := established(t, suite, fixtures.Quirks{PlainAlertAfterHandshake: 49})
		c.records.protectReads(nil)
		c.requireAlert(49)
		seen := c.served.seen()
		require.Equal(t, "> alert fatal access_denied (49)", seen[len(seen)-1])
	}
}

// RFC 5246, section 7.4.1.1. The data that made the server ask is answered after.
func TestAServerAsksForAHandshakeAfterSoMuchData(t *testing.T) {
	t.Parallel()
	c := established(t, rsaCBC, fixtures.Quirks{RenegotiateAfter: 10})
	askedAt := func(data string) {
		t.Helper()
		c.record(wire.ApplicationData, []byte(data))
		require.Equal(t, wire.MarshalMessage(wire.TypeHelloRequest, nil), c.message())
	}
	c.requireEcho("four")                          // 8 bytes have gone
	askedAt("12")                                  // 10
	c.record(wire.ApplicationData, []byte("held")) // 14
	c.handshake(c.again())
	c.requireData("12held") // 20
	askedAt("!")            // 11 since the last time
	c.alert(levelWarning, alertNoRenegotiation)
	c.requireData("!")
	c.requireEcho("four")
	askedAt("1")
	c.requireRefusedRenegotiation()
}

// requireRefusedRenegotiation says that a fatal alert is an answer to a HelloRequest as
// well.
func (c *client) requireRefusedRenegotiation() {
	c.tb.Helper()
	c.alert(levelFatal, alertNoRenegotiation)
	require.ErrorAs(c.tb, <-c.served.result, new(*RemoteAlert))
}

func TestTheFirstByteHasARecordOfItsOwn(t *testing.T) {
	t.Parallel()
	c := established(t, rsaCBC, fixtures.Quirks{SplitFirstByte: true})
	c.record(wire.ApplicationData, []byte("hello"))
	c.requireRecords("h", "ello")
	c.record(wire.ApplicationData, []byte("!"))
	c.record(wire.ApplicationData, []byte("??"))
	c.requireRecords("!", "?", "?")
	c.requireGoodbye()
}

// io.Reader permits it, and programs that take one Read for one message find out.
func TestAGoClientReadsTheFirstByteAlone(t *testing.T) {
	t.Parallel()
	near, _ := serve(t, serverFor(t, playing([]uint16{ecdheGCM}, quirky(fixtures.Quirks{SplitFirstByte: true}))), echo)
	conn := tls.Client(near, goClient(t, tls.VersionTLS12, ecdheGCM))
	_, err := conn.Write([]byte("hello"))
	require.NoError(t, err)
	b := make([]byte, 100)
	for _, want := range []string{"h", "ello"} {
		n, err := conn.Read(b)
		require.NoError(t, err)
		require.Equal(t, want, string(b[:n]))
	}
}

func TestEmptyRecordsComeBeforeData(t *testing.T) {
	t.Parallel()
	for _, suite := range []uint16{rsaCBC, rsaRC4, ecdheGCM} {
		c := established(t, suite, fixtures.Quirks{EmptyRecords: 3})
		c.record(wire.ApplicationData, []byte("hello"))
		c.requireRecords("", "", "", "hello")
		c.requireGoodbye()
	}
	c := established(t, rsaCBC, fixtures.Quirks{EmptyRecords: 1, SplitFirstByte: true})
	c.record(wire.ApplicationData, []byte("hello"))
	c.requireRecords("", "h", "", "ello")
}

// RFC 6520, section 4: type, length of the payload, and 16 bytes of padding at least.
func TestAHeartbeatFollowsTheHandshake(t *testing.T) {
	t.Parallel()
	c := established(t, rsaCBC, fixtures.Quirks{HeartbeatRecord: true})
	kind, fragment, err := c.nextRecord()
	require.NoError(t, err)
	require.EqualValues(t, 24, kind)
	require.Equal(t, []byte{1, 0, 0}, fragment[:3])
	require.GreaterOrEqual(t, len(fragment), 3+16)
	c.requireEcho("works for who does not mind")
}

func TestAConnectionEndsWithoutCloseNotify(t *testing.T) {
	t.Parallel()
	c := established(t, rsaCBC, fixtures.Quirks{NoCloseNotify: true})
	c.requireEcho("hello")
	c.requireGoodbye()
	c.requireEnd()
}

func TestAServerWithoutCloseNotifyReadsOn(t *testing.T) {
	t.Parallel()
	read := make(chan string, 1)
	c := meetHandler(t, serverFor(t, playing([]uint16{rsaCBC}, quirky(fixtures.Quirks{NoCloseNotify: true}))), func(conn *Conn) error {
		if err := conn.Handshake(); err != nil {
			return err
		}
		if err := conn.CloseWrite(); err != nil {
			return err
		}
		_, err := conn.Write([]byte("more"))
		require.ErrorIs(t, err, errClosed)
		got, err := io.ReadAll(conn)
		read <- string(got)
		return err
	})
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	c.requireEnd()
	c.record(wire.ApplicationData, []byte("still there"))
	c.requireGoodbye()
	require.Equal(t, "still there", <-read)
}

func TestAConnectionEndsAfterSoMuchData(t *testing.T) {
	t.Parallel()
	c := meetOverTCP(t, fixtures.Quirks{TruncateAfter: 5})
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	c.requireEcho("he")
	c.record(wire.ApplicationData, []byte("llo there"))
	c.requireRecords("llo")
	c.requireEnd()
	c.requireHeard()
	require.EqualError(t, <-c.served.result, "the server closes connections after 5 bytes of application data")
}

func TestAMessageCanEndWhereTheConnectionDoes(t *testing.T) {
	t.Parallel()
	c := established(t, rsaCBC, fixtures.Quirks{TruncateAfter: 5})
	c.requireEcho("hello")
	c.requireEnd()
	c = established(t, rsaCBC, fixtures.Quirks{TruncateAfter: 1, SplitFirstByte: true})
	c.record(wire.ApplicationData, []byte("hello"))
	c.requireRecords("h")
	c.requireEnd()
}

// Write says how much it has written, as an io.Writer does.
func TestALongWriteIsCutOff(t *testing.T) {
	t.Parallel()
	const limit = maxFragment + 100
	text := strings.Repeat("0123456789", 4000)
	written := make(chan int, 2)
	c := meetHandler(t, serverFor(t, playing([]uint16{rsaCBC}, quirky(fixtures.Quirks{TruncateAfter: limit}))), func(conn *Conn) error {
		n, err := conn.Write([]byte(text))
		written <- n
		n, _ = conn.Write([]byte("more"))
		written <- n
		return err
	})
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	c.requireData(text[:limit])
	c.requireEnd()
	c.conn.Close()
	require.Equal(t, limit, <-written)
	require.Zero(t, <-written)
	require.ErrorContains(t, <-c.served.result, "the server closes connections")
}
