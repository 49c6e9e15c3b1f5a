package wire

// ServerName is a server_name extension with one host_name (RFC 6066, section 3).
func ServerName(host string) Extension {
	return compose(ExtServerName, func(c *composer) {
		c.vector(2, func() {
			c.u8(0) // host_name
			c.vector(2, func() { c.bytes([]byte(host)) })
		})
	})
}

// SupportedGroups is a supported_groups extension (RFC 8446, section 4.2.7).
func SupportedGroups(groups ...uint16) Extension {
	return compose(ExtSupportedGroups, func(c *composer) { c.vector(2, func() { c.u16s(groups) }) })
}

// PointFormats is an ec_point_formats extension (RFC 8422, section 5.1.2); 0 is
// uncompressed.
func PointFormats(formats ...uint8) Extension {
	return compose(ExtPointFormats, func(c *composer) { c.vector(1, func() { c.bytes(formats) }) })
}

// SignatureAlgorithms is a signature_algorithms extension (RFC 8446, section
// 4.2.3).
func SignatureAlgorithms(schemes ...uint16) Extension {
	return compose(ExtSignatureAlgorithms, func(c *composer) { c.vector(2, func() { c.u16s(schemes) }) })
}

// SupportedVersions is a supported_versions extension of a client (RFC 8446,
// section 4.2.1).
func SupportedVersions(versions ...uint16) Extension {
	return compose(ExtSupportedVersions, func(c *composer) { c.vector(1, func() { c.u16s(versions) }) })
}

// ALPN is an application_layer_protocol_negotiation extension (RFC 7301,
// section 3.1). A server answers with the one protocol that it has chosen.
func ALPN(protocols ...string) Extension {
	return compose(ExtALPN, func(c *composer) {
		c.vector(2, func() {
			for _, p := range protocols {
				p := p
				c.vector(1, func() { c.bytes([]byte(p)) })
			}
		})
	})
}

// RenegotiationInfo is a renegotiation_info extension (RFC 5746, section 3.2).
// The data is empty in the first handshake of a connection; later a client
// sends its own verify_data of the one before, a server the client's and then
// its own.
func RenegotiationInfo(verifyData []byte) Extension {
	return compose(ExtRenegotiationInfo, func(c *composer) { c.vector(1, func() { c.bytes(verifyData) }) })
}

// EmptyExtension is an extension without data, such as extended_master_secret,
// or a server's answer to session_ticket, status_request and server_name.
func EmptyExtension(id uint16) Extension { return Extension{ID: id} }

// KeyShareOf is a key_share extension of a client with one share (RFC 8446,
// section 4.2.8).
func KeyShareOf(group uint16, publicKey []byte) Extension {
	return compose(ExtKeyShare, func(c *composer) {
		c.vector(2, func() {
			c.u16(group)
			c.vector(2, func() { c.bytes(publicKey) })
		})
	})
}

// NoKeyShares is a key_share extension of a client without a share, which asks
// the server for a HelloRetryRequest (RFC 8446, section 4.2.8).
func NoKeyShares() Extension {
	return compose(ExtKeyShare, func(c *composer) { c.u16(0) })
}

func compose(id uint16, data func(*composer)) Extension {
	c := &composer{}
	data(c)
	return Extension{ID: id, Data: c.b}
}
