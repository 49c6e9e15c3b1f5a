package wire

// ParseEmptyMessage checks a handshake message of the given kind that has nothing behind its
// 4-byte header: TypeHelloRequest, TypeServerHelloDone (RFC 5246 sections 7.4.1.1 and 7.4.5) or
// TypeEndOfEarlyData (RFC 8446 section 4.5). An error is an *Error.
func ParseEmptyMessage(kind HandshakeType, raw []byte) error {
	c, err := openMessage(kind, raw)
	if err != nil {
		return err
	}
	c.finish("end")
	return c.err()
}
