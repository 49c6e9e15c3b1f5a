package wire

// EncryptedExtensions are the extensions of a server of TLS 1.3 that do not stand in its
// ServerHello (RFC 8446 section 4.3.1).
type EncryptedExtensions struct {
	Extensions []Extension
	// ALPN is the chosen protocol, "" when there is none.
	ALPN string
}

// ParseEncryptedExtensions decodes a handshake message with its 4-byte header. On an error,
// which is an *Error, the result has what could be read; it is never nil.
func ParseEncryptedExtensions(raw []byte) (*EncryptedExtensions, error) {
	e := &EncryptedExtensions{}
	c, err := openMessage(TypeEncryptedExtensions, raw)
	if err != nil {
		return e, err
	}
	e.Extensions = readExtensions(c)
	inExtensions := eachExtension("EncryptedExtensions", len(raw), e.Extensions, e.decodeExtension)
	if err := c.err(); err != nil {
		return e, err
	}
	return e, inExtensions
}

// decodeExtension reads one extension, and reports whether it knows it.
func (e *EncryptedExtensions) decodeExtension(id uint16, c *cursor) bool {
	if id != ExtALPN {
		return false
	}
	e.ALPN = readSelectedProtocol(c)
	return true
}
