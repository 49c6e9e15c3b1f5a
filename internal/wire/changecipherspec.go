package wire

// ParseChangeCipherSpec checks the content of a record of type ChangeCipherSpec, decrypted if it
// was encrypted: one byte of value 1 (RFC 5246 section 7.1). An error is an *Error, with offsets
// in the content.
func ParseChangeCipherSpec(content []byte) error {
	c := newCursor(ChangeCipherSpec.String(), content, 0)
	if v := c.u8("type"); !c.failed() && v != 1 {
		c.failAt(0, "type", "1 expected, got "+decimal(v), false)
	}
	c.finish("end")
	return c.err()
}
