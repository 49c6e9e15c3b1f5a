package wire

// A NextProtocol says which application protocol a client has chosen of those that the server
// names, encrypted and before its Finished: what ALPN replaced
// (draft-agl-tls-nextprotoneg-04 section 3).
type NextProtocol struct {
	Protocol string
	// Padding is how many bytes hide the length of the name.
	Padding int
}

// ParseNextProtocol decodes a handshake message with its 4-byte header. On an error, which is an
// *Error, the result has what could be read; it is never nil.
func ParseNextProtocol(raw []byte) (*NextProtocol, error) {
	m := &NextProtocol{}
	c, err := openMessage(TypeNextProtocol, raw)
	if err != nil {
		return m, err
	}
	m.Protocol = string(c.vector("selected_protocol", 1).rest)
	m.Padding = len(c.vector("padding", 1).rest)
	c.finish("end")
	return m, c.err()
}
