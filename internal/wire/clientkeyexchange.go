package wire

// A ClientKeyExchange has the client's half of a key exchange (RFC 5246 section 7.4.7).
type ClientKeyExchange struct {
	// Identity is the name of the pre-shared key (RFC 4279 section 2), nil in other key
	// exchanges.
	Identity []byte
	// EncryptedPremaster is the secret of ExchangeRSA, nil in other key exchanges.
	EncryptedPremaster []byte
	// Public is the client's public value, nil in key exchanges without one.
	Public []byte
}

// ParseClientKeyExchange decodes a handshake message of a connection of the given version, SSL
// 3.0 to TLS 1.2, with its 4-byte header. The key exchange is that of the cipher suite. On an
// error, which is an *Error, the result has what could be read; it is never nil.
func ParseClientKeyExchange(raw []byte, version uint16, of KeyExchange) (*ClientKeyExchange, error) {
	k := &ClientKeyExchange{}
	c, err := openMessage(TypeClientKeyExchange, raw)
	if err != nil {
		return k, err
	}
	if of.PSK {
		k.Identity = c.vector("psk_identity", 2).rest
	}
	switch {
	case of.Method == ExchangeRSA && version < VersionTLS10: // without a length (RFC 6101 section 5.6.7.1)
		k.EncryptedPremaster = c.all()
	case of.Method == ExchangeRSA:
		k.EncryptedPremaster = c.vector("encrypted_pre_master_secret", 2).rest
	case of.Method == ExchangeDH:
		k.Public = c.vector("dh_Yc", 2).rest
	case of.Method == ExchangeECDH:
		k.Public = c.vector("ecdh_Yc", 1).rest
	case of.Method == ExchangeSRP:
		k.Public = c.vector("srp_A", 2).rest
	}
	c.finish("end")
	return k, c.err()
}

// ParseEncryptedPremaster is [ParseClientKeyExchange] for RSA key exchange, and returns the
// encrypted premaster secret.
func ParseEncryptedPremaster(raw []byte, version uint16) ([]byte, error) {
	k, err := ParseClientKeyExchange(raw, version, KeyExchange{Method: ExchangeRSA})
	return k.EncryptedPremaster, err
}

// ParseClientDHPublic is [ParseClientKeyExchange] for finite-field Diffie-Hellman, and returns
// the client's public value.
func ParseClientDHPublic(raw []byte) ([]byte, error) {
	k, err := ParseClientKeyExchange(raw, VersionTLS12, KeyExchange{Method: ExchangeDH})
	return k.Public, err
}

// ParseClientECDHPublic is [ParseClientKeyExchange] for elliptic curve Diffie-Hellman, and
// returns the client's public key.
func ParseClientECDHPublic(raw []byte) ([]byte, error) {
	k, err := ParseClientKeyExchange(raw, VersionTLS12, KeyExchange{Method: ExchangeECDH})
	return k.Public, err
}
