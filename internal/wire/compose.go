package wire

// A composer writes vectors of TLS. It is the counterpart of cursor.
type composer struct{ b []byte }

func (c *composer) u8(v uint8)      { c.b = append(c.b, v) }
func (c *composer) u16(v uint16)    { c.b = append(c.b, byte(v>>8), byte(v)) }
func (c *composer) u32(v uint32)    { c.u16(uint16(v >> 16)); c.u16(uint16(v)) }
func (c *composer) bytes(b []byte)  { c.b = append(c.b, b...) }
func (c *composer) u16s(v []uint16) { eachU16(v, c.u16) }

// vector writes what content writes, behind its length in the given number of
// bytes. A content that is longer than the length can say is cut off there in
// the length alone: what comes out is then no TLS.
func (c *composer) vector(lengthBytes int, content func()) {
	start := len(c.b)
	c.b = append(c.b, make([]byte, lengthBytes)...)
	content()
	length := len(c.b) - start - lengthBytes
	for i := lengthBytes - 1; i >= 0; i-- {
		c.b[start+i] = byte(length)
		length >>= 8
	}
}

// opaques writes byte strings, each behind its length in itemLength bytes, as a
// vector.
func (c *composer) opaques(lengthBytes, itemLength int, items [][]byte) {
	c.vector(lengthBytes, func() {
		for _, item := range items {
			item := item
			c.vector(itemLength, func() { c.bytes(item) })
		}
	})
}

func eachU16(values []uint16, write func(uint16)) {
	for _, v := range values {
		write(v)
	}
}

// Marshal composes the handshake message, with its 4-byte header, from Version,
// Random, SessionID, CipherSuites, CompressionMethods and Extensions; fields
// that ParseClientHello takes from the extensions are not looked at. A nil
// Extensions ends the message before them, as in hellos of SSL 3.0.
//
// Nothing is judged: two extensions of one id, an empty list of suites or no
// compression method are composed as they stand.
func (h *ClientHello) Marshal() []byte {
	c := &composer{}
	c.u16(h.Version)
	c.bytes(h.Random[:])
	c.vector(1, func() { c.bytes(h.SessionID) })
	c.vector(2, func() { c.u16s(h.CipherSuites) })
	c.vector(1, func() { c.bytes(h.CompressionMethods) })
	c.extensions(h.Extensions)
	return MarshalMessage(TypeClientHello, c.b)
}

// Marshal composes the handshake message, with its 4-byte header, from
// LegacyVersion, Random, SessionID, CipherSuite, CompressionMethod and
// Extensions, as that of a ClientHello does.
func (h *ServerHello) Marshal() []byte {
	c := &composer{}
	c.u16(h.LegacyVersion)
	c.bytes(h.Random[:])
	c.vector(1, func() { c.bytes(h.SessionID) })
	c.u16(h.CipherSuite)
	c.u8(h.CompressionMethod)
	c.extensions(h.Extensions)
	return MarshalMessage(TypeServerHello, c.b)
}

// extensions ends the message before them if they are nil.
func (c *composer) extensions(extensions []Extension) {
	if extensions == nil {
		return
	}
	c.vector(2, func() {
		for _, e := range extensions {
			e := e
			c.u16(e.ID)
			c.vector(2, func() { c.bytes(e.Data) })
		}
	})
}

// MarshalMessage puts the header before the body of a handshake message.
func MarshalMessage(kind HandshakeType, body []byte) []byte {
	c := &composer{}
	c.u8(uint8(kind))
	c.vector(3, func() { c.bytes(body) })
	return c.b
}

// MarshalRecord puts a fragment of at most 65,535 bytes into one record. RFC
// 8446, section 5.1, permits 16,384; what is longer is for the peer to judge.
func MarshalRecord(kind ContentType, version uint16, fragment []byte) []byte {
	c := &composer{}
	c.u8(uint8(kind))
	c.u16(version)
	c.vector(2, func() { c.bytes(fragment) })
	return c.b
}
