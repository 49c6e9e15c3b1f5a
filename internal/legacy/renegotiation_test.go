package legacy

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

func renegotiating(how fixtures.Renegotiation) func(*fixtures.Profile) {
	return func(p *fixtures.Profile) { p.Renegotiation = how }
}

// again is the hello of a renegotiation that follows from the handshake before.
func (c *client) again(changes ...func(*wire.ClientHello)) *wire.ClientHello {
	return offering(c.answer.LegacyVersion, c.suite.ID, append([]func(*wire.ClientHello){
		lacking(wire.ExtRenegotiationInfo), extended(wire.RenegotiationInfo(c.verifyData.client)),
	}, changes...)...)
}

// connected starts a server and a client of it, which complete a first handshake in
// that version. A secure client says so.
func connected(tb testing.TB, version uint16, how fixtures.Renegotiation, secure bool) *client {
	tb.Helper()
	c := meet(tb, playing([]uint16{rsaCBC}, renegotiating(how)))
	hello := offering(version, rsaCBC, lacking(wire.ExtRenegotiationInfo))
	if secure {
		hello.CipherSuites = append(hello.CipherSuites, wire.RenegotiationSCSV)
	}
	c.handshake(hello)
	return c
}

// RFC 5746, sections 3.5 and 3.7, and 4.5 for SSL 3.0.
func TestASecureRenegotiationFollowsFromTheHandshakeBefore(t *testing.T) {
	t.Parallel()
	for version := wire.VersionSSL30; version <= wire.VersionTLS12; version++ {
		for _, how := range []fixtures.Renegotiation{fixtures.SecureRenegotiation, fixtures.LegacyRenegotiation} {
			c := connected(t, version, how, true)
			c.requireEcho("before")
			for i := 0; i < 3; i++ {
				before := c.verifyData
				c.handshake(c.again())
				info, sent := c.answer.Extension(wire.ExtRenegotiationInfo)
				require.True(t, sent)
				want := append(append([]byte(nil), before.client...), before.server...)
				require.Equal(t, wire.RenegotiationInfo(want), info)
				c.requireEcho("after")
			}
			c.requireGoodbye()
		}
	}
}

// RFC 5746, section 3.7: each of these "MUST abort the handshake".
func TestARenegotiationThatDoesNotFollowIsAnAttack(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*wire.ClientHello){
		"another handshake": func(h *wire.ClientHello) { h.Extensions[len(h.Extensions)-1].Data[3] ^= 1 },
		"empty":             func(h *wire.ClientHello) { h.Extensions[len(h.Extensions)-1] = wire.RenegotiationInfo(nil) },
		"missing":           lacking(wire.ExtRenegotiationInfo),
		"cut off": func(h *wire.ClientHello) {
			h.Extensions[len(h.Extensions)-1] = wire.RenegotiationInfo(counted(11))
		},
		"with the signal": func(h *wire.ClientHello) { h.CipherSuites = append(h.CipherSuites, wire.RenegotiationSCSV) },
	} {
		change := change
		t.Run(name, func(t *testing.T) {
			for _, how := range []fixtures.Renegotiation{fixtures.SecureRenegotiation, fixtures.LegacyRenegotiation} {
				c := connected(t, wire.VersionTLS12, how, true)
				c.sayHello(c.again(change))
				c.requireAlert(alertHandshakeFailure)
			}
		})
	}
}

// RFC 5746, section 3.6: in the first handshake it must be empty.
func TestTheFirstHelloFollowsFromNothing(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{rsaCBC}))
	c.sayHello(offering(wire.VersionTLS12, rsaCBC, lacking(wire.ExtRenegotiationInfo), extended(wire.RenegotiationInfo(counted(12)))))
	c.requireAlert(alertHandshakeFailure)
}

// RFC 5246, section 7.2.2: no_renegotiation is a warning, after which all goes on.
func TestARefusedRenegotiationEndsNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]*client{
		"refused at all":         connected(t, wire.VersionTLS12, fixtures.RefuseRenegotiation, true),
		"refused without secure": connected(t, wire.VersionTLS10, fixtures.SecureRenegotiation, false),
	} {
		c := c
		t.Run(name, func(t *testing.T) {
			for i := 0; i < 20; i++ {
				c.sayHello(c.again())
				kind, fragment, err := c.nextRecord()
				require.NoError(t, err)
				require.Equal(t, wire.AlertRecord, kind)
				require.Equal(t, []byte{levelWarning, alertNoRenegotiation}, fragment)
			}
			c.requireEcho("and on it goes")
			c.requireGoodbye()
		})
	}
}

// Each ClientHello has an answer, however many share a record.
func TestTwoHellosInOneRecordAreTwo(t *testing.T) {
	t.Parallel()
	c := connected(t, wire.VersionTLS12, fixtures.RefuseRenegotiation, true)
	hello := c.again().Marshal()
	c.record(wire.Handshake, append(hello, hello...))
	for i := 0; i < 2; i++ {
		_, fragment, err := c.nextRecord()
		require.NoError(t, err)
		require.Equal(t, []byte{levelWarning, alertNoRenegotiation}, fragment)
	}
	c.requireEcho("and on it goes")
}

// RFC 5746, section 4.5: SSL 3.0 has no such warning.
func TestSSL3RefusesARenegotiationForGood(t *testing.T) {
	t.Parallel()
	c := connected(t, wire.VersionSSL30, fixtures.RefuseRenegotiation, true)
	c.sayHello(c.again())
	c.requireAlert(alertHandshakeFailure)
}

// RFC 5746, section 4.4: without the extension, if the server does that, and then
// without any sign of it.
func TestALegacyRenegotiationIsForServersThatAllowIt(t *testing.T) {
	t.Parallel()
	c := connected(t, wire.VersionTLS12, fixtures.LegacyRenegotiation, false)
	c.handshake(c.again(lacking(wire.ExtRenegotiationInfo)))
	_, sent := c.answer.Extension(wire.ExtRenegotiationInfo)
	require.False(t, sent)
	c.requireEcho("after")

	c = connected(t, wire.VersionTLS12, fixtures.LegacyRenegotiation, false)
	c.sayHello(c.again())
	c.requireAlert(alertHandshakeFailure)

	c = connected(t, wire.VersionTLS12, fixtures.LegacyRenegotiation, false)
	c.sayHello(c.again(lacking(wire.ExtRenegotiationInfo), func(h *wire.ClientHello) {
		h.CipherSuites = append(h.CipherSuites, wire.RenegotiationSCSV)
	}))
	c.requireAlert(alertHandshakeFailure)
}

// The version is that of the connection: its records have no other.
func TestARenegotiationKeepsTheVersion(t *testing.T) {
	t.Parallel()
	c := connected(t, wire.VersionTLS12, fixtures.SecureRenegotiation, true)
	c.sayHello(c.again(func(h *wire.ClientHello) { h.Version = wire.VersionTLS11 }))
	c.requireAlert(alertProtocolVersion)
}

// A renegotiation that fails is the end, and what came during it is not for the
// application.
func TestAFailedRenegotiationLeavesNothingToRead(t *testing.T) {
	t.Parallel()
	reads := make(chan string, 3)
	s := serverFor(t, playing([]uint16{rsaCBC}, renegotiating(fixtures.SecureRenegotiation)))
	c := meetHandler(t, s, func(conn *Conn) error {
		var first error
		for i := 0; i < 3; i++ {
			b := make([]byte, 100)
			n, err := conn.Read(b)
			if first == nil {
				first = err
			}
			reads <- string(b[:n])
		}
		if _, err := conn.Write([]byte("more")); err == nil {
			t.Error("the server writes after a renegotiation that failed")
		}
		return first
	})
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	c.begin(c.again())
	c.record(wire.ApplicationData, []byte("during the renegotiation"))
	c.sendBody(wire.TypeFinished, nil)
	c.requireAlert(alertUnexpectedMessage)
	for i := 0; i < 3; i++ {
		require.Empty(t, <-reads)
	}
}

// RFC 5246, section 7.4.1.1, note 2 of section 7.2.2: data may be on its way when a
// renegotiation begins.
func TestDataInFlightDuringARenegotiationIsKept(t *testing.T) {
	t.Parallel()
	c := connected(t, wire.VersionTLS12, fixtures.SecureRenegotiation, true)
	c.begin(c.again())
	c.record(wire.ApplicationData, []byte("one "))
	c.sendKeyExchange()
	c.record(wire.ApplicationData, []byte("two "))
	c.finish()
	c.readFinish()
	c.record(wire.ApplicationData, []byte("three"))
	c.requireData("one two three")
	c.requireGoodbye()
}

// What is kept has a bound.
func TestAClientCannotHaveEverythingKept(t *testing.T) {
	t.Parallel()
	c := connected(t, wire.VersionTLS12, fixtures.SecureRenegotiation, true)
	c.begin(c.again())
	for sent := 0; sent <= maxHeld; sent += maxFragment {
		c.record(wire.ApplicationData, make([]byte, maxFragment))
	}
	require.Contains(t, c.requireAlert(alertUnexpectedMessage).Reason, "more than 1048576 bytes of application data")
}

func TestARenegotiationWithAClientCertificateChangesTheState(t *testing.T) {
	t.Parallel()
	c := meetCertificateServer(t, rsaCBC, renegotiating(fixtures.SecureRenegotiation), asking(tls.RequestClientCert))
	own := c.certificate
	c.certificate = nil
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	require.Empty(t, c.served.conn.State().ClientCertificates)
	c.certificate = own
	c.handshake(c.again())
	c.requireEcho("now I am known")
	require.Len(t, c.served.conn.State().ClientCertificates, 1)
}

// Half a handshake leaves keys that fit nothing.
func TestNothingIsWrittenAfterARenegotiationThatTheClientGivesUp(t *testing.T) {
	t.Parallel()
	s := serverFor(t, playing([]uint16{rsaCBC}, renegotiating(fixtures.SecureRenegotiation)))
	written := make(chan error, 1)
	c := meetHandler(t, s, func(conn *Conn) error {
		_, err := conn.Read(make([]byte, 1))
		_, writeErr := conn.Write([]byte("more"))
		written <- writeErr
		return err
	})
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	c.begin(c.again())
	c.alert(levelFatal, alertHandshakeFailure)
	require.ErrorAs(t, <-c.served.result, new(*RemoteAlert))
	require.Error(t, <-written)
}

// RFC 5246, section 7.4.9: Finished follows its ChangeCipherSpec at once. Data under
// keys that nothing has confirmed is not kept.
func TestNoDataComesBeforeAFinishedIsThere(t *testing.T) {
	t.Parallel()
	c := connected(t, wire.VersionTLS12, fixtures.SecureRenegotiation, true)
	c.begin(c.again())
	c.sendKeyExchange()
	c.changeCipherSpec()
	c.record(wire.ApplicationData, []byte("too early"))
	require.Contains(t, c.requireAlert(alertUnexpectedMessage).Reason, "expected Finished, got a record of type application_data")
}
