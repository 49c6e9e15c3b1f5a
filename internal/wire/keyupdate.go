package wire

// ParseKeyUpdate decodes a handshake message of TLS 1.3 with its 4-byte header, and reports
// whether the sender wants the other side to update its keys too: update_requested (RFC 8446
// section 4.6.3). An error is an *Error.
func ParseKeyUpdate(raw []byte) (requested bool, err error) {
	c, err := openMessage(TypeKeyUpdate, raw)
	if err != nil {
		return false, err
	}
	const notRequested, updateRequested = 0, 1
	start := c.offset
	request := c.u8("request_update")
	if request != notRequested && request != updateRequested {
		c.failAt(start, "request_update", "0 or 1 expected, got "+decimal(request), false)
	}
	c.finish("end")
	return request == updateRequested, c.err()
}
