package wire

// A HeartbeatMessage asks whether the other side is alive, or answers that (RFC 6520 section 4).
type HeartbeatMessage struct {
	// Type is 1 for a heartbeat_request, 2 for a heartbeat_response.
	Type uint8
	// PayloadLength is the length that the sender says Payload has. The one who believes it
	// where there is less has the Heartbleed bug.
	PayloadLength int
	// Payload comes back in the response. It is nil where there is less than PayloadLength.
	Payload []byte
	// Padding is how many bytes come behind, at least 16 in a good message.
	Padding int
}

// ParseHeartbeat decodes the content of a record of type Heartbeat, decrypted if it was
// encrypted. On an error, which is an *Error with offsets in the content, the result has what
// could be read; it is never nil.
func ParseHeartbeat(content []byte) (*HeartbeatMessage, error) {
	c := newCursor(Heartbeat.String(), content, 0)
	m := &HeartbeatMessage{Type: c.u8("type"), PayloadLength: c.uint("payload_length", 2)}
	m.Payload = c.bytes("payload", m.PayloadLength)
	m.Padding = len(c.all())
	return m, c.err()
}
