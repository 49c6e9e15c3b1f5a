package wire

const namedCurve = 3 // ECCurveType named_curve (RFC 8422 section 5.4)

// A ServerKeyExchange has the server's half of a Diffie-Hellman key exchange (RFC
// 5246 section 7.4.3).
type ServerKeyExchange struct {
	// Params are the parameters of the key exchange as they are signed: see
	// DHParams and ECDHParams.
	Params []byte
	// Scheme is the signature scheme. Only TLS 1.2 sends it, and only with a
	// Signature.
	Scheme uint16
	// Signature is empty in the anonymous key exchanges.
	Signature []byte
}

// Marshal composes the handshake message, with its 4-byte header, for a
// connection of the given version, SSL 3.0 to TLS 1.2.
func (k *ServerKeyExchange) Marshal(version uint16) []byte {
	c := &composer{}
	c.bytes(k.Params)
	if len(k.Signature) > 0 {
		if version >= VersionTLS12 {
			c.u16(k.Scheme)
		}
		c.vector(2, func() { c.bytes(k.Signature) })
	}
	return MarshalMessage(TypeServerKeyExchange, c.b)
}

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
	c.u8(namedCurve)
	c.u16(group)
	c.vector(1, func() { c.bytes(public) })
	return c.b
}

// An ecdheExchange is what a ServerKeyExchange of an ECDHE suite says in the
// clear (RFC 8422 section 5.4).
type ecdheExchange struct {
	group  uint16 // named curve
	scheme uint16 // of the signature; 0 before TLS 1.2, and without one
}

// readECDHE reads the ServerKeyExchange of an ECDHE suite; the result is zero
// for any other. The message does not say which suite it belongs to, and a
// prime of finite-field Diffie-Hellman can begin with the same bytes; so it
// counts only when it makes sense to its last byte.
func readECDHE(body []byte, version uint16) ecdheExchange {
	c := newCursor(TypeServerKeyExchange.String(), body, messageHeader)
	if c.u8("curve_type") != namedCurve {
		return ecdheExchange{}
	}
	exchange := ecdheExchange{group: c.u16("namedcurve")}
	c.vector("public", 1)
	if c.more() { // ECDH_anon has no signature
		if version >= VersionTLS12 {
			exchange.scheme = c.u16("algorithm")
		}
		c.vector("signature", 2)
	}
	c.finish("end")
	if c.failed() {
		return ecdheExchange{}
	}
	return exchange
}
