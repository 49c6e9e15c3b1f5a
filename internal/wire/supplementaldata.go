package wire

// A SupplementalDataEntry is a piece of what a side tells the other for its application's sake
// (RFC 4680).
type SupplementalDataEntry struct {
	// Type is the SupplementalDataType: 0 is user_mapping_data (RFC 4681), 16386
	// authz_data (RFC 5878).
	Type uint16
	Data []byte
}

// ParseSupplementalData decodes a handshake message with its 4-byte header. On an error, which
// is an *Error, the result has the entries that came before it.
func ParseSupplementalData(raw []byte) ([]SupplementalDataEntry, error) {
	c, err := openMessage(TypeSupplementalData, raw)
	if err != nil {
		return nil, err
	}
	var entries []SupplementalDataEntry
	list := c.vector("supp_data", 3)
	for list.more() {
		e := SupplementalDataEntry{Type: list.u16("supp_data_type"), Data: list.vector("supp_data_length", 2).rest}
		if !list.failed() {
			entries = append(entries, e)
		}
	}
	c.finish("end")
	return entries, c.err()
}
