package wire

// MarshalCertificate composes the Certificate message of TLS 1.2 and below (RFC
// 5246, section 7.4.2) from certificates as DER.
func MarshalCertificate(chain [][]byte) []byte {
	c := &composer{}
	c.opaques(3, 3, chain)
	return MarshalMessage(TypeCertificate, c.b)
}

// ParseCertificate decodes the Certificate message of TLS 1.2 and below, with its
// 4-byte header, into certificates as DER: none when the peer has no certificate.
// What is inside them is not looked at. On an error, which is an *Error, the
// result has those that came before it. TLS 1.3 has [ParseCertificate13].
func ParseCertificate(raw []byte) ([][]byte, error) {
	c, err := openMessage(TypeCertificate, raw)
	if err != nil {
		return nil, err
	}
	chain := c.opaques("certificate_list", 3, "ASN.1Cert", 3)
	c.finish("end")
	return chain, c.err()
}
