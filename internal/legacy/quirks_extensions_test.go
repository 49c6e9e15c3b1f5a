package legacy

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

func TestExtendedMasterSecretIsOnlyAName(t *testing.T) {
	t.Parallel()
	p := playing([]uint16{rsaCBC}, quirky(fixtures.Quirks{ExtendedMasterSecretInNameOnly: true}))
	honest := meet(t, p)
	honest.begin(offering(wire.VersionTLS12, rsaCBC, withEMS))
	require.True(t, honest.answer.ExtendedMasterSecret)
	honest.answerFlight()
	honest.finish()
	honest.requireAlert(alertBadRecordMAC)

	knowing := meet(t, p)
	knowing.begin(offering(wire.VersionTLS12, rsaCBC, withEMS))
	knowing.answer.ExtendedMasterSecret = false
	knowing.answerFlight()
	knowing.finish()
	knowing.readFinish()
	knowing.requireEcho("the secret is that of RFC 5246, section 8.1")

	unaware := meet(t, p)
	unaware.handshake(offering(wire.VersionTLS12, rsaCBC))
	require.False(t, unaware.answer.ExtendedMasterSecret)
}

// RFC 5746, section 3.7: a renegotiation is as it should be.
func TestRenegotiationInfoOfAFirstHandshakeIsNotEmpty(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{rsaCBC}, renegotiating(fixtures.SecureRenegotiation), quirky(fixtures.Quirks{NonEmptyRenegotiationInfo: true})))
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	require.Equal(t, []wire.Extension{{ID: wire.ExtRenegotiationInfo, Data: append([]byte{12}, make([]byte, 12)...)}}, c.answer.Extensions)
	said := append(append([]byte(nil), c.verifyData.client...), c.verifyData.server...)
	c.handshake(c.again(lacking(wire.ExtRenegotiationInfo), extended(wire.RenegotiationInfo(c.verifyData.client))))
	require.Equal(t, []wire.Extension{wire.RenegotiationInfo(said)}, c.answer.Extensions)

	c = meet(t, playing([]uint16{rsaCBC}, quirky(fixtures.Quirks{NonEmptyRenegotiationInfo: true})))
	c.handshake(offering(wire.VersionTLS12, rsaCBC, lacking(wire.ExtRenegotiationInfo)))
	require.Empty(t, c.answer.Extensions, "nobody asks")
}

func TestAServerSelectsAProtocolThatNobodyOffers(t *testing.T) {
	t.Parallel()
	p := playing([]uint16{rsaCBC}, quirky(fixtures.Quirks{SelectALPN: "spdy/3"}))
	for _, offer := range [][]wire.Extension{nil, {wire.ALPN("http/1.1")}} {
		c := meet(t, p)
		c.handshake(offering(wire.VersionTLS12, rsaCBC, extended(offer...)))
		sent, _ := c.answer.Extension(wire.ExtALPN)
		require.Equal(t, "\x00\x07\x06spdy/3", string(sent.Data))
		c.requireEcho("works for who does not look")
		require.Empty(t, c.served.conn.State().ALPN, "the server itself goes on without")
	}
	c := meet(t, p)
	c.handshake(offering(wire.VersionSSL30, rsaCBC))
	require.Empty(t, c.answer.Extensions, "SSL 3.0 has no extensions")
}

func TestPointFormatsAreCompressedOnly(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{ecdheCBC, rsaCBC}, quirky(fixtures.Quirks{CompressedPointsOnly: true})))
	c.handshake(offering(wire.VersionTLS12, ecdheCBC))
	sent, _ := c.answer.Extension(wire.ExtPointFormats)
	require.Equal(t, []byte{1, 1}, sent.Data)

	c = meet(t, playing([]uint16{ecdheCBC, rsaCBC}, quirky(fixtures.Quirks{CompressedPointsOnly: true})))
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	_, answered := c.answer.Extension(wire.ExtPointFormats)
	require.False(t, answered, "there are no points")
}

// RFC 6066, section 3: the list of one name of a client, where nothing belongs.
func TestTheServerNameIsRepeated(t *testing.T) {
	t.Parallel()
	p := playing([]uint16{rsaCBC}, quirky(fixtures.Quirks{NonEmptyServerName: true}))
	c := meet(t, p)
	asking := extended(wire.ServerName("a.test"))
	c.handshake(offering(wire.VersionTLS12, rsaCBC, asking))
	sent, _ := c.answer.Extension(wire.ExtServerName)
	require.Equal(t, "\x00\x09\x00\x00\x06a.test", string(sent.Data))

	for name, hello := range map[string]*wire.ClientHello{
		"nobody asks": offering(wire.VersionTLS12, rsaCBC), "SSL 3.0": offering(wire.VersionSSL30, rsaCBC, asking),
	} {
		c := meet(t, p)
		c.handshake(hello)
		_, answered := c.answer.Extension(wire.ExtServerName)
		require.False(t, answered, name)
	}
}

func TestExtensionsAreSentThatNobodyAskedFor(t *testing.T) {
	t.Parallel()
	p := playing([]uint16{rsaCBC}, quirky(fixtures.Quirks{UnsolicitedExtensions: []uint16{wire.ExtExtendedMasterSecret, 0xfade}}))
	c := meet(t, p)
	c.handshake(offering(wire.VersionTLS12, rsaCBC, lacking(wire.ExtRenegotiationInfo), withEMS))
	want := []wire.Extension{{ID: wire.ExtExtendedMasterSecret}, {ID: 0xfade}}
	require.Equal(t, ids(want), ids(c.answer.Extensions), "what was asked for is not sent twice")
	c.requireEcho("one of them was no lie")

	c = meet(t, p)
	c.begin(offering(wire.VersionTLS12, rsaCBC, lacking(wire.ExtRenegotiationInfo)))
	require.Equal(t, ids(want), ids(c.answer.Extensions))
	for _, e := range c.answer.Extensions {
		require.Empty(t, e.Data)
	}
}

func ids(extensions []wire.Extension) []uint16 {
	var all []uint16
	for _, e := range extensions {
		all = append(all, e.ID)
	}
	return all
}

func TestExtensionsAreMissingThatTheServerGoesOnWith(t *testing.T) {
	t.Parallel()
	p := playing([]uint16{rsaCBC}, quirky(fixtures.Quirks{OmitExtensions: []uint16{wire.ExtSessionTicket, wire.ExtExtendedMasterSecret}}))
	c := meet(t, p)
	c.begin(offering(wire.VersionTLS12, rsaCBC, offeringTicket(nil), withEMS))
	require.Equal(t, []uint16{wire.ExtRenegotiationInfo}, ids(c.answer.Extensions))
	c.answer.ExtendedMasterSecret = true
	c.answerFlight()
	c.finish()
	c.readFinish()
	require.Len(t, c.ticket, ticketLength)
	c.requireEcho("all is there but the notice")

	p.Quirks.OmitExtensions = []uint16{wire.ExtRenegotiationInfo}
	c = meet(t, p)
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	require.Nil(t, c.answer.Extensions, "the message ends before them")
}

func TestAllExtensionsAreTwice(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{rsaCBC}, quirky(fixtures.Quirks{
		DoubleExtensions: true, SelectALPN: "h2", UnsolicitedExtensions: []uint16{0xfade}, NonEmptyServerName: true,
	})))
	c.handshake(offering(wire.VersionTLS12, rsaCBC, extended(wire.ServerName("a.test"))))
	half := []uint16{wire.ExtRenegotiationInfo, wire.ExtALPN, wire.ExtServerName, 0xfade}
	require.Equal(t, append(half, half...), ids(c.answer.Extensions))
}
