package wire

// decodeExtensions fills the fields that come from extensions, and returns the
// first error.
func (h *ClientHello) decodeExtensions() error {
	return eachExtension("ClientHello", len(h.Raw), h.Extensions, h.decodeExtension)
}

// decodeExtension reads one extension, and reports whether it knows it.
func (h *ClientHello) decodeExtension(id uint16, c *cursor) bool {
	switch id {
	case ExtServerName:
		h.ServerName = readServerName(c)
	case ExtSupportedGroups:
		h.Groups = c.u16s("named_group_list", 2)
	case ExtPointFormats:
		h.PointFormats = c.vector("ec_point_format_list", 1).rest
	case ExtSignatureAlgorithms:
		h.SignatureAlgorithms = c.u16s("supported_signature_algorithms", 2)
	case ExtSignatureAlgorithmsCert:
		h.SignatureAlgorithmsCert = c.u16s("supported_signature_algorithms", 2)
	case ExtALPN:
		h.ALPN = readProtocolNames(c)
	case ExtSupportedVersions:
		h.SupportedVersions = c.u16s("versions", 1)
	case ExtKeyShare:
		h.KeyShares = readKeyShares(c)
	case ExtExtendedMasterSecret:
		h.ExtendedMasterSecret = true
	case ExtSessionTicket:
		h.SessionTicket = true
		h.Ticket = c.all()
	case ExtStatusRequest:
		h.StatusRequest = readStatusRequest(c)
	case ExtRenegotiationInfo:
		h.RenegotiationInfo = c.vector("renegotiated_connection", 1).rest
	default:
		return false
	}
	return true
}

// readServerName reads the ServerNameList of RFC 6066 section 3. Only one type
// of name was ever defined, host_name (0); names of others are skipped.
func readServerName(c *cursor) string {
	name, found := "", false
	list := c.vector("server_name_list", 2)
	for list.more() {
		kind := list.u8("name_type")
		b := list.vector("host_name", 2).rest
		if kind == 0 && !found {
			name, found = string(b), true
		}
	}
	return name
}

// readStatusRequest reads the CertificateStatusRequest of RFC 6066 section 8, and
// reports whether it is of the type ocsp. The form of other types is not known.
func readStatusRequest(c *cursor) bool {
	if c.u8("status_type") != statusOCSP {
		c.all()
		return false
	}
	c.vector("responder_id_list", 2)
	c.vector("request_extensions", 2)
	return !c.failed()
}

// readProtocolNames reads the ProtocolNameList of RFC 7301 section 3.1.
func readProtocolNames(c *cursor) []string {
	names := []string{}
	list := c.vector("protocol_name_list", 2)
	for list.more() {
		name := list.vector("protocol_name", 1)
		if !list.failed() {
			names = append(names, string(name.rest))
		}
	}
	return names
}

// readKeyShares reads the KeyShareClientHello of RFC 8446 section 4.2.8.
func readKeyShares(c *cursor) []KeyShare {
	shares := []KeyShare{}
	eachKeyShare(c, func(group uint16, key []byte) {
		shares = append(shares, KeyShare{Group: group, Length: len(key)})
	})
	return shares
}

// eachKeyShare calls take with each share that can be read.
func eachKeyShare(c *cursor, take func(group uint16, key []byte)) {
	list := c.vector("client_shares", 2)
	for list.more() {
		group := list.u16("group")
		key := list.vector("key_exchange", 2)
		if !list.failed() {
			take(group, key.rest)
		}
	}
}
