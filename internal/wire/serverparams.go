package wire

import "math/bits"

// ServerDH has the ServerDHParams of finite-field Diffie-Hellman (RFC 5246 section 7.4.3),
// big-endian numbers as they were sent.
type ServerDH struct {
	Prime, Generator, Public []byte
}

// Bits returns the size of the prime.
func (p *ServerDH) Bits() int { return bitLength(p.Prime) }

// ServerECDH has the ServerECDHParams (RFC 8422 section 5.4; RFC 4492 section 5.4).
type ServerECDH struct {
	// CurveType says how the curve is given: CurveNamed, or by its parameters.
	CurveType uint8
	// Group is the named group, 0 for a curve that is given by its parameters.
	Group uint16
	// FieldBits is the size of the field of a curve that is given by its parameters, 0 for a
	// named one.
	FieldBits int
	// Public is the server's public key in the encoding of the group.
	Public []byte
}

// The ways to give a curve, ECCurveType of RFC 4492 section 5.4.
const (
	CurveExplicitPrime uint8 = 1
	CurveExplicitChar2 uint8 = 2
	CurveNamed         uint8 = 3
)

// ServerRSA has the ServerRSAParams of the export suites (RFC 2246 section 7.4.3): a key of
// at most 512 bits (1024 in the EXPORT1024 suites), for this connection; big-endian numbers.
type ServerRSA struct {
	Modulus, Exponent []byte
}

// Bits returns the size of the modulus.
func (p *ServerRSA) Bits() int { return bitLength(p.Modulus) }

// ServerSRP has the ServerSRPParams (RFC 5054 section 2.5.3), big-endian numbers and the salt.
type ServerSRP struct {
	Prime, Generator, Salt, Public []byte
}

// Bits returns the size of the prime.
func (p *ServerSRP) Bits() int { return bitLength(p.Prime) }

// DHParams composes the ServerDHParams of finite-field Diffie-Hellman (RFC 5246
// section 7.4.3) from big-endian numbers.
func DHParams(prime, generator, public []byte) []byte {
	c := &composer{}
	c.vector(2, func() { c.bytes(prime) })
	c.vector(2, func() { c.bytes(generator) })
	c.vector(2, func() { c.bytes(public) })
	return c.b
}

// ECDHParams composes the ServerECDHParams of a named group (RFC 8422 section
// 5.4) and a public key in the encoding of the group: an uncompressed point, or
// the 32 bytes of X25519.
func ECDHParams(group uint16, public []byte) []byte {
	c := &composer{}
	c.u8(CurveNamed)
	c.u16(group)
	c.vector(1, func() { c.bytes(public) })
	return c.b
}

func readServerDH(c *cursor) *ServerDH {
	return &ServerDH{
		Prime:     c.vector("dh_p", 2).rest,
		Generator: c.vector("dh_g", 2).rest,
		Public:    c.vector("dh_Ys", 2).rest,
	}
}

func readServerRSA(c *cursor) *ServerRSA {
	return &ServerRSA{Modulus: c.vector("rsa_modulus", 2).rest, Exponent: c.vector("rsa_exponent", 2).rest}
}

func readServerSRP(c *cursor) *ServerSRP {
	return &ServerSRP{
		Prime:     c.vector("srp_N", 2).rest,
		Generator: c.vector("srp_g", 2).rest,
		Salt:      c.vector("srp_s", 1).rest,
		Public:    c.vector("srp_B", 2).rest,
	}
}

func readServerECDH(c *cursor) *ServerECDH {
	p := &ServerECDH{CurveType: c.u8("curve_type")}
	switch p.CurveType {
	case CurveNamed:
		p.Group = c.u16("namedcurve")
	case CurveExplicitPrime:
		p.FieldBits = bitLength(c.vector("prime_p", 1).rest)
		skipCurve(c)
	case CurveExplicitChar2:
		p.FieldBits = readChar2Field(c)
		skipCurve(c)
	default:
		c.failAt(c.offset-1, "curve_type", "1 to 3 expected, got "+decimal(p.CurveType), false)
	}
	p.Public = c.vector("public", 1).rest
	return p
}

// readChar2Field reads a field of characteristic 2, and returns its size.
func readChar2Field(c *cursor) int {
	m := c.uint("m", 2)
	const trinomial, pentanomial = 1, 2
	switch basis := c.u8("basis"); basis {
	case trinomial:
		c.vector("k", 1)
	case pentanomial:
		c.vector("k1", 1)
		c.vector("k2", 1)
		c.vector("k3", 1)
	default:
		c.failAt(c.offset-1, "basis", "1 or 2 expected, got "+decimal(basis), false)
	}
	return m
}

// skipCurve passes over what is the same of all curves that are given by their parameters.
func skipCurve(c *cursor) {
	for _, field := range []string{"a", "b", "base", "order", "cofactor"} {
		c.vector(field, 1)
	}
}

// bitLength is the size of a big-endian number, which may begin with zeros.
func bitLength(number []byte) int {
	for i, b := range number {
		if b != 0 {
			return bits.Len8(b) + 8*(len(number)-i-1)
		}
	}
	return 0
}
