package wire

const statusOCSP = 1 // CertificateStatusType ocsp (RFC 6066 section 8)

// MarshalCertificateStatus composes the CertificateStatus message (RFC 6066
// section 8) from an OCSPResponse as DER (RFC 6960).
func MarshalCertificateStatus(ocspResponse []byte) []byte {
	c := &composer{}
	c.u8(statusOCSP)
	c.vector(3, func() { c.bytes(ocspResponse) })
	return MarshalMessage(TypeCertificateStatus, c.b)
}
