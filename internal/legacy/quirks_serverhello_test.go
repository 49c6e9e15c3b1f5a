package legacy

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// proceed ends a handshake that the client has begun, in the version that the server
// goes on in.
func (c *client) proceed(version uint16) {
	c.tb.Helper()
	c.answer.LegacyVersion, c.schedule.version = version, version
	c.records.setVersion(version)
	c.readFlight()
	c.answerFlight()
	c.finish()
	c.readFinish()
	c.requireEcho("works for who does not look")
}

func TestAServerHelloHasAnotherVersionThanTheRest(t *testing.T) {
	t.Parallel()
	for _, named := range []uint16{wire.VersionSSL30, wire.VersionTLS11, wire.VersionTLS13, 0xfeff} {
		c := meet(t, playing([]uint16{rsaCBC}, quirky(fixtures.Quirks{SelectVersion: named})))
		c.sayHello(offering(wire.VersionTLS12, rsaCBC))
		c.readServerHello()
		require.Equal(t, named, c.answer.LegacyVersion)
		c.proceed(wire.VersionTLS12)
		require.Equal(t, wire.VersionTLS12, c.served.conn.State().Version)
	}
}

func TestAServerHelloSelectsACompressionMethod(t *testing.T) {
	t.Parallel()
	for _, method := range []uint8{0, 1, 64} {
		c := meet(t, playing([]uint16{rsaCBC}, quirky(fixtures.Quirks{SelectCompression: method})))
		c.handshake(offering(wire.VersionTLS12, rsaCBC))
		require.Equal(t, method, c.answer.CompressionMethod)
		c.requireEcho("nothing is compressed")
	}
}

// 0xC02F and 0x002F end in the same byte.
func TestAServerComparesSecondBytesOfSuites(t *testing.T) {
	t.Parallel()
	q := quirky(fixtures.Quirks{CompareSecondBytes: true})
	inClientOrder := func(p *fixtures.Profile) { p.ClientOrder = true }
	c := meet(t, playing([]uint16{rsaRC4, rsaCBC}, q))
	c.handshake(offering(wire.VersionTLS12, ecdheGCM))
	require.EqualValues(t, rsaCBC, c.answer.CipherSuite)
	c.requireEcho("works for who does not look")

	for _, order := range []func(*fixtures.Profile){q, inClientOrder} {
		c = meet(t, playing([]uint16{rsaRC4, rsaCBC}, q, order))
		c.handshake(offering(wire.VersionTLS12, ecdheGCM, func(h *wire.ClientHello) {
			h.CipherSuites = append(h.CipherSuites, rsaRC4, wire.RenegotiationSCSV)
		}))
		fits := map[bool]uint16{true: rsaCBC, false: rsaRC4}[c.served.conn.server.config.Profile.ClientOrder]
		require.Equal(t, fits, c.answer.CipherSuite)
	}

	c = meet(t, playing([]uint16{rsaCBC}, q))
	c.sayHello(offering(wire.VersionTLS12, ecdheCBC)) // 0xC013
	require.Contains(t, c.requireAlert(alertHandshakeFailure).Error(), "the client offers 1 cipher suite, none of them AES128-SHA")
}

func TestAServerGivesBackTheSessionIDAndResumesNothing(t *testing.T) {
	t.Parallel()
	withoutIDs := func(p *fixtures.Profile) { p.SessionIDs = false }
	for _, q := range []fixtures.Quirks{{EchoSessionID: true}, {EchoSessionID: true, ForgetSessions: true}} {
		for _, id := range []string{"", "made up by the client"} {
			c := meet(t, playing([]uint16{rsaCBC}, quirky(q), withoutIDs))
			c.handshake(offering(wire.VersionTLS12, rsaCBC, func(h *wire.ClientHello) { h.SessionID = []byte(id) }))
			require.Equal(t, id, string(c.answer.SessionID))
			require.Contains(t, c.served.seen(), "> Certificate", "a full handshake")
			c.requireEcho("works for who does not look")
			require.False(t, c.served.conn.State().Resumed)
		}
	}
}

// RFC 8446, section 4.1.3: the last eight bytes, one mark for TLS 1.2 and one for less.
func TestARandomEndsInTheDowngradeSentinel(t *testing.T) {
	t.Parallel()
	for version, mark := range map[uint16]string{
		wire.VersionTLS10: "\x44\x4f\x57\x4e\x47\x52\x44\x00",
		wire.VersionTLS11: "\x44\x4f\x57\x4e\x47\x52\x44\x00",
		wire.VersionTLS12: "\x44\x4f\x57\x4e\x47\x52\x44\x01",
	} {
		c := meet(t, playing([]uint16{ecdheCBC}, quirky(fixtures.Quirks{DowngradeSentinel: true})))
		c.handshake(offering(version, ecdheCBC))
		require.Equal(t, mark, string(c.answer.Random[24:]))
		require.NotZero(t, [24]byte(c.answer.Random[:24]), "the rest is random")
		c.requireEcho("keys come from the random that was sent")
	}
}
