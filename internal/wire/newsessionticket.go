package wire

// MarshalNewSessionTicket composes the NewSessionTicket message of TLS 1.2 and
// below (RFC 5077 section 3.3). The lifetime is a hint in seconds; 0 says nothing.
func MarshalNewSessionTicket(lifetime uint32, ticket []byte) []byte {
	c := &composer{}
	c.u32(lifetime)
	c.vector(2, func() { c.bytes(ticket) })
	return MarshalMessage(TypeNewSessionTicket, c.b)
}
