package wire

// A Reassembler puts the handshake messages of one side together from the fragments of its
// records (RFC 8446 section 5.1), decrypted where they were encrypted. Its zero value is ready.
// It is not safe for concurrent use.
type Reassembler struct {
	pending []byte // the message that is not complete
	beginIn int    // the record that it begins in
}

// Add takes the fragment of the record with the given index, and returns the messages that it
// completes. It copies what it keeps.
func (r *Reassembler) Add(record int, fragment []byte) []Message {
	if len(r.pending) == 0 {
		r.beginIn = record
	}
	r.pending = append(r.pending, fragment...)
	var messages []Message
	for {
		n, ok := messageLength(r.pending)
		if !ok || len(r.pending) < n {
			return messages
		}
		raw := r.pending[:n:n]
		messages = append(messages, Message{
			Type: HandshakeType(raw[0]), Raw: raw, Body: raw[messageHeader:],
			FirstRecord: r.beginIn, LastRecord: record,
		})
		r.pending, r.beginIn = r.pending[n:], record
	}
}

// Rest returns what there is of a message that was begun and is not complete, nothing when all
// are. It is shared with the Reassembler: do not change it.
func (r *Reassembler) Rest() []byte { return r.pending }

// Err says what is missing of a message that was begun and is not complete: an *Error, nil when
// all are.
func (r *Reassembler) Err() error {
	if len(r.pending) == 0 {
		return nil
	}
	c := newCursor(HandshakeType(r.pending[0]).String(), r.pending[1:], 1)
	c.vector("body", messageHeader-1)
	return c.err()
}

// messageLength returns the length of the message that b begins with, header
// included, if the header is there.
func messageLength(b []byte) (int, bool) {
	if len(b) < messageHeader {
		return 0, false
	}
	return messageHeader + (int(b[1])<<16 | int(b[2])<<8 | int(b[3])), true
}
