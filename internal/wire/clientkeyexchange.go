package wire

// ParseEncryptedPremaster decodes the ClientKeyExchange of RSA key exchange, with
// its 4-byte header, on a connection of the given version, and returns the
// encrypted premaster secret (RFC 5246 section 7.4.7.1). SSL 3.0 sends it without
// a length in front. An error is an *Error.
func ParseEncryptedPremaster(raw []byte, version uint16) ([]byte, error) {
	c, err := openMessage(TypeClientKeyExchange, raw)
	if err != nil {
		return nil, err
	}
	if version < VersionTLS10 {
		return c.all(), nil
	}
	return onlyVector(c, "encrypted_pre_master_secret", 2)
}

// ParseClientDHPublic decodes the ClientKeyExchange of finite-field
// Diffie-Hellman, with its 4-byte header, and returns the client's public value
// (RFC 5246 section 7.4.7.2). An error is an *Error.
func ParseClientDHPublic(raw []byte) ([]byte, error) {
	c, err := openMessage(TypeClientKeyExchange, raw)
	if err != nil {
		return nil, err
	}
	return onlyVector(c, "dh_Yc", 2)
}

// ParseClientECDHPublic decodes the ClientKeyExchange of elliptic curve
// Diffie-Hellman, with its 4-byte header, and returns the client's public key
// (RFC 8422 section 5.7). An error is an *Error.
func ParseClientECDHPublic(raw []byte) ([]byte, error) {
	c, err := openMessage(TypeClientKeyExchange, raw)
	if err != nil {
		return nil, err
	}
	return onlyVector(c, "ecdh_Yc", 1)
}

// onlyVector reads a body that is one vector.
func onlyVector(c *cursor, field string, lengthBytes int) ([]byte, error) {
	b := c.vector(field, lengthBytes).rest
	c.finish("end")
	return b, c.err()
}
