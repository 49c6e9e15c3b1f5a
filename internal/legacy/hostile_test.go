package legacy

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

func TestAMessageLongerThanTheServerTakesIsIllegal(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{rsaCBC}))
	c.record(wire.Handshake, []byte{1, 1, 0, 0}) // 64 KiB, and the header
	c.requireAlert(alertIllegalParameter)

	c = connected(t, wire.VersionTLS12, fixtures.SecureRenegotiation, true)
	c.record(wire.Handshake, []byte{1, 0xff, 0xff, 0xff})
	c.requireAlert(alertIllegalParameter)
}

func TestTheLongestMessageThatTheServerTakesIsTaken(t *testing.T) {
	t.Parallel()
	const header, fixed = 4, 2 + 32 + 1 + 2 + 2 + 1 + 1 + 2
	c := meet(t, playing([]uint16{rsaCBC}))
	filler := make([]byte, maxMessage-header-fixed-4)
	c.handshake(offering(wire.VersionTLS12, rsaCBC, func(h *wire.ClientHello) {
		h.Extensions = []wire.Extension{{ID: 21, Data: filler}} // padding (RFC 7685)
		require.Len(t, h.Marshal(), maxMessage)
	}))
	c.requireEcho("long, and in order")
}

// The RFCs have no bound on warnings. A server without one can be kept busy.
func TestAFloodOfWarningsIsCutOff(t *testing.T) {
	t.Parallel()
	const someWarning = 90 // user_canceled
	c := connected(t, wire.VersionTLS12, fixtures.RefuseRenegotiation, true)
	for i := 0; i < maxWarnings; i++ {
		c.alert(levelWarning, someWarning)
	}
	c.requireEcho("those did not matter")
	for i := 0; i <= maxWarnings; i++ {
		c.alert(levelWarning, someWarning)
	}
	c.requireAlert(alertUnexpectedMessage)

	c = meet(t, playing([]uint16{rsaCBC}))
	for i := 0; i <= maxWarnings; i++ {
		c.alert(levelWarning, someWarning)
	}
	c.requireAlert(alertUnexpectedMessage)
}

// Neither bound is reset by what the other one counts.
func TestEmptyRecordsDoNotHideAFloodOfWarnings(t *testing.T) {
	t.Parallel()
	c := connected(t, wire.VersionTLS12, fixtures.RefuseRenegotiation, true)
	empty := wire.MarshalRecord(wire.ApplicationData, wire.VersionTLS12, nil)
	for i := 0; i <= maxWarnings; i++ {
		c.alert(levelWarning, 90)
		h := header{c.records.writer.seq, wire.ApplicationData, wire.VersionTLS12}
		sealed := c.records.writer.protection.seal(nil, h, empty[recordHeaderLength:])
		c.records.writer.seq++
		c.conn.Write(wire.MarshalRecord(wire.ApplicationData, wire.VersionTLS12, sealed))
	}
	c.requireAlert(alertUnexpectedMessage)
}

// RFC 5246, section 7.2.1: close_notify is answered by the end, in the middle of a
// handshake as well.
func TestAClientMaySayGoodbyeAtAnyTime(t *testing.T) {
	t.Parallel()
	for _, at := range stations() {
		c := meetCertificateServer(t, rsaCBC)
		at.reach(c)
		c.alert(levelWarning, alertCloseNotify)
		err := <-c.served.result
		if at.name == "after the handshake" {
			require.NoError(t, err)
			continue
		}
		require.ErrorIs(t, err, io.EOF)
		require.ErrorContains(t, err, "the connection ended before the client's")
	}
}

// The error says what the server awaited when the client was gone.
func TestAConnectionThatEndsDuringTheHandshakeIsToldFrom(t *testing.T) {
	t.Parallel()
	for _, at := range stations()[:6] {
		c := meetCertificateServer(t, rsaCBC)
		at.reach(c)
		c.conn.(*memoryConn).CloseWrite()
		awaited := at.awaits.String()
		if at.awaits == 0 {
			awaited = "ChangeCipherSpec"
		}
		require.EqualError(t, <-c.served.result, "the connection ended before the client's "+awaited+" came: EOF")
	}
}

// RFC 5246, section 7.2.1, on truncation attacks.
func TestAConnectionThatEndsWithinARecordIsAnError(t *testing.T) {
	t.Parallel()
	for _, at := range stations() {
		c := meetCertificateServer(t, rsaCBC)
		at.reach(c)
		c.conn.Write([]byte{byte(wire.Handshake), 3, 3, 0, 100, 1, 2, 3})
		c.conn.(*memoryConn).CloseWrite()
		require.ErrorIs(t, <-c.served.result, io.ErrUnexpectedEOF, at.name)
	}
}

// RFC 5246, section 7.2.2: the other side's fatal alert is the end, and has no
// answer.
func TestAFatalAlertOfTheClientsIsReportedAndNotAnswered(t *testing.T) {
	t.Parallel()
	for _, at := range stations() {
		c := meetCertificateServer(t, rsaCBC)
		at.reach(c)
		c.alert(levelFatal, alertUnknownCA)
		var alert *RemoteAlert
		require.ErrorAs(t, <-c.served.result, &alert)
		require.Equal(t, wire.Alert{Level: levelFatal, Code: alertUnknownCA}, alert.Alert)
		for _, e := range c.served.seen() {
			require.NotContains(t, e, "> alert fatal")
		}
	}
}

func TestAnAlertIsTwoBytes(t *testing.T) {
	t.Parallel()
	for _, content := range [][]byte{{1}, {1, 90, 1, 90}} {
		c := meet(t, playing([]uint16{rsaCBC}))
		c.record(wire.AlertRecord, content)
		c.requireAlert(alertDecodeError)
	}
}

// RFC 5246, section 7.2.2: bad_record_mac, after which nothing is read.
func TestARecordThatWasChangedEndsTheConnection(t *testing.T) {
	t.Parallel()
	for _, suite := range []uint16{rsaCBC, rsaRC4, 0x009c, 0x003b} { // CBC, stream, GCM, NULL
		c := meet(t, playing([]uint16{suite}))
		c.handshake(offering(wire.VersionTLS12, suite))
		c.records.queue(wire.ApplicationData, []byte("transfer 100"))
		sealed := c.records.writer.queued
		sealed[len(sealed)-1] ^= 1
		c.flush()
		c.requireAlert(alertBadRecordMAC)
	}
}

// A record may not change its version (RFC 5246, appendix E.1).
func TestRecordsKeepTheVersionThatWasChosen(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{rsaCBC}))
	c.begin(offering(wire.VersionTLS12, rsaCBC))
	c.records.setVersion(wire.VersionTLS10)
	c.sendKeyExchange()
	c.records.setVersion(wire.VersionTLS12)
	c.requireAlert(alertProtocolVersion)
}
