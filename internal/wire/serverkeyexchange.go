package wire

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
	const explicitName = 3 // ECCurveType named_curve
	c := newCursor(TypeServerKeyExchange.String(), body, messageHeader)
	if c.u8("curve_type") != explicitName {
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
