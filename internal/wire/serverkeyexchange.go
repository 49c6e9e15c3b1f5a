package wire

// namedCurve returns the group of a ServerKeyExchange of an ECDHE suite (RFC 8422
// section 5.4), 0 for any other. The message does not say which suite it
// belongs to, and a prime of finite-field Diffie-Hellman can begin with the
// same bytes; so it counts only when it makes sense to its last byte.
func namedCurve(body []byte, version uint16) uint16 {
	const explicitName = 3 // ECCurveType named_curve
	c := newCursor(TypeServerKeyExchange.String(), body, messageHeader)
	if c.u8("curve_type") != explicitName {
		return 0
	}
	group := c.u16("namedcurve")
	c.vector("public", 1)
	if c.more() { // ECDH_anon has no signature
		if version >= VersionTLS12 {
			c.u16("algorithm")
		}
		c.vector("signature", 2)
	}
	c.finish("end")
	if c.failed() {
		return 0
	}
	return group
}
