package legacy

import (
	"crypto/elliptic"
	"crypto/tls"
	"math/big"

	"github.com/legacytls/legacytls/internal/wire"
)

// selectScheme names a scheme. What has been signed stays as it was.
func selectScheme(s *Server, h *hooks) {
	named := uint16(s.config.Profile.Quirks.SelectScheme)
	h.exchange = append(h.exchange, func(exchange *wire.ServerKeyExchange) bool {
		exchange.Scheme = named
		return true
	})
}

// ecdhParamsQuirk is for quirks that change the ServerECDHParams of RFC 8422, section
// 5.4: curve is curve_type and what names or describes the curve, point the public key.
func ecdhParamsQuirk(change func(hs *handshake, curve, point []byte) (newCurve, newPoint []byte)) func(*Server, *hooks) {
	return func(_ *Server, h *hooks) {
		h.params = append(h.params, func(hs *handshake, params []byte) []byte {
			own, ok := hs.exchange.(*ecdhExchange)
			if !ok {
				return params
			}
			length := len(own.private.PublicKey().Bytes())
			curve, point := change(hs, params[:len(params)-1-length], params[len(params)-length:])
			return concat(curve, []byte{byte(len(point))}, point)
		})
	}
}

func selectGroup(s *Server, h *hooks) {
	named := uint16(s.config.Profile.Quirks.SelectGroup)
	ecdhParamsQuirk(func(_ *handshake, _, point []byte) (curve, samePoint []byte) {
		return namedCurveParams(named), point
	})(s, h)
}

func namedCurveParams(group uint16) []byte {
	const namedCurve = 3
	return []byte{namedCurve, byte(group >> 8), byte(group)}
}

func explicitCurve() func(*Server, *hooks) {
	return ecdhParamsQuirk(func(hs *handshake, _, point []byte) (curve, samePoint []byte) {
		return explicitPrime(nistCurve(hs.group)), point
	})
}

// nistCurve has the parameters of a curve that curveOf has as well. X25519 is none of
// the form.
func nistCurve(group tls.CurveID) *elliptic.CurveParams {
	switch group {
	case tls.CurveP384:
		return elliptic.P384().Params()
	case tls.CurveP521:
		return elliptic.P521().Params()
	}
	return elliptic.P256().Params()
}

// explicitPrime describes a curve y² = x³ - 3x + b by its parameters (RFC 4492,
// section 5.4, explicit_prime), numbers of the field as long as the prime.
func explicitPrime(c *elliptic.CurveParams) []byte {
	const curveType, uncompressed, cofactor = 1, 4, 1
	size := (c.BitSize + 7) / 8
	element := func(n *big.Int) []byte { return n.FillBytes(make([]byte, size)) }
	base := concat([]byte{uncompressed}, element(c.Gx), element(c.Gy))
	params := []byte{curveType}
	for _, vector := range [][]byte{
		element(c.P), element(new(big.Int).Sub(c.P, big.NewInt(3))), element(c.B), base, c.N.Bytes(), {cofactor},
	} {
		params = append(append(params, byte(len(vector))), vector...)
	}
	return params
}

// compressedPoint leaves the y of a point out, but for its parity (SEC 1, section
// 2.3.3).
func compressedPoint() func(*Server, *hooks) {
	return ecdhParamsQuirk(func(_ *handshake, curve, point []byte) (sameCurve, compressed []byte) {
		const evenY = 2
		x, parity := point[1:1+len(point)/2], point[len(point)-1]&1
		return curve, concat([]byte{evenY | parity}, x)
	})
}

// malformedPoint changes the last byte, with which the point of one of the NIST's
// curves is no longer on the curve: for a given x there are but two y. On X25519
// every string of bytes is a key, so that the key is cut off instead.
func malformedPoint() func(*Server, *hooks) {
	return ecdhParamsQuirk(func(hs *handshake, curve, point []byte) (sameCurve, malformed []byte) {
		last := len(point) - 1
		if hs.group == tls.X25519 {
			return curve, point[:last]
		}
		return curve, concat(point[:last], []byte{point[last] ^ 1})
	})
}

// shortSignature makes signatures until one begins with a zero byte, as one in
// 256 does, and leaves it out. The bound makes that all but certain.
func shortSignature(_ *Server, h *hooks) {
	h.exchange = append(h.exchange, func(exchange *wire.ServerKeyExchange) bool {
		if len(exchange.Signature) == 0 {
			return true // anonymous
		}
		if exchange.Signature[0] != 0 {
			return false
		}
		for len(exchange.Signature) > 0 && exchange.Signature[0] == 0 {
			exchange.Signature = exchange.Signature[1:]
		}
		return true
	})
}
