package legacy

import (
	"crypto"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"math/big"
	"net"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// beginWith is a client of a server with an ECDHE suite, one group and quirks, that has read the
// flight. It signs with rsa_pkcs1_sha256.
func beginWith(t *testing.T, group tls.CurveID, q fixtures.Quirks) *client {
	t.Helper()
	c := meet(t, playing([]uint16{ecdheGCM}, quirky(q), func(p *fixtures.Profile) { p.Groups = []tls.CurveID{group} }))
	c.begin(offering(wire.VersionTLS12, ecdheGCM))
	return c
}

// requireSigned returns what comes before the signature, whose scheme is that, after
// checking that it is signed.
func (c *client) requireSigned(scheme uint16) (params []byte) {
	c.tb.Helper()
	key := c.leaf().PublicKey.(*rsa.PublicKey)
	const schemeAndLength = 2 + 2
	params = c.params[:len(c.params)-key.Size()-schemeAndLength]
	rest := c.params[len(params):]
	require.Equal(c.tb, []byte{byte(scheme >> 8), byte(scheme)}, rest[:2])
	signature, rest := cutVector16(rest[2:])
	require.Empty(c.tb, rest)
	digest := sha256.Sum256(concat(c.hello.Random[:], c.answer.Random[:], params))
	require.NoError(c.tb, rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], signature))
	return params
}

// goOn completes a handshake for a client that knows what key the server has.
func (c *client) goOn(group uint16, point []byte) {
	c.tb.Helper()
	c.params = wire.ECDHParams(group, point)
	c.answerFlight()
	c.finish()
	c.readFinish()
	c.requireEcho("works for who knows")
}

func TestAServerNamesASchemeThatItDoesNotSignWith(t *testing.T) {
	t.Parallel()
	c := beginWith(t, tls.X25519, fixtures.Quirks{SelectScheme: tls.ECDSAWithP384AndSHA384})
	c.requireSigned(0x0503)

	anonymous := meet(t, playing([]uint16{anonCBC}, quirky(fixtures.Quirks{SelectScheme: tls.ECDSAWithP384AndSHA384})))
	anonymous.handshake(offering(wire.VersionTLS12, anonCBC))
	require.Empty(t, afterVector16(afterVector16(afterVector16(anonymous.params))), "nothing is signed")
}

func TestAServerNamesAGroupThatItHasNoKeyOf(t *testing.T) {
	t.Parallel()
	const x25519, p384, brainpoolP256r1 = 29, 24, 0x001a
	for group, size := range map[uint16]int{x25519: 32, p384: 97} {
		c := beginWith(t, tls.CurveID(group), fixtures.Quirks{SelectGroup: brainpoolP256r1})
		params := c.requireSigned(0x0401)
		require.Equal(t, []byte{3, 0, 0x1a, byte(size)}, params[:4])
		require.Len(t, params[4:], size)
		c.goOn(group, params[4:])
	}
}

// The numbers are from SEC 2, version 2, section 2.4.2.
func TestAServerDescribesItsCurve(t *testing.T) {
	t.Parallel()
	want, err := hex.DecodeString(strings.Join([]string{
		"01", // explicit_prime
		"20", "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
		"20", "ffffffff00000001000000000000000000000000fffffffffffffffffffffffc",
		"20", "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
		"41", "04", "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
		"4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
		"20", "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
		"01", "01",
		"41", // the public key
	}, ""))
	require.NoError(t, err)
	c := beginWith(t, tls.CurveP256, fixtures.Quirks{ExplicitCurve: true})
	params := c.requireSigned(0x0401)
	require.Equal(t, want, params[:len(want)])
	c.goOn(23, params[len(want):])
}

// RFC 4492, section 5.4: numbers of the field are as long as the prime.
func TestADescriptionIsAsLongAsItsCurve(t *testing.T) {
	t.Parallel()
	for group, size := range map[uint16]int{24: 48, 25: 66} {
		c := beginWith(t, tls.CurveID(group), fixtures.Quirks{ExplicitCurve: true})
		rest := c.requireSigned(0x0401)[1:]
		for _, want := range []int{size, size, size, 1 + 2*size, size, 1} { // p, a, b, base, order, cofactor
			require.EqualValues(t, want, rest[0])
			rest = rest[1+want:]
		}
		c.goOn(group, rest[1:])
	}
}

func nistCurves() map[tls.CurveID]elliptic.Curve {
	return map[tls.CurveID]elliptic.Curve{tls.CurveP256: elliptic.P256(), tls.CurveP384: elliptic.P384(), tls.CurveP521: elliptic.P521()}
}

func TestAPublicKeyIsACompressedPoint(t *testing.T) {
	t.Parallel()
	for group, curve := range nistCurves() {
		c := beginWith(t, group, fixtures.Quirks{CompressedPoint: true})
		params := c.requireSigned(0x0401)
		require.Equal(t, []byte{3, 0, byte(group)}, params[:3])
		require.EqualValues(t, len(params)-4, params[3])
		x, y := elliptic.UnmarshalCompressed(curve, params[4:])
		require.NotNil(t, x, "%x", params)
		size := (curve.Params().BitSize + 7) / 8
		c.goOn(uint16(group), concat([]byte{4}, x.FillBytes(make([]byte, size)), y.FillBytes(make([]byte, size))))
	}
}

// SEC 1, section 2.3.3: 2 or 3 for the parity of y, which no handshake shows, and x.
// Each of a dozen keys has either with the same chance.
func TestACompressedPointIsThatOfCryptoElliptic(t *testing.T) {
	t.Parallel()
	server := serverFor(t, playing([]uint16{ecdheGCM}, quirky(fixtures.Quirks{CompressedPoint: true})))
	for group, curve := range nistCurves() {
		size := (curve.Params().BitSize + 7) / 8
		for i := 0; i < 12; i++ {
			exchange, err := newECDHExchange(group)
			require.NoError(t, err)
			point := exchange.(*ecdhExchange).private.PublicKey().Bytes()
			x, y := new(big.Int).SetBytes(point[1:1+size]), new(big.Int).SetBytes(point[1+size:])
			want := wire.ECDHParams(uint16(group), elliptic.MarshalCompressed(curve, x, y))
			require.Equal(t, want, server.hooks.onParams(&handshake{exchange: exchange}, exchange.params()))
		}
	}
}

// A goneConn is one that has been closed.
type goneConn struct{ *memoryConn }

func (goneConn) Gone() <-chan struct{} {
	gone := make(chan struct{})
	close(gone)
	return gone
}

// A quirk wants hundreds of signatures, or more.
func TestNoOtherKeyExchangeIsMadeForAConnectionThatIsGone(t *testing.T) {
	t.Parallel()
	made := 0
	s := serverFor(t, playing([]uint16{ecdheGCM}))
	s.hooks.exchange = append(s.hooks.exchange, func(*wire.ServerKeyExchange) bool {
		made++
		return false
	})
	near, far := memoryConns()
	_, err := near.Write(wire.MarshalRecord(wire.Handshake, wire.VersionTLS10, offering(wire.VersionTLS12, ecdheGCM).Marshal()))
	require.NoError(t, err)
	near.Close() // so that nobody waits for it if the handshake ends in another way
	require.ErrorIs(t, s.Conn(goneConn{far}, nil).Handshake(), net.ErrClosed)
	require.Equal(t, 1, made)
}

func TestQuirksOfACurveAndOfItsPointCombine(t *testing.T) {
	t.Parallel()
	c := beginWith(t, tls.CurveP256, fixtures.Quirks{SelectGroup: 0x0016, MalformedPoint: true})
	params := c.requireSigned(0x0401)
	require.Equal(t, []byte{3, 0, 0x16, 65}, params[:4])
	_, err := curveOf(tls.CurveP256).NewPublicKey(params[4:])
	require.Error(t, err)

	c = beginWith(t, tls.CurveP256, fixtures.Quirks{ExplicitCurve: true, CompressedPoint: true})
	params = c.requireSigned(0x0401)
	require.EqualValues(t, 1, params[0])
	x, _ := elliptic.UnmarshalCompressed(elliptic.P256(), params[len(params)-33:])
	require.NotNil(t, x)
	require.EqualValues(t, 33, params[len(params)-34])
}

// Finite-field and RSA key exchange have no curve for these quirks.
func TestQuirksOfCurvesLeaveOtherKeyExchangesAlone(t *testing.T) {
	t.Parallel()
	for _, suite := range []uint16{dheCBC, rsaCBC} {
		for _, q := range []fixtures.Quirks{{SelectGroup: 0x0016}, {ExplicitCurve: true}, {CompressedPoint: true}, {MalformedPoint: true}} {
			c := meet(t, playing([]uint16{suite}, quirky(q)))
			c.handshake(offering(wire.VersionTLS12, suite))
			c.requireEcho("as ever")
		}
	}
}
