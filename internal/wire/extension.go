package wire

// The extensions that this package decodes, with the names that the IANA
// registry has for them behind.
const (
	ExtServerName                 uint16 = 0      // server_name
	ExtStatusRequest              uint16 = 5      // status_request
	ExtSupportedGroups            uint16 = 10     // supported_groups
	ExtPointFormats               uint16 = 11     // ec_point_formats
	ExtSignatureAlgorithms        uint16 = 13     // signature_algorithms
	ExtALPN                       uint16 = 16     // application_layer_protocol_negotiation
	ExtSignedCertificateTimestamp uint16 = 18     // signed_certificate_timestamp
	ExtEncryptThenMAC             uint16 = 22     // encrypt_then_mac
	ExtExtendedMasterSecret       uint16 = 23     // extended_master_secret
	ExtSessionTicket              uint16 = 35     // session_ticket
	ExtPreSharedKey               uint16 = 41     // pre_shared_key
	ExtEarlyData                  uint16 = 42     // early_data
	ExtSupportedVersions          uint16 = 43     // supported_versions
	ExtSignatureAlgorithmsCert    uint16 = 50     // signature_algorithms_cert
	ExtKeyShare                   uint16 = 51     // key_share
	ExtRenegotiationInfo          uint16 = 0xff01 // renegotiation_info
)

const extensionHeader = 4 // type, length

// readExtensions reads the extensions at the end of a hello. Hellos up to
// TLS 1.2 may end before them; then the result is nil.
func readExtensions(c *cursor) []Extension {
	if !c.more() {
		return nil
	}
	extensions := readExtensionList(c.vector("extensions", 2))
	c.finish("end")
	return extensions
}

// readExtensionList reads the extensions that list is over.
func readExtensionList(list *cursor) []Extension {
	extensions := []Extension{}
	for list.more() {
		id := list.u16("extension_type")
		data := list.vector("extension_data", 2)
		if !list.failed() {
			extensions = append(extensions, Extension{ID: id, Data: data.rest})
		}
	}
	return extensions
}

func findExtension(extensions []Extension, id uint16) (Extension, bool) {
	for _, e := range extensions {
		if e.ID == id {
			return e, true
		}
	}
	return Extension{}, false
}

// eachExtension calls decode for the first extension of each id, with a cursor
// of its own, so that one that is broken does not hide the others. It returns
// the first error. decode reports whether it knows the extension; one that it
// knows must be read to the end. The last extension ends at byte end of the
// message called what.
func eachExtension(what string, end int, extensions []Extension, decode func(uint16, *cursor) bool) error {
	offset := end
	for _, e := range extensions {
		offset -= extensionHeader + len(e.Data)
	}
	var first error
	seen := make(map[uint16]bool, len(extensions))
	for _, e := range extensions {
		c := newCursor(what, e.Data, offset+extensionHeader)
		offset += extensionHeader + len(e.Data)
		if seen[e.ID] {
			continue
		}
		seen[e.ID] = true
		c.end = "the extension"
		if decode(e.ID, c) {
			c.finish("end")
		}
		if c.failed() && first == nil {
			c.fault.err.What += " " + ExtensionName(e.ID)
			first = c.err()
		}
	}
	return first
}
