package legacy

import "github.com/legacytls/legacytls/internal/wire"

// A protection protects the records of one direction of a connection. It has
// state: records go through it in their order, each once.
type protection interface {
	// seal appends the protected fragment to dst. It neither changes nor keeps the
	// fragment.
	seal(dst []byte, h header, fragment []byte) []byte

	// open returns the fragment in a payload, which it may overwrite. The error
	// is an *Error.
	open(h header, payload []byte) ([]byte, error)
}

// A header is what a record says about itself outside of its payload, and its
// sequence number, which is not sent.
type header struct {
	seq     uint64
	kind    wire.ContentType
	version uint16
}

// bad is the error for a record with a payload of this length that does not open.
func (h header) bad(length int, reason string) error {
	return fatal(alertBadRecordMAC, "protected %s record %d, of %d bytes, %s", h.kind, h.seq, length, reason)
}

// appendTo appends what TLS authenticates of a record besides its fragment,
// which has the length given (RFC 5246, sections 6.2.3.1 and 6.2.3.3).
func (h header) appendTo(b []byte, length int) []byte {
	b = h.appendSequence(b)
	return append(b, byte(h.kind), byte(h.version>>8), byte(h.version), byte(length>>8), byte(length))
}

func (h header) appendSequence(b []byte) []byte {
	return append(b, byte(h.seq>>56), byte(h.seq>>48), byte(h.seq>>40), byte(h.seq>>32),
		byte(h.seq>>24), byte(h.seq>>16), byte(h.seq>>8), byte(h.seq))
}

// What is wrong with a record that does not open. Wrong keys on one side are the
// likely cause, when it is the first.
const (
	badMAC     = "does not match its MAC: expected the keys of this handshake on both sides"
	badPadding = "has bad padding once decrypted: expected the keys of this handshake on both sides"
	notWhole   = "is not in whole blocks of the cipher"
	tooShort   = "is shorter than nonce and tag of the cipher"
)
