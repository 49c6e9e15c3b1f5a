package wire

import "encoding/hex"

// An ID is a two-byte value of a registry, with its name there: "GREASE(0x1a1a)" and "0x0500"
// for those that have none.
type ID struct {
	ID   uint16
	Name string
}

// Content decodes what is in an extension of a ClientHello, into values of these types:
//
//	string          a name, an address, bytes in hexadecimal
//	int             a number
//	[]string        names, or bytes in hexadecimal
//	[]ID            groups, schemes, versions
//	[]OfferedShare  key_share
//	PreSharedKeys   pre_shared_key
//
// It is nil for an extension that is empty or whose form is not known; its bytes are in Data
// in any case. On an error, which is an *Error, the result has what could be read.
func (e Extension) Content() (any, error) {
	decode := contentDecoders()[e.ID]
	if decode == nil || len(e.Data) == 0 {
		return nil, nil
	}
	c := newCursor(ExtensionName(e.ID), e.Data, 0)
	c.end = "the extension"
	content := decode(c)
	c.finish("end")
	return content, c.err()
}

// contentDecoders are the extensions whose form is known, by the RFC or draft that has it.
func contentDecoders() map[uint16]func(*cursor) any {
	names := func(field string, length int, nameOf func(uint16) string) func(*cursor) any {
		return func(c *cursor) any { return named(c.u16s(field, length), nameOf) }
	}
	return map[uint16]func(*cursor) any{
		ExtServerName:              func(c *cursor) any { return readServerName(c) },                                                 // RFC 6066, section 3
		1:                          func(c *cursor) any { return 1 << (8 + int(c.u8("max_fragment_length"))) },                       // RFC 6066, section 4
		ExtStatusRequest:           readStatusType,                                                                                   // RFC 6066, section 8
		ExtSupportedGroups:         names("named_group_list", 2, GroupName),                                                          // RFC 8446, section 4.2.7
		ExtPointFormats:            func(c *cursor) any { return namedBytes(c.vector("ec_point_format_list", 1).rest, pointFormat) }, // RFC 8422, section 5.1.2
		ExtSignatureAlgorithms:     names("supported_signature_algorithms", 2, SignatureSchemeName),                                  // RFC 8446, section 4.2.3
		ExtSignatureAlgorithmsCert: names("supported_signature_algorithms", 2, SignatureSchemeName),                                  // RFC 8446, section 4.2.3
		34:                         names("supported_signature_algorithms", 2, SignatureSchemeName),                                  // RFC 9345, section 4.1
		ExtALPN:                    func(c *cursor) any { return readProtocolNames(c) },                                              // RFC 7301, section 3.1
		0x4469:                     func(c *cursor) any { return readProtocolNames(c) },                                              // draft-vvv-tls-alps
		0x44cd:                     func(c *cursor) any { return readProtocolNames(c) },                                              // draft-vvv-tls-alps
		27:                         names("algorithms", 1, certificateCompression),                                                   // RFC 8879, section 3
		28:                         func(c *cursor) any { return int(c.u16("record_size_limit")) },                                   // RFC 8449, section 4
		ExtSessionTicket:           readHex,                                                                                          // RFC 5077, section 3.2
		ExtPreSharedKey:            readPreSharedKeys,                                                                                // RFC 8446, section 4.2.11
		ExtSupportedVersions:       names("versions", 1, VersionName),                                                                // RFC 8446, section 4.2.1
		44:                         func(c *cursor) any { return hex.EncodeToString(c.vector("cookie", 2).rest) },                    // RFC 8446, section 4.2.2
		45:                         func(c *cursor) any { return namedBytes(c.vector("ke_modes", 1).rest, pskMode) },                 // RFC 8446, section 4.2.9
		ExtKeyShare:                readOfferedShares,                                                                                // RFC 8446, section 4.2.8
		ExtRenegotiationInfo:       func(c *cursor) any { return hex.EncodeToString(c.vector("renegotiated_connection", 1).rest) },   // RFC 5746, section 3.2
		15:                         func(c *cursor) any { return namedBytes([]byte{c.u8("mode")}, heartbeatMode)[0] },                // RFC 6520, section 2
		21:                         func(c *cursor) any { return len(c.all()) },                                                      // RFC 7685, section 3
		0xfe0d:                     readHex,                                                                                          // RFC 9849
		57:                         readHex,                                                                                          // RFC 9001, section 8.2
	}
}

// An OfferedShare is a share of key_share.
type OfferedShare struct {
	Group     ID
	PublicKey string // in hexadecimal
}

// PreSharedKeys is what pre_shared_key offers.
type PreSharedKeys struct {
	Identities []string // in hexadecimal: session tickets, mostly
	Binders    []string // in hexadecimal
}

func named(ids []uint16, nameOf func(uint16) string) []ID {
	all := make([]ID, 0, len(ids))
	for _, id := range ids {
		all = append(all, ID{id, nameOf(id)})
	}
	return all
}

func namedBytes(values []byte, names map[byte]string) []string {
	all := make([]string, 0, len(values))
	for _, v := range values {
		name, known := names[v]
		if !known {
			name = "0x" + hex.EncodeToString([]byte{v})
		}
		all = append(all, name)
	}
	return all
}

var (
	pointFormat   = map[byte]string{0: "uncompressed", 1: "ansiX962_compressed_prime", 2: "ansiX962_compressed_char2"}
	pskMode       = map[byte]string{0: "psk_ke", 1: "psk_dhe_ke"}
	heartbeatMode = map[byte]string{1: "peer_allowed_to_send", 2: "peer_not_allowed_to_send"}
)

// certificateCompression names the algorithms of RFC 8879, section 7.3.
func certificateCompression(id uint16) string {
	return lookup([]name{{1, "zlib"}, {2, "brotli"}, {3, "zstd"}}, id)
}

func readHex(c *cursor) any { return hex.EncodeToString(c.all()) }

func readStatusType(c *cursor) any {
	if readStatusRequest(c) {
		return "ocsp"
	}
	return nil
}

func readOfferedShares(c *cursor) any {
	shares := []OfferedShare{}
	eachKeyShare(c, func(group uint16, key []byte) {
		shares = append(shares, OfferedShare{ID{group, GroupName(group)}, hex.EncodeToString(key)})
	})
	return shares
}

func readPreSharedKeys(c *cursor) any {
	keys := PreSharedKeys{Identities: []string{}, Binders: []string{}}
	list := c.vector("identities", 2)
	for list.more() {
		identity := list.vector("identity", 2)
		list.bytes("obfuscated_ticket_age", 4)
		if !list.failed() {
			keys.Identities = append(keys.Identities, hex.EncodeToString(identity.rest))
		}
	}
	binders := c.vector("binders", 2)
	for binders.more() {
		binder := binders.vector("PskBinderEntry", 1)
		if !binders.failed() {
			keys.Binders = append(keys.Binders, hex.EncodeToString(binder.rest))
		}
	}
	return keys
}
