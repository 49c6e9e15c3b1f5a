package wire

// A NewSessionTicket13 is a session of TLS 1.3 that the client may bring again (RFC 8446
// section 4.6.1).
type NewSessionTicket13 struct {
	// Lifetime is in seconds, AgeAdd what the client adds to the age of the ticket, which it
	// tells in milliseconds.
	Lifetime, AgeAdd uint32
	// Nonce makes the key that belongs to the ticket differ from those of others.
	Nonce  []byte
	Ticket []byte
	// Extensions are all extensions as they were sent.
	Extensions []Extension

	// MaxEarlyData is how many bytes of early data may come with the ticket: early_data, 0
	// without it.
	MaxEarlyData uint32
}

// ParseNewSessionTicket13 decodes a handshake message with its 4-byte header. On an error, which
// is an *Error, the result has what could be read; it is never nil.
func ParseNewSessionTicket13(raw []byte) (*NewSessionTicket13, error) {
	t := &NewSessionTicket13{}
	c, err := openMessage(TypeNewSessionTicket, raw)
	if err != nil {
		return t, err
	}
	t.Lifetime = c.u32("ticket_lifetime")
	t.AgeAdd = c.u32("ticket_age_add")
	t.Nonce = c.vector("ticket_nonce", 1).rest
	t.Ticket = c.vector("ticket", 2).rest
	t.Extensions = readExtensionList(c.vector("extensions", 2))
	c.finish("end")
	inExtensions := eachExtension(TypeNewSessionTicket.String(), len(raw), t.Extensions, t.decodeExtension)
	if err := c.err(); err != nil {
		return t, err
	}
	return t, inExtensions
}

// decodeExtension reads one extension, and reports whether it knows it.
func (t *NewSessionTicket13) decodeExtension(id uint16, c *cursor) bool {
	if id != ExtEarlyData {
		return false
	}
	t.MaxEarlyData = c.u32("max_early_data_size")
	return true
}
