package wire

// A NewSessionTicket is a session that the client is to bring again, of TLS 1.2 and below (RFC
// 5077 section 3.3).
type NewSessionTicket struct {
	// Lifetime is a hint in seconds; 0 says nothing.
	Lifetime uint32
	// Ticket is what only the server can read. It is empty when there is none after all.
	Ticket []byte
}

// MarshalNewSessionTicket composes the NewSessionTicket message of TLS 1.2 and
// below (RFC 5077 section 3.3). The lifetime is a hint in seconds; 0 says nothing.
func MarshalNewSessionTicket(lifetime uint32, ticket []byte) []byte {
	c := &composer{}
	c.u32(lifetime)
	c.vector(2, func() { c.bytes(ticket) })
	return MarshalMessage(TypeNewSessionTicket, c.b)
}

// ParseNewSessionTicket decodes a handshake message with its 4-byte header. On an error, which
// is an *Error, the result has what could be read; it is never nil.
func ParseNewSessionTicket(raw []byte) (*NewSessionTicket, error) {
	t := &NewSessionTicket{}
	c, err := openMessage(TypeNewSessionTicket, raw)
	if err != nil {
		return t, err
	}
	t.Lifetime = c.u32("ticket_lifetime_hint")
	t.Ticket = c.vector("ticket", 2).rest
	c.finish("end")
	return t, c.err()
}
