package legacy

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"math/big"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

// keyExchange is the body of a ClientKeyExchange that is right, and the secret in
// it.
func (c *client) keyExchange() (body, premaster []byte) {
	c.tb.Helper()
	switch c.suite.KeyExchange {
	case "RSA":
		return c.rsaKeyExchange(c.hello.Version)
	case "DHE":
		return c.dhKeyExchange()
	}
	return c.ecdhKeyExchange()
}

// rsaKeyExchange encrypts a premaster secret that begins with the version (RFC
// 5246, section 7.4.7.1).
func (c *client) rsaKeyExchange(version uint16) (body, premaster []byte) {
	c.tb.Helper()
	premaster = append([]byte{byte(version >> 8), byte(version)}, counted(46)...)
	encrypted, err := rsa.EncryptPKCS1v15(rand.Reader, c.leaf().PublicKey.(*rsa.PublicKey), premaster)
	require.NoError(c.tb, err)
	if c.answer.LegacyVersion == wire.VersionSSL30 {
		return encrypted, premaster
	}
	return vector16(encrypted), premaster
}

func (c *client) dhKeyExchange() (body, premaster []byte) {
	prime, rest := cutVector16(c.params)
	generator, rest := cutVector16(rest)
	public, _ := cutVector16(rest)
	p, private := new(big.Int).SetBytes(prime), big.NewInt(0x1234567890abcdef)
	own := new(big.Int).Exp(new(big.Int).SetBytes(generator), private, p)
	secret := new(big.Int).Exp(new(big.Int).SetBytes(public), private, p)
	return vector16(own.Bytes()), secret.Bytes()
}

func (c *client) ecdhKeyExchange() (body, premaster []byte) {
	c.tb.Helper()
	curve := curveOf(c.group())
	private, err := curve.GenerateKey(rand.Reader)
	require.NoError(c.tb, err)
	length := int(c.params[3])
	public, err := curve.NewPublicKey(c.params[ecdhParamsHeader : ecdhParamsHeader+length])
	require.NoError(c.tb, err)
	secret, err := private.ECDH(public)
	require.NoError(c.tb, err)
	own := private.PublicKey().Bytes()
	return append([]byte{byte(len(own))}, own...), secret
}

// ecdhParamsHeader is how many bytes of ServerECDHParams come before the point:
// curve_type, namedcurve and a length (RFC 8422, section 5.4).
const ecdhParamsHeader = 1 + 2 + 1

// group is that of the ServerKeyExchange.
func (c *client) group() tls.CurveID { return tls.CurveID(c.params[1])<<8 | tls.CurveID(c.params[2]) }

func vector16(b []byte) []byte { return append([]byte{byte(len(b) >> 8), byte(len(b))}, b...) }

func cutVector16(b []byte) (content, rest []byte) {
	n := int(b[0])<<8 | int(b[1])
	return b[2 : 2+n], b[2+n:]
}
