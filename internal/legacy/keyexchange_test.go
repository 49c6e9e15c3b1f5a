package legacy

import (
	"crypto/rand"
	"crypto/rsa"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

// sendKeyExchangeOf sends a ClientKeyExchange of the test's own, and goes on as if
// premaster had come of it.
func (c *client) sendKeyExchangeOf(body, premaster []byte) {
	c.tb.Helper()
	c.sendBody(wire.TypeClientKeyExchange, body)
	c.deriveMaster(premaster)
	c.finish()
}

// RFC 5246, section 7.4.7.1: whatever is wrong with the premaster secret, the server
// goes on with a random one, so that the client's Finished is the first that does not
// fit, and no alert tells one mistake from another.
func TestAWrongPremasterSecretFailsAtTheFinished(t *testing.T) {
	t.Parallel()
	for name, wrong := range map[string][]byte{
		"of another version": append([]byte{3, 2}, counted(46)...),
		"too short":          append([]byte{3, 3}, counted(45)...),
		"too long":           append([]byte{3, 3}, counted(47)...),
		"empty":              {},
	} {
		wrong := wrong
		t.Run(name, func(t *testing.T) {
			c := meet(t, playing([]uint16{rsaCBC}))
			c.begin(offering(wire.VersionTLS12, rsaCBC))
			encrypted, err := rsa.EncryptPKCS1v15(rand.Reader, c.leaf().PublicKey.(*rsa.PublicKey), wrong)
			require.NoError(t, err)
			c.sendKeyExchangeOf(vector16(encrypted), wrong)
			c.requireAlert(alertBadRecordMAC)
		})
	}
	for name, encrypted := range map[string][]byte{
		"not encrypted":     counted(128),
		"zero":              make([]byte, 128),
		"short ciphertext":  counted(16),
		"no ciphertext":     {},
		"above the modulus": append([]byte{1}, make([]byte, 128)...),
	} {
		encrypted := encrypted
		t.Run(name, func(t *testing.T) {
			c := meet(t, playing([]uint16{rsaCBC}))
			c.begin(offering(wire.VersionTLS12, rsaCBC))
			c.sendKeyExchangeOf(vector16(encrypted), counted(48))
			c.requireAlert(alertBadRecordMAC)
		})
	}
}

// RFC 5246, section 7.4.7.1, wants the version that was offered; OpenSSL's
// SSL_OP_TLS_ROLLBACK_BUG is for clients that send the one that was chosen.
func TestThePremasterSecretMayHaveTheOfferedVersionOrTheChosen(t *testing.T) {
	t.Parallel()
	for _, version := range []uint16{wire.VersionTLS12, wire.VersionTLS10} {
		c := meet(t, playing([]uint16{rsaCBC}, versions(wire.VersionTLS10, wire.VersionTLS10)))
		c.begin(offering(wire.VersionTLS12, rsaCBC))
		c.sendKeyExchangeOf(c.rsaKeyExchange(version))
		c.readFinish()
		c.requireGoodbye()
	}
}

// RFC 2631, section 2.1.5, and RFC 7919, section 5.1: 0, 1, p-1 and all from p on are
// no public values.
func TestDiffieHellmanValuesOfNoUseAreIllegal(t *testing.T) {
	t.Parallel()
	prime := new(big.Int).SetBytes(mustDHGroup("modp_1024").Prime)
	for name, value := range map[string]*big.Int{
		"zero":          big.NewInt(0),
		"one":           big.NewInt(1),
		"p minus one":   new(big.Int).Sub(prime, big.NewInt(1)),
		"p":             prime,
		"p plus two":    new(big.Int).Add(prime, big.NewInt(2)),
		"twice as long": new(big.Int).Lsh(prime, 1024),
	} {
		value := value
		t.Run(name, func(t *testing.T) {
			c := meet(t, playing([]uint16{dheCBC}))
			c.begin(offering(wire.VersionTLS12, dheCBC))
			c.sendKeyExchangeOf(vector16(value.Bytes()), counted(48))
			c.requireAlert(alertIllegalParameter)
		})
	}
	two := meet(t, playing([]uint16{dheCBC}))
	two.begin(offering(wire.VersionTLS12, dheCBC))
	public, _ := cutVector16(afterVector16(afterVector16(two.params)))
	two.sendKeyExchangeOf(vector16([]byte{2}), public) // with the exponent 1, the secret is the server's value
	two.readFinish()
}

func afterVector16(b []byte) []byte {
	_, rest := cutVector16(b)
	return rest
}

// RFC 5246, section 8.1.2: leading zero bytes of the secret are stripped.
func TestTheDiffieHellmanSecretIsWithoutLeadingZeros(t *testing.T) {
	t.Parallel()
	prime := new(big.Int).SetBytes(mustDHGroup("modp_1024").Prime)
	e := &dhExchange{prime: prime, generator: big.NewInt(2), private: big.NewInt(9)}
	secret, err := e.premaster(wire.MarshalMessage(wire.TypeClientKeyExchange, vector16([]byte{2})))
	require.NoError(t, err)
	require.Equal(t, []byte{2, 0}, secret) // 2^9
}

// RFC 8422, section 5.11: points are checked to be on the curve, and a shared secret
// of X25519 that is all zero is refused.
func TestPointsThatAreNoneOfTheGroupAreIllegal(t *testing.T) {
	t.Parallel()
	const x25519, p256 = 29, 23
	offCurve := append([]byte{4}, counted(64)...)
	for name, test := range map[string]struct {
		group uint16
		point []byte
	}{
		"off the curve":            {p256, offCurve},
		"the point at infinity":    {p256, []byte{0}},
		"compressed":               {p256, append([]byte{2}, counted(32)...)},
		"short":                    {p256, offCurve[:64]},
		"long":                     {p256, append(offCurve, 0)},
		"no point":                 {p256, nil},
		"X25519 zero":              {x25519, make([]byte, 32)},
		"X25519 of order 1":        {x25519, append([]byte{1}, make([]byte, 31)...)},
		"X25519 short":             {x25519, counted(31)},
		"X25519 with a NIST point": {x25519, offCurve},
	} {
		test := test
		t.Run(name, func(t *testing.T) {
			c := meet(t, playing([]uint16{ecdheCBC}))
			c.begin(offering(wire.VersionTLS12, ecdheCBC, lacking(wire.ExtSupportedGroups), extended(wire.SupportedGroups(test.group))))
			c.sendKeyExchangeOf(append([]byte{byte(len(test.point))}, test.point...), counted(32))
			c.requireAlert(alertIllegalParameter)
		})
	}
}

// RFC 5246, section 7.2.2.
func TestAGarbledClientKeyExchangeIsADecodeError(t *testing.T) {
	t.Parallel()
	for _, suite := range []uint16{rsaCBC, dheCBC, ecdheCBC} {
		for name, garble := range map[string]func([]byte) []byte{
			"empty":            func([]byte) []byte { return nil },
			"cut off":          func(b []byte) []byte { return b[:len(b)-1] },
			"bytes at the end": func(b []byte) []byte { return append(b, 0) },
		} {
			c := meet(t, playing([]uint16{suite}))
			c.begin(offering(wire.VersionTLS12, suite))
			body, _ := c.keyExchange()
			c.sendBody(wire.TypeClientKeyExchange, garble(body))
			t.Log(name)
			c.requireAlert(alertDecodeError)
		}
	}
}
