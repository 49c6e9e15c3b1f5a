package wire

import "strconv"

// A RawRecord is a TLS record with what it carries, encrypted or not.
type RawRecord struct {
	Record
	// Offset is where the record's header begins in the bytes that it was cut out of.
	Offset int
	// Fragment is what stands behind the header: shared with these bytes, and shorter than
	// Length when they end before it.
	Fragment []byte
}

// SplitRecords cuts the bytes that ONE side sent over a connection, from the first one on, into
// records, as far as they are records: on an error the result has those that came before it,
// and the one that is cut off, if its header is there. The error is a *ForeignError when the
// bytes are not TLS (no bytes at all count as that), an *Error otherwise, as that of [DecodeFlow].
func SplitRecords(b []byte) ([]RawRecord, error) {
	var records []RawRecord
	err := eachRecord(b, func(r RawRecord) bool {
		records = append(records, r)
		return true
	})
	return records, err
}

// eachRecord calls take with each record, as long as it wants more.
func eachRecord(b []byte, take func(RawRecord) (more bool)) error {
	if len(b) == 0 {
		return &ForeignError{Kind: Nothing}
	}
	for i, offset := 0, 0; offset < len(b); i++ {
		if err := foreign(b[offset:], offset); err != nil {
			return err
		}
		c := newCursor(recordName(i), b[offset:], offset)
		c.end = "the flow"
		r := RawRecord{Offset: offset, Record: Record{
			Type: ContentType(c.u8("type")), Version: c.u16("version"), Length: c.uint("length", 2),
		}}
		if c.failed() {
			return c.err()
		}
		r.Fragment = prefix(c.rest, r.Length)
		c.bytes("fragment of "+r.Type.String(), r.Length)
		if !take(r) || c.failed() {
			return c.err()
		}
		offset = c.offset
	}
	return nil
}

func recordName(i int) string { return "record " + strconv.Itoa(i) }
