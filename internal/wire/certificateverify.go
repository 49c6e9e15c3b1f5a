package wire

// A CertificateVerify proves that the sender has the key of its certificate: a
// client, and in TLS 1.3 a server too (RFC 5246 section 7.4.8; RFC 8446 section 4.4.3).
type CertificateVerify struct {
	// Scheme is the signature scheme, 0 before TLS 1.2, where the type of the
	// key decides.
	Scheme    uint16
	Signature []byte
}

// ParseCertificateVerify decodes a handshake message of a connection of the
// given version, SSL 3.0 to TLS 1.3, with its 4-byte header. On an error, which
// is an *Error, the result has what could be read; it is never nil.
func ParseCertificateVerify(raw []byte, version uint16) (*CertificateVerify, error) {
	v := &CertificateVerify{}
	c, err := openMessage(TypeCertificateVerify, raw)
	if err != nil {
		return v, err
	}
	if version >= VersionTLS12 {
		v.Scheme = c.u16("algorithm")
	}
	v.Signature = c.vector("signature", 2).rest
	c.finish("end")
	return v, c.err()
}
