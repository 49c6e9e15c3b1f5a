package legacy

import (
	"crypto/tls"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// messageTypes are the types of all messages up to the end, which the client makes the
// server come to by an alert.
func (c *client) messageTypes() []wire.HandshakeType {
	c.tb.Helper()
	c.alert(levelFatal, alertInternalError)
	var got []wire.HandshakeType
	for {
		kind, fragment, err := c.nextRecord()
		if err == io.EOF {
			return got
		}
		require.NoError(c.tb, err)
		require.Equal(c.tb, wire.Handshake, kind)
		got = append(got, wire.HandshakeType(fragment[0])) // each has a record of its own
	}
}

// RFC 5246, section 7.3, has the order that quirks leave.
func TestAFlightHasTheMessagesThatQuirksLeave(t *testing.T) {
	t.Parallel()
	const (
		hello, certificate, exchange, request = wire.TypeServerHello, wire.TypeCertificate, wire.TypeServerKeyExchange, wire.TypeCertificateRequest
		done, helloRequest                    = wire.TypeServerHelloDone, wire.TypeHelloRequest
	)
	for name, test := range map[string]struct {
		quirks fixtures.Quirks
		want   []wire.HandshakeType
	}{
		"none":                         {fixtures.Quirks{}, []wire.HandshakeType{hello, certificate, exchange, request, done}},
		"KeyExchangeBeforeCertificate": {fixtures.Quirks{KeyExchangeBeforeCertificate: true}, []wire.HandshakeType{hello, exchange, certificate, request, done}},
		"NoServerKeyExchange":          {fixtures.Quirks{NoServerKeyExchange: true}, []wire.HandshakeType{hello, certificate, request, done}},
		"NoServerHelloDone":            {fixtures.Quirks{NoServerHelloDone: true}, []wire.HandshakeType{hello, certificate, exchange, request}},
		"HelloRequestInHandshake":      {fixtures.Quirks{HelloRequestInHandshake: true}, []wire.HandshakeType{hello, helloRequest, certificate, exchange, request, done}},
		"CertificateRequestAfterDone":  {fixtures.Quirks{CertificateRequestAfterDone: true}, []wire.HandshakeType{hello, certificate, exchange, done, request}},
		"several": {fixtures.Quirks{KeyExchangeBeforeCertificate: true, HelloRequestInHandshake: true, CertificateRequestAfterDone: true},
			[]wire.HandshakeType{hello, helloRequest, exchange, certificate, done, request}},
	} {
		test := test
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := meetCertificateServer(t, ecdheGCM, quirky(test.quirks))
			c.sayHello(offering(wire.VersionTLS12, ecdheGCM))
			require.Equal(t, test.want, c.messageTypes())
		})
	}
}

// What is sent is in the transcript in the order in which it is sent, so that the
// Finished messages of who does not look are right.
func TestAHandshakeIsCompletedWhateverItsMessages(t *testing.T) {
	t.Parallel()
	for name, q := range map[string]fixtures.Quirks{
		"KeyExchangeBeforeCertificate": {KeyExchangeBeforeCertificate: true},
		"EmptyCertificateList":         {EmptyCertificateList: true},
		"CertificateMessageSize":       {CertificateMessageSize: 40000},
		"SelectScheme":                 {SelectScheme: tls.ECDSAWithP256AndSHA256},
	} {
		for _, version := range []uint16{wire.VersionTLS10, wire.VersionTLS12} {
			q, version := q, version
			t.Run(name+" "+wire.VersionName(version), func(t *testing.T) {
				t.Parallel()
				c := meet(t, playing([]uint16{ecdheCBC}, quirky(q)))
				c.handshake(offering(version, ecdheCBC))
				c.requireEcho("works for who does not look")
			})
		}
	}
}

func TestACertificateRequestAfterDoneCanBeAnswered(t *testing.T) {
	t.Parallel()
	c := meetCertificateServer(t, rsaCBC, quirky(fixtures.Quirks{CertificateRequestAfterDone: true}))
	c.begin(offering(wire.VersionTLS12, rsaCBC))
	require.Nil(t, c.request)
	late := c.message()
	c.transcript = append(c.transcript, late...)
	var err error
	c.request, err = wire.ParseCertificateRequest(late, wire.VersionTLS12)
	require.NoError(t, err)
	c.answerFlight()
	c.finish()
	c.readFinish()
	c.requireEcho("works for who waits")
}

// RFC 5246, section 7.4.1.1: the message is not in the hashes, and a client ignores it.
func TestOpenSSLIgnoresAHelloRequestInAHandshake(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"-tls1", "-tls1_2"} {
		s := serverFor(t, playing([]uint16{ecdheCBC}, quirky(fixtures.Quirks{HelloRequestInHandshake: true})))
		out, conn := sClient(t, s, "Q\n", version)
		require.Contains(t, out, "Cipher is ECDHE-RSA-AES128-SHA")
		require.EqualValues(t, ecdheCBC, conn.State().Suite)
	}
}

func TestACertificateMessageIsEmpty(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{ecdheGCM}, quirky(fixtures.Quirks{EmptyCertificateList: true})))
	c.begin(offering(wire.VersionTLS12, ecdheGCM))
	require.NotNil(t, c.chain)
	require.Empty(t, c.chain)
}

func TestACertificateMessageIsLong(t *testing.T) {
	t.Parallel()
	natural := len(wire.MarshalCertificate(issue(t, certs.Spec{Key: certs.RSA1024}).Chain))
	for _, size := range []int{1, natural - 1, natural, natural + 1, 70000, 1 << 20} {
		s := serverFor(t, playing([]uint16{rsaCBC}, quirky(fixtures.Quirks{CertificateMessageSize: size})))
		c := meetServer(t, s)
		c.sayHello(offering(wire.VersionTLS12, rsaCBC))
		c.readServerHello()
		message := c.message()
		chain, err := wire.ParseCertificate(message)
		require.NoError(t, err)
		own := s.config.Certificate.Chain
		require.Equal(t, own, chain[:len(own)])
		for _, more := range chain[len(own):] {
			require.Equal(t, own[0], more)
		}
		require.GreaterOrEqual(t, len(message), size)
		require.Equal(t, size > natural, len(chain) > len(own))
		if size > natural {
			require.Less(t, len(message)-3-len(own[0]), size, "one certificate less is not enough")
		}
	}
}

// RFC 5246, section 7.4.4. What a client signs with is not for the server to complain
// of, which has not said anything.
func TestACertificateRequestListsNoSchemes(t *testing.T) {
	t.Parallel()
	without, with := fixtures.Quirks{NoClientSchemes: true}, fixtures.Quirks{}
	for _, version := range []uint16{wire.VersionTLS11, wire.VersionTLS12} {
		c := meetCertificateServer(t, rsaCBC, quirky(without))
		c.begin(offering(version, rsaCBC))
		require.Empty(t, c.request.Schemes)
		require.NotEmpty(t, c.request.Types)
		usual := meetCertificateServer(t, rsaCBC, quirky(with))
		usual.begin(offering(version, rsaCBC))
		require.Equal(t, usual.request.Authorities, c.request.Authorities)
		require.Equal(t, version == wire.VersionTLS12, len(usual.request.Schemes) > 0)
	}
	c := meetCertificateServer(t, rsaCBC, quirky(without))
	c.begin(offering(wire.VersionTLS12, rsaCBC))
	c.sendCertificate()
	c.sendKeyExchange()
	c.sendBody(wire.TypeCertificateVerify, c.certificateVerify(uint16(tls.PKCS1WithSHA1)))
	c.finish()
	c.readFinish()
	c.requireEcho("signed with SHA-1")
}
