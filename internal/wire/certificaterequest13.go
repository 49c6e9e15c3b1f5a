package wire

// A CertificateRequest13 asks a client of TLS 1.3 for a certificate (RFC 8446 section
// 4.3.2).
type CertificateRequest13 struct {
	// Context comes back with the certificate. It is empty in a handshake.
	Context []byte
	// Extensions are what the certificate is to be like, among them
	// signature_algorithms.
	Extensions []Extension
}

// Marshal composes the handshake message, with its 4-byte header.
func (r *CertificateRequest13) Marshal() []byte {
	c := &composer{}
	c.vector(1, func() { c.bytes(r.Context) })
	c.extensions(r.Extensions)
	return MarshalMessage(TypeCertificateRequest, c.b)
}

// ParseCertificateRequest13 decodes a handshake message with its 4-byte header. On an
// error, which is an *Error, the result has what could be read; it is never nil.
func ParseCertificateRequest13(raw []byte) (*CertificateRequest13, error) {
	r := &CertificateRequest13{}
	c, err := openMessage(TypeCertificateRequest, raw)
	if err != nil {
		return r, err
	}
	r.Context = c.vector("certificate_request_context", 1).rest
	r.Extensions = readExtensionList(c.vector("extensions", 2))
	c.finish("end")
	return r, c.err()
}
