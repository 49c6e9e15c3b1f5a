package dissect

import (
	"time"

	"github.com/legacytls/legacytls/internal/wire"
)

// A Step is one thing that a side did: a handshake message, or another record.
type Step struct {
	From Side
	At   time.Duration // when the last byte of it came, since the beginning

	// Type is the content type of its record, that inside of an opened one.
	Type wire.ContentType
	// FirstRecord and LastRecord are the records that it came in, counted for each side from
	// 0 on. What did not come in a record has -1.
	FirstRecord, LastRecord int
	// Version is that in the header of the first of them.
	Version uint16

	// Encrypted says that the record was, Opened that its content is known all the same.
	Encrypted, Opened bool

	// Message is the handshake message, nil for other types. Negotiated is the version of
	// the connection at that time, 0 before a ServerHello; Suite is its cipher suite.
	Message    *wire.Message
	Negotiated uint16
	Suite      uint16

	// Content is what the record holds; of one that stayed closed it is nil. Length is its
	// length, or that of the message with its header, or of the encrypted fragment.
	Content []byte
	Length  int

	// End is not Open for the end of a side, which has no record.
	End End

	// VerifyData is, for a Finished, what it is to say if its sender saw the same
	// handshake, nil if that is not known.
	VerifyData []byte

	// Err says why the record could not be opened, or what was in the place of one.
	Err error
}
