package wire

// A ServerKeyExchange has the server's half of a key exchange (RFC 5246 section 7.4.3).
type ServerKeyExchange struct {
	// Params are all that stands before the signature, as it is signed: see DHParams and
	// ECDHParams.
	Params []byte
	// Scheme is the signature scheme. Only TLS 1.2 sends it, and only with a
	// Signature.
	Scheme uint16
	// Signature is empty in the anonymous key exchanges.
	Signature []byte

	// What stands in Params. Marshal does not look at it; of DH to SRP at most one is there.

	// Hint is the hint at the pre-shared key (RFC 4279 section 2), nil in other key exchanges.
	Hint []byte
	DH   *ServerDH
	ECDH *ServerECDH
	RSA  *ServerRSA
	SRP  *ServerSRP
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

// ParseServerKeyExchange decodes a handshake message of a connection of the given version,
// SSL 3.0 to TLS 1.2, with its 4-byte header. The key exchange is that of the cipher suite. On
// an error, which is an *Error, the result has what could be read; it is never nil.
func ParseServerKeyExchange(raw []byte, version uint16, of KeyExchange) (*ServerKeyExchange, error) {
	k := &ServerKeyExchange{}
	c, err := openMessage(TypeServerKeyExchange, raw)
	if err != nil {
		return k, err
	}
	body := c.rest
	k.readParams(c, of)
	if !c.failed() {
		k.Params = body[: len(body)-len(c.rest) : len(body)-len(c.rest)]
	}
	if of.Signed {
		if version >= VersionTLS12 {
			k.Scheme = c.u16("algorithm")
		}
		k.Signature = c.vector("signature", 2).rest
	}
	c.finish("end")
	return k, c.err()
}

func (k *ServerKeyExchange) readParams(c *cursor, of KeyExchange) {
	if of.PSK {
		k.Hint = c.vector("psk_identity_hint", 2).rest
	}
	switch {
	case c.failed():
	case of.Method == ExchangeDH:
		k.DH = readServerDH(c)
	case of.Method == ExchangeECDH:
		k.ECDH = readServerECDH(c)
	case of.Method == ExchangeRSA && !of.PSK:
		k.RSA = readServerRSA(c)
	case of.Method == ExchangeSRP:
		k.SRP = readServerSRP(c)
	}
}
