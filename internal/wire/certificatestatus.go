package wire

// The CertificateStatusTypes (RFC 6066 section 8; RFC 6961 section 2.2).
const (
	statusOCSP      = 1
	statusOCSPMulti = 2
)

// A CertificateStatus says whether the server's certificates are revoked (RFC 6066 section 8).
type CertificateStatus struct {
	// Type is 1 for ocsp, 2 for ocsp_multi.
	Type uint8
	// Responses are OCSPResponses as DER (RFC 6960): one of type ocsp, or one for each
	// certificate, in the order of the chain, of type ocsp_multi, where those that the
	// server does not have are empty. It is nil for other types, whose form is not known.
	Responses [][]byte
}

// MarshalCertificateStatus composes the CertificateStatus message (RFC 6066
// section 8) from an OCSPResponse as DER (RFC 6960).
func MarshalCertificateStatus(ocspResponse []byte) []byte {
	c := &composer{}
	c.u8(statusOCSP)
	c.vector(3, func() { c.bytes(ocspResponse) })
	return MarshalMessage(TypeCertificateStatus, c.b)
}

// ParseCertificateStatus decodes a handshake message with its 4-byte header. On an error, which
// is an *Error, the result has what could be read; it is never nil.
func ParseCertificateStatus(raw []byte) (*CertificateStatus, error) {
	c, err := openMessage(TypeCertificateStatus, raw)
	if err != nil {
		return &CertificateStatus{}, err
	}
	s := readCertificateStatus(c)
	c.finish("end")
	return s, c.err()
}

// readCertificateStatus reads the message, which is an extension of a certificate in TLS 1.3.
func readCertificateStatus(c *cursor) *CertificateStatus {
	s := &CertificateStatus{Type: c.u8("status_type")}
	switch s.Type {
	case statusOCSP:
		if response := c.vector("OCSPResponse", 3); !c.failed() {
			s.Responses = [][]byte{response.rest}
		}
	case statusOCSPMulti:
		s.Responses = c.opaques("ocsp_response_list", 3, "OCSPResponse", 3)
	default:
		c.all()
	}
	return s
}
