package wire

// A Certificate13 is the Certificate message of TLS 1.3 (RFC 8446 section 4.4.2).
type Certificate13 struct {
	// Context is that of the CertificateRequest. It is empty in a handshake.
	Context []byte
	// Entries are the certificates, the sender's own first: none when it has no certificate.
	Entries []CertificateEntry
}

// A CertificateEntry is a certificate with what is said about it.
type CertificateEntry struct {
	// DER is the certificate, or a SubjectPublicKeyInfo where raw public keys were agreed on
	// (RFC 7250). What is inside is not looked at.
	DER []byte
	// Extensions are all extensions of the entry as they were sent.
	Extensions []Extension

	// OCSPResponse is the OCSPResponse in status_request as DER (RFC 8446 section 4.4.2.1),
	// nil without one.
	OCSPResponse []byte
	// SCTs are the signed certificate timestamps of signed_certificate_timestamp (RFC 6962
	// section 3.3), nil without it.
	SCTs [][]byte
}

// Chain returns the certificates as DER.
func (m *Certificate13) Chain() [][]byte {
	var chain [][]byte
	for _, e := range m.Entries {
		chain = append(chain, e.DER)
	}
	return chain
}

// ParseCertificate13 decodes a handshake message with its 4-byte header. On an error, which is
// an *Error, the result has what could be read; it is never nil. Extensions that cannot be read
// do not keep the certificates behind them from being read; the error is about the first such.
func ParseCertificate13(raw []byte) (*Certificate13, error) {
	m := &Certificate13{}
	c, err := openMessage(TypeCertificate, raw)
	if err != nil {
		return m, err
	}
	m.Context = c.vector("certificate_request_context", 1).rest
	var inExtensions error
	list := c.vector("certificate_list", 3)
	for list.more() {
		e := CertificateEntry{DER: list.vector("cert_data", 3).rest}
		extensions := list.vector("extensions", 2)
		if list.failed() {
			break
		}
		if err := e.readExtensions(extensions); inExtensions == nil {
			inExtensions = err
		}
		m.Entries = append(m.Entries, e)
	}
	c.finish("end")
	if err := c.err(); err != nil {
		return m, err
	}
	return m, inExtensions
}

// readExtensions reads the extensions of one entry, whose errors are its own.
func (e *CertificateEntry) readExtensions(extensions *cursor) error {
	end := extensions.offset + len(extensions.rest)
	c := newCursor(TypeCertificate.String(), extensions.rest, extensions.offset)
	c.end = "extensions"
	e.Extensions = readExtensionList(c)
	if c.failed() {
		return c.err()
	}
	return eachExtension(TypeCertificate.String(), end, e.Extensions, e.decodeExtension)
}

// decodeExtension reads one extension, and reports whether it knows it.
func (e *CertificateEntry) decodeExtension(id uint16, c *cursor) bool {
	switch id {
	case ExtStatusRequest:
		if status := readCertificateStatus(c); status.Type == statusOCSP && len(status.Responses) > 0 {
			e.OCSPResponse = status.Responses[0]
		}
	case ExtSignedCertificateTimestamp:
		e.SCTs = c.opaques("sct_list", 2, "SerializedSCT", 2)
	default:
		return false
	}
	return true
}
