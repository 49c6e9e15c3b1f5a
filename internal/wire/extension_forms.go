package wire

import "encoding/hex"

// The readers of what can be in an extension. Each leaves what it does not read to be an error.

func readNothing(*cursor) any { return nil }

// readHex reads bytes whose form is not looked at, of which there may be none.
func readHex(c *cursor) any {
	if len(c.rest) == 0 {
		return nil
	}
	return hex.EncodeToString(c.all())
}

func readLength(c *cursor) any {
	if len(c.rest) == 0 {
		return nil
	}
	return len(c.all())
}

// readIDs is for a vector of two-byte values.
func readIDs(field string, lengthBytes int, nameOf func(uint16) string) func(*cursor) any {
	return func(c *cursor) any {
		all := []ID{}
		for _, id := range c.u16s(field, lengthBytes) {
			all = append(all, ID{id, nameOf(id)})
		}
		return all
	}
}

// readID is for one two-byte value.
func readID(field string, nameOf func(uint16) string) func(*cursor) any {
	return func(c *cursor) any {
		id := c.u16(field)
		if c.failed() {
			return nil
		}
		return ID{id, nameOf(id)}
	}
}

// readNames is for a vector of bytes that have names.
func readNames(field string, names map[byte]string) func(*cursor) any {
	return func(c *cursor) any {
		all := []string{}
		for _, v := range c.vector(field, 1).rest {
			all = append(all, byteName(v, names))
		}
		return all
	}
}

// readName is for one byte that has a name.
func readName(field string, names map[byte]string) func(*cursor) any {
	return func(c *cursor) any {
		v := c.u8(field)
		if c.failed() {
			return nil
		}
		return byteName(v, names)
	}
}

func byteName(v byte, names map[byte]string) string {
	if name, known := names[v]; known {
		return name
	}
	return "0x" + hex.EncodeToString([]byte{v})
}

var (
	pointFormat     = map[byte]string{0: "uncompressed", 1: "ansiX962_compressed_prime", 2: "ansiX962_compressed_char2"}
	pskMode         = map[byte]string{0: "psk_ke", 1: "psk_dhe_ke"}
	heartbeatMode   = map[byte]string{1: "peer_allowed_to_send", 2: "peer_not_allowed_to_send"}
	certificateType = map[byte]string{0: "X509", 1: "OpenPGP", 2: "RawPublicKey"}
)

// readHexVector is for bytes behind their length.
func readHexVector(field string, lengthBytes int) func(*cursor) any {
	return func(c *cursor) any {
		b := c.vector(field, lengthBytes).rest
		if c.failed() {
			return nil
		}
		return hex.EncodeToString(b)
	}
}

// readHexVectors is for a vector of byte strings, each behind its length in two bytes.
func readHexVectors(field, item string) func(*cursor) any {
	return func(c *cursor) any { return hexStrings(c.opaques(field, 2, item, 2)) }
}

func hexStrings(items [][]byte) []string {
	all := []string{}
	for _, item := range items {
		all = append(all, hex.EncodeToString(item))
	}
	return all
}

// readNumber is for a number of two bytes.
func readNumber(field string) func(*cursor) any {
	return func(c *cursor) any {
		n := c.u16(field)
		if c.failed() {
			return nil
		}
		return int(n)
	}
}

// readFragmentLength reads a power of two.
func readFragmentLength(c *cursor) any {
	start := c.offset
	code := c.u8("max_fragment_length")
	if code < 1 || code > 4 {
		c.failAt(start, "max_fragment_length", "1 to 4 expected, got "+decimal(code), false)
		return nil
	}
	return 1 << (8 + int(code))
}

func readOCSPResponses(c *cursor) any {
	status := readCertificateStatus(c)
	if c.failed() || len(status.Responses) != 1 {
		return nil
	}
	return hex.EncodeToString(status.Responses[0])
}

func readStatusType(c *cursor) any {
	if readStatusRequest(c) {
		return "ocsp"
	}
	return nil
}

// readNextProtocols reads names that have no length of all of them before.
func readNextProtocols(c *cursor) any {
	names := []string{}
	for c.more() {
		name := c.vector("protocol_name", 1)
		if !c.failed() {
			names = append(names, string(name.rest))
		}
	}
	return names
}

func readOfferedShares(c *cursor) any {
	shares := []OfferedShare{}
	eachKeyShare(c, func(group uint16, key []byte) {
		shares = append(shares, OfferedShare{ID{group, GroupName(group)}, hex.EncodeToString(key)})
	})
	return shares
}

func readSelectedShare(c *cursor) any {
	group := c.u16("group")
	key := c.vector("key_exchange", 2)
	if c.failed() {
		return nil
	}
	return OfferedShare{ID{group, GroupName(group)}, hex.EncodeToString(key.rest)}
}

func readPreSharedKeys(c *cursor) any {
	keys := PreSharedKeys{Identities: []string{}, Binders: []string{}}
	list := c.vector("identities", 2)
	for list.more() {
		identity := list.vector("identity", 2)
		list.u32("obfuscated_ticket_age")
		if !list.failed() {
			keys.Identities = append(keys.Identities, hex.EncodeToString(identity.rest))
		}
	}
	keys.Binders = hexStrings(c.opaques("binders", 2, "PskBinderEntry", 1))
	return keys
}

func readOIDFilters(c *cursor) any {
	filters := []OIDFilter{}
	list := c.vector("filters", 2)
	for list.more() {
		oid := list.vector("certificate_extension_oid", 1)
		values := list.vector("certificate_extension_values", 2)
		if !list.failed() {
			filters = append(filters, OIDFilter{hex.EncodeToString(oid.rest), hex.EncodeToString(values.rest)})
		}
	}
	return filters
}

func readEarlyDataSize(c *cursor) any {
	size := c.u32("max_early_data_size")
	if c.failed() {
		return nil
	}
	return size
}
