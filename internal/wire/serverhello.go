package wire

import "bytes"

// A ServerHello is the first message of a server (RFC 8446 section 4.1.3), or a
// HelloRetryRequest, which has the same form. Byte slices are shared with Raw:
// do not change them.
type ServerHello struct {
	// Version is the negotiated version: the one in supported_versions, or
	// LegacyVersion where that was not sent.
	Version uint16
	// LegacyVersion is the version field of the message. TLS 1.3 has TLS 1.2 there.
	LegacyVersion     uint16
	Random            [32]byte
	SessionID         []byte
	CipherSuite       uint16
	CompressionMethod uint8
	// Extensions are all extensions as they were sent, nil when the message
	// ended before them. Those that TLS 1.3 encrypts, ALPN for one, are not here.
	Extensions []Extension

	// Group is the group in key_share, 0 without one: the group of the key
	// exchange, or in a HelloRetryRequest the one that is asked for. See
	// Flow.Group for servers up to TLS 1.2.
	Group uint16
	// ALPN is the chosen protocol, up to TLS 1.2.
	ALPN string
	// ExtendedMasterSecret says that extended_master_secret was sent (RFC 7627).
	ExtendedMasterSecret bool
	// HelloRetryRequest says that the message is one.
	HelloRetryRequest bool

	// Raw is the handshake message with its 4-byte header.
	Raw []byte
}

// ParseServerHello decodes a handshake message with its 4-byte header. On an
// error, which is an *Error, the result has what could be read, as with
// ParseClientHello; it is never nil.
func ParseServerHello(raw []byte) (*ServerHello, error) {
	h := &ServerHello{Raw: raw}
	c, err := openMessage(TypeServerHello, raw)
	if err != nil {
		return h, err
	}
	h.HelloRetryRequest = isHelloRetryRequest(c.rest)
	h.LegacyVersion = c.u16("legacy_version")
	h.Version = h.LegacyVersion
	copy(h.Random[:], c.bytes("random", len(h.Random)))
	h.SessionID = c.vector("legacy_session_id_echo", 1).rest
	h.CipherSuite = c.u16("cipher_suite")
	h.CompressionMethod = c.u8("legacy_compression_method")
	h.Extensions = readExtensions(c)
	inExtensions := eachExtension("ServerHello", len(raw), h.Extensions, h.decodeExtension)
	if err := c.err(); err != nil {
		return h, err
	}
	return h, inExtensions
}

// Extension returns the first extension with the given id, if it was sent.
func (h *ServerHello) Extension(id uint16) (Extension, bool) {
	return findExtension(h.Extensions, id)
}

// decodeExtension reads one extension, and reports whether it knows it.
func (h *ServerHello) decodeExtension(id uint16, c *cursor) bool {
	switch id {
	case ExtSupportedVersions:
		if v := c.u16("selected_version"); !c.failed() {
			h.Version = v
		}
	case ExtKeyShare:
		h.Group = c.u16("group")
		if !h.HelloRetryRequest {
			c.vector("key_exchange", 2)
		}
	case ExtALPN:
		h.ALPN = readSelectedProtocol(c)
	case ExtExtendedMasterSecret:
		h.ExtendedMasterSecret = true
	default:
		return false
	}
	return true
}

// readSelectedProtocol reads the one name that a server sends (RFC 7301 section 3.1).
func readSelectedProtocol(c *cursor) string {
	list := c.vector("protocol_name_list", 2)
	name := string(list.vector("protocol_name", 1).rest)
	list.finish("end")
	return name
}

// helloRetryRandom makes a ServerHello a HelloRetryRequest: it is the SHA-256 of
// "HelloRetryRequest" (RFC 8446 section 4.1.3).
const helloRetryRandom = "\xcf\x21\xad\x74\xe5\x9a\x61\x11\xbe\x1d\x8c\x02\x1e\x65\xb8\x91" +
	"\xc2\xa2\x11\x16\x7a\xbb\x8c\x5e\x07\x9e\x09\xe2\xc8\xa8\x33\x9c"

func isHelloRetryRequest(body []byte) bool {
	const version = 2
	return len(body) >= version && bytes.HasPrefix(body[version:], []byte(helloRetryRandom))
}
