package wire

// ParseFinished decodes a handshake message with its 4-byte header, and returns the verify_data:
// 36 bytes in SSL 3.0 (RFC 6101 section 5.6.9), 12 in TLS 1.0 to 1.2 (RFC 5246 section 7.4.9),
// as many as the hash of the suite has in TLS 1.3 (RFC 8446 section 4.4.4). The length is not
// judged. An error is an *Error.
func ParseFinished(raw []byte) ([]byte, error) {
	c, err := openMessage(TypeFinished, raw)
	if err != nil {
		return nil, err
	}
	return c.all(), c.err()
}
