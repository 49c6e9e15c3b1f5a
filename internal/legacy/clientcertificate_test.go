package legacy

import (
	"crypto/tls"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

func asking(auth tls.ClientAuthType) func(*fixtures.Profile) {
	return func(p *fixtures.Profile) { p.ClientAuth = auth }
}

// RFC 5246, section 7.4.8: each kind of key in each version that knows it.
func TestClientsShowCertificatesInEachVersion(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		version uint16
		keys    []certs.Key
	}{
		{wire.VersionSSL30, []certs.Key{certs.RSA1024}},
		{wire.VersionTLS10, []certs.Key{certs.RSA1024, certs.ECDSAP256}},
		{wire.VersionTLS11, []certs.Key{certs.RSA1024, certs.ECDSAP384}},
		{wire.VersionTLS12, []certs.Key{certs.RSA1024, certs.RSA512, certs.ECDSAP256, certs.ECDSAP521}},
	} {
		for _, key := range test.keys {
			version, key := test.version, key
			t.Run(wire.VersionName(version)+" "+string(key), func(t *testing.T) {
				c := meetCertificateServer(t, rsaCBC, func(p *fixtures.Profile) {
					p.ClientSchemes = []tls.SignatureScheme{tls.PKCS1WithSHA1, tls.ECDSAWithP256AndSHA256}
				})
				c.certificate = issue(t, certs.Spec{Key: key, ForClient: true})
				c.handshake(offering(version, rsaCBC))
				c.requireEcho("I am known")
				shown := c.served.conn.State().ClientCertificates
				require.Len(t, shown, 1)
				require.Equal(t, c.certificate.Chain[0], shown[0].Raw)
			})
		}
	}
}

// RFC 5246, section 7.4.4: what the server asks for is what the profile says.
func TestTheCertificateRequestIsThatOfTheProfile(t *testing.T) {
	t.Parallel()
	authority, err := certs.Shared()
	require.NoError(t, err)
	c := meet(t, playing([]uint16{rsaCBC}, asking(tls.RequestClientCert)))
	c.begin(offering(wire.VersionTLS12, rsaCBC))
	require.Equal(t, [][]byte{authority.Certificate().RawSubject}, c.request.Authorities)
	require.Contains(t, c.request.Schemes, uint16(tls.PKCS1WithSHA1))
	require.NotContains(t, c.request.Schemes, uint16(md5RSA))

	c = meet(t, playing([]uint16{rsaCBC}, asking(tls.RequestClientCert), func(p *fixtures.Profile) {
		p.ClientSchemes = []tls.SignatureScheme{tls.PKCS1WithSHA1}
		p.ClientCANames = []string{"Partner CA", "Its Successor"}
	}))
	c.begin(offering(wire.VersionTLS12, rsaCBC))
	require.Equal(t, []uint16{uint16(tls.PKCS1WithSHA1)}, c.request.Schemes)
	require.Len(t, c.request.Authorities, 2)
	require.Contains(t, string(c.request.Authorities[1]), "Its Successor")
}

// RFC 5246, section 7.4.6: a client without a certificate sends an empty list, and
// SSL 3.0 a warning in its place (RFC 6101, section 5.6.6). What then is the
// server's to say: section 7.4.6, "may at its discretion".
func TestAClientWithoutACertificateMayGoOnIfNoneIsRequired(t *testing.T) {
	t.Parallel()
	for _, auth := range []tls.ClientAuthType{tls.RequestClientCert, tls.VerifyClientCertIfGiven} {
		c := meet(t, playing([]uint16{rsaCBC}, asking(auth)))
		c.handshake(offering(wire.VersionTLS12, rsaCBC))
		c.requireEcho("I am nobody")
		require.Empty(t, c.served.conn.State().ClientCertificates)

		c = meet(t, playing([]uint16{rsaCBC}, asking(auth)))
		c.begin(offering(wire.VersionSSL30, rsaCBC))
		c.alert(levelWarning, alertNoCertificate)
		c.sendKeyExchange()
		c.finish()
		c.readFinish()
		c.requireEcho("I am nobody")
	}
	for _, auth := range []tls.ClientAuthType{tls.RequireAnyClientCert, tls.RequireAndVerifyClientCert} {
		c := meet(t, playing([]uint16{rsaCBC}, asking(auth)))
		c.begin(offering(wire.VersionTLS12, rsaCBC))
		c.answerFlight()
		c.requireAlert(alertHandshakeFailure)

		c = meet(t, playing([]uint16{rsaCBC}, asking(auth)))
		c.begin(offering(wire.VersionSSL30, rsaCBC))
		c.alert(levelWarning, alertNoCertificate)
		c.requireAlert(alertHandshakeFailure)
	}
}

// RFC 5246, section 7.2.2: a fatal alert is the end, also one that would be an answer
// as a warning.
func TestAFatalNoCertificateIsTheEnd(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{rsaCBC}, asking(tls.RequestClientCert)))
	c.begin(offering(wire.VersionSSL30, rsaCBC))
	c.alert(levelFatal, alertNoCertificate)
	require.ErrorAs(t, <-c.served.result, new(*RemoteAlert))
}

// RFC 5246, section 7.2.2, has an alert for each.
func TestCertificatesAreVerifiedIfTheProfileWantsThat(t *testing.T) {
	t.Parallel()
	stranger, err := certs.NewAuthority(certs.AuthoritySpec{})
	require.NoError(t, err)
	foreign, err := stranger.Issue(certs.Spec{Key: certs.RSA1024, ForClient: true})
	require.NoError(t, err)
	for name, test := range map[string]struct {
		certificate *certs.Certificate
		alert       uint8
	}{
		"expired":               {issue(t, certs.Spec{Key: certs.RSA1024, ForClient: true, NotBefore: -2 * time.Hour, NotAfter: -time.Hour}), alertCertificateExpired},
		"of another authority":  {foreign, alertUnknownCA},
		"a server's":            {issue(t, certs.Spec{Key: certs.RSA1024}), alertBadCertificate},
		"no certificate at all": {&certs.Certificate{Chain: [][]byte{[]byte("hello")}, Key: foreign.Key}, alertBadCertificate},
	} {
		test := test
		t.Run(name, func(t *testing.T) {
			for _, auth := range []tls.ClientAuthType{tls.VerifyClientCertIfGiven, tls.RequireAndVerifyClientCert} {
				c := meet(t, playing([]uint16{rsaCBC}, asking(auth)))
				c.certificate = test.certificate
				c.begin(offering(wire.VersionTLS12, rsaCBC))
				c.answerFlight()
				c.requireAlert(test.alert)
			}
			if test.alert == alertBadCertificate && name != "a server's" {
				return
			}
			c := meet(t, playing([]uint16{rsaCBC}, asking(tls.RequireAnyClientCert)))
			c.certificate = test.certificate
			c.handshake(offering(wire.VersionTLS12, rsaCBC))
			c.requireEcho("anything will do")
		})
	}
}

// RFC 5246, section 7.4.8.
func TestAClientMustHaveTheKeyOfItsCertificate(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		verify func(c *client) []byte
		alert  uint8
	}{
		"a changed signature": {func(c *client) []byte {
			body := c.certificateVerify(0x0401)
			body[len(body)-1] ^= 1
			return body
		}, alertDecryptError},
		"over other messages": {func(c *client) []byte {
			c.transcript[40] ^= 1
			defer func() { c.transcript[40] ^= 1 }()
			return c.certificateVerify(0x0401)
		}, alertDecryptError},
		"no signature":                {func(*client) []byte { return []byte{4, 1, 0, 0} }, alertDecryptError},
		"a scheme that was not asked": {func(c *client) []byte { return c.certificateVerify(0x0101) }, alertIllegalParameter},
		"a scheme that nobody knows":  {func(*client) []byte { return []byte{9, 9, 0, 1, 0} }, alertIllegalParameter},
		"a scheme of another key":     {func(*client) []byte { return []byte{4, 3, 0, 1, 0} }, alertIllegalParameter},
		"cut off":                     {func(*client) []byte { return []byte{4, 1, 0, 9} }, alertDecodeError},
	} {
		test := test
		t.Run(name, func(t *testing.T) {
			c := meetCertificateServer(t, rsaCBC)
			c.begin(offering(wire.VersionTLS12, rsaCBC))
			c.sendCertificate()
			c.sendKeyExchange()
			c.sendBody(wire.TypeCertificateVerify, test.verify(c))
			c.requireAlert(test.alert)
		})
	}
}

// RFC 5246, section 7.4.4: an anonymous server must not ask.
func TestAnAnonymousServerDoesNotAsk(t *testing.T) {
	t.Parallel()
	c := meetCertificateServer(t, anonCBC)
	c.handshake(offering(wire.VersionTLS12, anonCBC))
	require.Nil(t, c.request)
}

// A profile may ask for more than the engine can check.
func TestASchemeThatCannotBeCheckedIsCalledThat(t *testing.T) {
	t.Parallel()
	const dsaSHA1 = 0x0202
	c := meetCertificateServer(t, rsaCBC, func(p *fixtures.Profile) { p.ClientSchemes = []tls.SignatureScheme{dsaSHA1} })
	c.begin(offering(wire.VersionTLS12, rsaCBC))
	c.sendCertificate()
	c.sendKeyExchange()
	c.sendBody(wire.TypeCertificateVerify, []byte{2, 2, 0, 1, 0})
	require.Contains(t, c.requireAlert(alertIllegalParameter).Reason, "which this server asks for and cannot check")
}
