package legacy

import (
	"crypto/tls"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

func quirky(q fixtures.Quirks) func(*fixtures.Profile) {
	return func(p *fixtures.Profile) { p.Quirks = q }
}

func TestEachQuirkHasItsRow(t *testing.T) {
	t.Parallel()
	var want, got []string
	for _, f := range reflect.VisibleFields(reflect.TypeOf(fixtures.Quirks{})) {
		if strings.Contains(f.Tag.Get("play"), "legacy") {
			want = append(want, f.Name)
		}
	}
	for name := range quirks() {
		got = append(got, name)
	}
	require.ElementsMatch(t, want, got)
}

func TestAServerWithoutExtendedMasterSecretIgnoresIt(t *testing.T) {
	t.Parallel()
	s := serverFor(t, playing([]uint16{rsaCBC}, quirky(fixtures.Quirks{NoExtendedMasterSecret: true})))
	c := meetServer(t, s)
	c.handshake(offering(wire.VersionTLS12, rsaCBC, withEMS))
	require.False(t, c.answer.ExtendedMasterSecret)
	c.requireEcho("works all the same")
	again := second(t, s, c.kept())
	again.handshake(offering(wire.VersionTLS12, rsaCBC, withEMS))
	require.True(t, again.resumed(), "such a server resumes its sessions")
	require.False(t, again.answer.ExtendedMasterSecret)
}

func TestExtendedMasterSecretIsLostOnResumption(t *testing.T) {
	t.Parallel()
	s := serverFor(t, playing([]uint16{rsaCBC}, quirky(fixtures.Quirks{NoExtendedMasterSecretOnResumption: true})))
	c := meetServer(t, s)
	c.handshake(offering(wire.VersionTLS12, rsaCBC, withEMS))
	require.True(t, c.answer.ExtendedMasterSecret)
	again := second(t, s, c.kept())
	again.handshake(offering(wire.VersionTLS12, rsaCBC, withEMS))
	require.True(t, again.resumed())
	require.False(t, again.answer.ExtendedMasterSecret)
	again.requireEcho("works for who does not look")
}

// RFC 5746, section 4.2: such a server ignores both signals, whenever they come.
func TestAServerWithoutRenegotiationInfoIgnoresIt(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{rsaCBC}, renegotiating(fixtures.LegacyRenegotiation), quirky(fixtures.Quirks{NoRenegotiationInfo: true})))
	signal := func(h *wire.ClientHello) { h.CipherSuites = append(h.CipherSuites, wire.RenegotiationSCSV) }
	c.handshake(offering(wire.VersionTLS12, rsaCBC, signal))
	require.Empty(t, c.answer.Extensions)
	c.handshake(c.again(signal))
	require.Empty(t, c.answer.Extensions)
	c.requireEcho("works for who does not look")
}

func TestAnOldServerChoosesByTheLegacyVersionAlone(t *testing.T) {
	t.Parallel()
	hello := func() *wire.ClientHello {
		return offering(wire.VersionTLS12, rsaCBC, extended(wire.SupportedVersions(wire.VersionTLS13, wire.VersionTLS12)))
	}
	old := playing([]uint16{rsaCBC}, versions(wire.VersionTLS10, wire.VersionTLS10))
	c := meet(t, old)
	c.sayHello(hello())
	c.requireAlert(alertProtocolVersion)

	old.Quirks.IgnoreSupportedVersions = true
	c = meet(t, old)
	c.handshake(hello())
	require.Equal(t, wire.VersionTLS10, c.answer.LegacyVersion)
}

func TestAServerSignsWithWhatTheClientDoesNotOffer(t *testing.T) {
	t.Parallel()
	for want, schemes := range map[tls.SignatureScheme][]tls.SignatureScheme{
		tls.PKCS1WithSHA1:   nil,
		tls.PKCS1WithSHA512: {tls.ECDSAWithP256AndSHA256, tls.PKCS1WithSHA512, tls.PKCS1WithSHA256},
	} {
		p := playing([]uint16{ecdheGCM}, quirky(fixtures.Quirks{IgnoreSignatureAlgorithms: true}))
		p.SignatureSchemes = schemes
		c := meet(t, p)
		c.handshake(offering(wire.VersionTLS12, ecdheGCM, lacking(wire.ExtSignatureAlgorithms), extended(wire.SignatureAlgorithms(0x0804))))
		c.requireEcho("works for who does not look")
		require.Equal(t, want, c.served.conn.State().SignatureScheme)
	}
}

func TestAServerForgetsTheSessionsThatItIssues(t *testing.T) {
	t.Parallel()
	s := serverFor(t, playing([]uint16{rsaCBC}, quirky(fixtures.Quirks{ForgetSessions: true})))
	for _, ticket := range []bool{false, true} {
		hello := offering(wire.VersionTLS12, rsaCBC)
		if ticket {
			offeringTicket(nil)(hello)
		}
		kept := firstSession(t, s, hello)
		require.NotEmpty(t, kept.id)
		require.Equal(t, ticket, len(kept.ticket) > 0)
		c := second(t, s, kept)
		c.handshake(offering(wire.VersionTLS12, rsaCBC, offeringTicket(kept)))
		require.False(t, c.resumed())
	}
}

func TestAServerSelectsASuiteThatWasNotOffered(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{rsaCBC}, quirky(fixtures.Quirks{SelectSuite: rsaRC4})))
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	require.EqualValues(t, rsaRC4, c.answer.CipherSuite)
	c.requireEcho("works for who does not look")
}

func TestAServerHelloHasItsExtensionsTwice(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{ecdheCBC}, quirky(fixtures.Quirks{DoubleExtensions: true})))
	c.handshake(offering(wire.VersionTLS12, ecdheCBC))
	half := len(c.answer.Extensions) / 2
	require.NotZero(t, half)
	require.Equal(t, c.answer.Extensions[:half], c.answer.Extensions[half:])
}

// RFC 8422, section 5.11: crypto/ecdh refuses what is no point.
func TestAPointIsNoneOfItsCurve(t *testing.T) {
	t.Parallel()
	for _, group := range []uint16{23, 24, 25, 29} {
		c := meet(t, playing([]uint16{ecdheGCM}, quirky(fixtures.Quirks{MalformedPoint: true})))
		c.begin(offering(wire.VersionTLS12, ecdheGCM, lacking(wire.ExtSupportedGroups), extended(wire.SupportedGroups(group))))
		length := int(c.params[3])
		_, err := curveOf(c.group()).NewPublicKey(c.params[ecdhParamsHeader : ecdhParamsHeader+length])
		require.Error(t, err, wire.GroupName(group))
	}
}

// RFC 8017, section 8.2.1: a signature is as long as the modulus, here 64 bytes.
func TestASignatureIsShort(t *testing.T) {
	t.Parallel()
	for short, q := range map[bool]fixtures.Quirks{true: {ShortSignature: true}, false: {}} {
		c := meet(t, playing([]uint16{ecdheGCM}, quirky(q), func(p *fixtures.Profile) { p.Certificate.Key = certs.RSA512 }))
		c.begin(offering(wire.VersionTLS12, ecdheGCM))
		point := int(c.params[3])
		signature, rest := cutVector16(c.params[ecdhParamsHeader+point+2:])
		require.Empty(t, rest)
		require.Equal(t, short, len(signature) < 64)
	}
}
