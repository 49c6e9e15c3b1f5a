package wire

// A CertificateRequest asks a client for a certificate (RFC 5246 section 7.4.4).
type CertificateRequest struct {
	// Types are the ClientCertificateTypes: 1 is rsa_sign, 2 dss_sign, 64
	// ecdsa_sign.
	Types []uint8
	// Schemes are the signature schemes that the server takes. Only TLS 1.2 sends
	// them.
	Schemes []uint16
	// Authorities are the names, as DER, of the authorities that the server
	// trusts; none says nothing about them.
	Authorities [][]byte
}

// Marshal composes the handshake message, with its 4-byte header, for a
// connection of the given version, SSL 3.0 to TLS 1.2.
func (r *CertificateRequest) Marshal(version uint16) []byte {
	c := &composer{}
	c.vector(1, func() { c.bytes(r.Types) })
	if version >= VersionTLS12 {
		c.vector(2, func() { c.u16s(r.Schemes) })
	}
	c.opaques(2, 2, r.Authorities)
	return MarshalMessage(TypeCertificateRequest, c.b)
}

// ParseCertificateRequest decodes a handshake message of a connection of the
// given version, SSL 3.0 to TLS 1.2, with its 4-byte header. On an error, which
// is an *Error, the result has what could be read; it is never nil.
func ParseCertificateRequest(raw []byte, version uint16) (*CertificateRequest, error) {
	r := &CertificateRequest{}
	c, err := openMessage(TypeCertificateRequest, raw)
	if err != nil {
		return r, err
	}
	r.Types = c.vector("certificate_types", 1).rest
	if version >= VersionTLS12 {
		r.Schemes = c.u16s("supported_signature_algorithms", 2)
	}
	r.Authorities = c.opaques("certificate_authorities", 2, "DistinguishedName", 2)
	c.finish("end")
	return r, c.err()
}
