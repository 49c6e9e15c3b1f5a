package legacy

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// RFC 7301, section 3.2: the server's order decides, and no_application_protocol is
// fatal.
func TestTheProtocolIsTheServersFirstThatTheClientHas(t *testing.T) {
	t.Parallel()
	speaking := func(p *fixtures.Profile) { p.ALPN = []string{"h2", "http/1.1"} }
	c := meet(t, playing([]uint16{rsaCBC}, speaking))
	c.handshake(offering(wire.VersionTLS12, rsaCBC, extended(wire.ALPN("http/1.1", "h2", "ftp"))))
	require.Equal(t, "h2", c.answer.ALPN)
	require.Equal(t, "h2", c.served.conn.State().ALPN)

	c = meet(t, playing([]uint16{rsaCBC}, speaking))
	c.sayHello(offering(wire.VersionTLS12, rsaCBC, extended(wire.ALPN("ftp"))))
	c.requireAlert(alertNoApplicationProtocol)

	c = meet(t, playing([]uint16{rsaCBC}, speaking))
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	require.Empty(t, c.answer.ALPN)

	c = meet(t, playing([]uint16{rsaCBC}))
	c.handshake(offering(wire.VersionTLS12, rsaCBC, extended(wire.ALPN("ftp"))))
	_, sent := c.answer.Extension(wire.ExtALPN)
	require.False(t, sent)
}

// RFC 6066, section 8: CertificateStatus comes right after the Certificate, if the
// client has asked.
func TestAnOCSPResponseIsStapledForWhoAsks(t *testing.T) {
	t.Parallel()
	stapling := func(p *fixtures.Profile) { p.StapleOCSP = true }
	ocsp := extended(wire.Extension{ID: wire.ExtStatusRequest, Data: []byte{1, 0, 0, 0, 0}})
	c := meet(t, playing([]uint16{rsaCBC}, stapling))
	c.handshake(offering(wire.VersionTLS12, rsaCBC, ocsp))
	_, sent := c.answer.Extension(wire.ExtStatusRequest)
	require.True(t, sent)
	require.Equal(t, []string{"< ClientHello", "> ServerHello", "> Certificate", "> CertificateStatus"}, c.served.seen()[:4])
	require.Contains(t, string(c.transcript), "an OCSP response")

	for name, c := range map[string]*client{
		"nobody asks":      meet(t, playing([]uint16{rsaCBC}, stapling)),
		"the server lacks": meet(t, playing([]uint16{rsaCBC})),
	} {
		hello := offering(wire.VersionTLS12, rsaCBC)
		if name != "nobody asks" {
			ocsp(hello)
		}
		c.handshake(hello)
		require.NotContains(t, c.served.seen(), "> CertificateStatus")
	}
}

// RFC 5246, section 7.4.1.4: a server answers no extension that was not sent, with the
// exception of RFC 5746, section 3.6, for the signal among the suites.
func TestNoExtensionIsSentThatTheClientHasNotSent(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{ecdheCBC}))
	c.handshake(offering(wire.VersionTLS12, ecdheCBC, func(h *wire.ClientHello) { h.Extensions = nil }))
	require.Nil(t, c.answer.Extensions)

	c = meet(t, playing([]uint16{ecdheCBC}))
	c.handshake(offering(wire.VersionTLS12, ecdheCBC, func(h *wire.ClientHello) {
		h.Extensions = nil
		h.CipherSuites = append(h.CipherSuites, wire.RenegotiationSCSV)
	}))
	require.Equal(t, []wire.Extension{wire.RenegotiationInfo(nil)}, c.answer.Extensions)
}

// RFC 5746, section 4.5: the one extension that SSL 3.0 has.
func TestSSL3HasNoExtensionsButRenegotiationInfo(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{rsaCBC}, func(p *fixtures.Profile) { p.ALPN = []string{"h2"} }))
	c.handshake(offering(wire.VersionSSL30, rsaCBC, withEMS, offeringTicket(nil), extended(wire.ALPN("ftp"), wire.RenegotiationInfo(nil))))
	require.Equal(t, []wire.Extension{wire.RenegotiationInfo(nil)}, c.answer.Extensions)
	c.requireEcho("plain old")
}

// RFC 6066, section 3.
func TestTheServerNameIsRemembered(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{rsaCBC}))
	c.handshake(offering(wire.VersionTLS12, rsaCBC, extended(wire.ServerName("partner.test"))))
	c.requireEcho("hello")
	require.Equal(t, "partner.test", c.served.conn.State().ServerName)
}
