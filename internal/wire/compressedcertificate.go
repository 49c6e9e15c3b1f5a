package wire

// A CompressedCertificate stands for the Certificate message of TLS 1.3 (RFC 8879 section 4).
type CompressedCertificate struct {
	// Algorithm is what it is compressed with: see CertificateCompressionName.
	Algorithm uint16
	// UncompressedLength is the length that the sender says the Certificate message has,
	// without its 4-byte header.
	UncompressedLength int
	// Compressed is the message as it was sent.
	Compressed []byte
}

// ParseCompressedCertificate decodes a handshake message with its 4-byte header, and does not
// decompress what is in it. On an error, which is an *Error, the result has what could be read;
// it is never nil.
func ParseCompressedCertificate(raw []byte) (*CompressedCertificate, error) {
	m := &CompressedCertificate{}
	c, err := openMessage(TypeCompressedCertificate, raw)
	if err != nil {
		return m, err
	}
	m.Algorithm = c.u16("algorithm")
	m.UncompressedLength = c.uint("uncompressed_length", 3)
	m.Compressed = c.vector("compressed_certificate_message", 3).rest
	c.finish("end")
	return m, c.err()
}
