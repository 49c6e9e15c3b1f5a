package legacy

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// versions narrows a profile to some.
func versions(lowest, highest uint16) func(*fixtures.Profile) {
	return func(p *fixtures.Profile) { p.MinVersion, p.MaxVersion = lowest, highest }
}

// RFC 5246, section 7.2.2: decode_error is for a message that is too short, or has a
// length out of range. Wherever the end comes, and the record layer is fine.
func TestAClientHelloThatEndsEarlyIsADecodeError(t *testing.T) {
	t.Parallel()
	whole := offering(wire.VersionTLS12, rsaCBC).Marshal()[messageHeader:]
	extensionsBegin := 2 + 32 + 1 + 2 + 2 + 1 + 1
	for n := range whole {
		if n == extensionsBegin {
			continue // hellos of before RFC 3546 end here
		}
		c := meet(t, playing([]uint16{rsaCBC}))
		c.sendBody(wire.TypeClientHello, whole[:n])
		c.requireAlert(alertDecodeError)
	}
}

func TestAGarbledClientHelloIsADecodeError(t *testing.T) {
	t.Parallel()
	for name, garble := range map[string]func([]byte) []byte{
		"bytes behind the end":             func(b []byte) []byte { return append(b, 0) },
		"half a suite":                     func(b []byte) []byte { b[36] = 1; return b },
		"extensions longer than the hello": func(b []byte) []byte { b[42]++; return b },
		"session id of 33 bytes": func([]byte) []byte {
			return offering(wire.VersionTLS12, rsaCBC, func(h *wire.ClientHello) { h.SessionID = counted(33) }).Marshal()[messageHeader:]
		},
		"supported_groups of a byte": func([]byte) []byte {
			return offering(wire.VersionTLS12, rsaCBC, lacking(wire.ExtSupportedGroups), extended(wire.Extension{ID: wire.ExtSupportedGroups, Data: []byte{0, 1, 29}})).Marshal()[messageHeader:]
		},
	} {
		garble := garble
		t.Run(name, func(t *testing.T) {
			c := meet(t, playing([]uint16{rsaCBC}))
			c.sendBody(wire.TypeClientHello, garble(offering(wire.VersionTLS12, rsaCBC).Marshal()[messageHeader:]))
			c.requireAlert(alertDecodeError)
		})
	}
}

// RFC 5246, section 7.4.1.2: the list of compression methods "must contain
// CompressionMethod.null".
func TestAClientMustOfferToDoWithoutCompression(t *testing.T) {
	t.Parallel()
	for _, methods := range [][]uint8{{1}, {}, {1, 64}} {
		c := meet(t, playing([]uint16{rsaCBC}))
		c.sayHello(offering(wire.VersionTLS12, rsaCBC, func(h *wire.ClientHello) { h.CompressionMethods = methods }))
		c.requireAlert(alertHandshakeFailure)
	}
	c := meet(t, playing([]uint16{rsaCBC}))
	c.handshake(offering(wire.VersionTLS12, rsaCBC, func(h *wire.ClientHello) { h.CompressionMethods = []uint8{1, 0} }))
	require.Zero(t, c.answer.CompressionMethod)
}

// RFC 5246, appendix E.1: the lower of the client's version and the server's highest,
// also for clients from the future. RFC 8446, section 4.2.1: if supported_versions is
// there, it alone counts.
func TestTheVersionIsTheHighestOfBoth(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		legacy    uint16
		supported []uint16 // nil: no extension
		want      uint16
	}{
		"lower than the server's":            {0x0301, nil, 0x0301},
		"TLS 1.3 without the extension":      {0x0304, nil, 0x0303},
		"from the future":                    {0x03ff, nil, 0x0303},
		"of another major version":           {0x0400, nil, 0x0303},
		"all ones":                           {0xffff, nil, 0x0303},
		"extension with lower ones":          {0x0303, []uint16{0x0301, 0x0302}, 0x0302},
		"extension in the client's order":    {0x0303, []uint16{0x0302, 0x0303}, 0x0303},
		"extension with what nobody knows":   {0x0303, []uint16{0x7a7a, 0x0304, 0x0303}, 0x0303},
		"extension above the legacy version": {0x0301, []uint16{0x0303}, 0x0303},
	} {
		test := test
		t.Run(name, func(t *testing.T) {
			hello := offering(test.legacy, rsaCBC)
			if test.supported != nil {
				hello.Extensions = append(hello.Extensions, wire.SupportedVersions(test.supported...))
			}
			c := meet(t, playing([]uint16{rsaCBC}))
			c.handshake(hello)
			require.Equal(t, wire.VersionName(test.want), wire.VersionName(c.answer.LegacyVersion))
		})
	}
}

// RFC 5246, appendix E.1: protocol_version "if the server only supports versions
// greater than client_version", and RFC 8446, section 4.2.1, if none fits.
func TestAClientWithoutACommonVersionIsToldSo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		lowest, highest uint16
		hello           *wire.ClientHello
	}{
		"SSL 2.0":                  {0x0300, 0x0303, offering(0x0200, rsaCBC)},
		"version zero":             {0x0300, 0x0303, offering(0, rsaCBC)},
		"older than the server":    {0x0302, 0x0303, offering(0x0301, rsaCBC)},
		"TLS 1.3 alone":            {0x0300, 0x0303, offering(0x0303, rsaCBC, extended(wire.SupportedVersions(0x0304)))},
		"newer than the server":    {0x0301, 0x0301, offering(0x0303, rsaCBC, extended(wire.SupportedVersions(0x0303, 0x0304)))},
		"an empty list":            {0x0301, 0x0303, offering(0x0303, rsaCBC, extended(wire.SupportedVersions()))},
		"one that nobody speaks":   {0x0301, 0x0303, offering(0x0303, rsaCBC, extended(wire.SupportedVersions(0x1a1a)))},
		"SSL 3.0 in the extension": {0x0301, 0x0303, offering(0x0303, rsaCBC, extended(wire.SupportedVersions(0x0300)))},
	} {
		test := test
		t.Run(name, func(t *testing.T) {
			c := meet(t, playing([]uint16{rsaCBC}, versions(test.lowest, test.highest)))
			c.sayHello(test.hello)
			require.True(t, c.requireAlert(alertProtocolVersion).Refused)
		})
	}
}

// RFC 7507, section 3.
func TestAFallbackBelowTheServersVersionIsInappropriate(t *testing.T) {
	t.Parallel()
	fallback := func(h *wire.ClientHello) { h.CipherSuites = append(h.CipherSuites, wire.FallbackSCSV) }
	c := meet(t, playing([]uint16{rsaCBC}))
	c.sayHello(offering(wire.VersionTLS11, rsaCBC, fallback))
	c.requireAlert(alertInappropriateFallback)
	require.EqualValues(t, 86, alertInappropriateFallback)

	c = meet(t, playing([]uint16{rsaCBC}, versions(tls.VersionTLS10, tls.VersionTLS11)))
	c.handshake(offering(wire.VersionTLS11, rsaCBC, fallback))
	c.requireGoodbye()
}

// RFC 5246, section 7.4.1.3: handshake_failure if there is no acceptable suite.
func TestAClientWithoutACommonSuiteIsToldSo(t *testing.T) {
	t.Parallel()
	for name, hello := range map[string]*wire.ClientHello{
		"another suite":             offering(wire.VersionTLS12, rsaCBC),
		"no suite at all":           offering(wire.VersionTLS12, ecdheGCM, func(h *wire.ClientHello) { h.CipherSuites = nil }),
		"no common group":           offering(wire.VersionTLS12, ecdheGCM, lacking(wire.ExtSupportedGroups), extended(wire.SupportedGroups(0x0100))),
		"no common scheme":          offering(wire.VersionTLS12, ecdheGCM, lacking(wire.ExtSignatureAlgorithms), extended(wire.SignatureAlgorithms(0x0403))),
		"only compressed points":    offering(wire.VersionTLS12, ecdheGCM, lacking(wire.ExtPointFormats), extended(wire.PointFormats(1))),
		"a suite of TLS 1.2 in 1.1": offering(wire.VersionTLS11, ecdheGCM),
	} {
		hello := hello
		t.Run(name, func(t *testing.T) {
			c := meet(t, playing([]uint16{ecdheGCM}))
			c.sayHello(hello)
			require.True(t, c.requireAlert(alertHandshakeFailure).Refused)
		})
	}
}

// RFC 8422, section 4, and RFC 5246, section 7.4.1.4.1: a client that names neither
// groups nor schemes can do any group, and SHA-1.
func TestAClientThatNamesNothingCanDoWhatWasUsual(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{ecdheGCM}))
	c.handshake(offering(wire.VersionTLS12, ecdheGCM, func(h *wire.ClientHello) { h.Extensions = nil }))
	state := c.served.conn.State()
	require.Equal(t, tls.X25519, state.Group)
	require.Equal(t, tls.PKCS1WithSHA1, state.SignatureScheme)
	require.Nil(t, c.answer.Extensions)
}

// RFC 5246, section 7.4.1.4: "There MUST NOT be more than one extension of the same
// type."
func TestAnExtensionThatComesTwiceIsAnError(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{rsaCBC}))
	c.sayHello(offering(wire.VersionTLS12, rsaCBC, extended(wire.ServerName("a.test"), wire.ServerName("b.test"))))
	require.Contains(t, c.requireAlert(alertDecodeError).Reason, "server_name twice")
}
