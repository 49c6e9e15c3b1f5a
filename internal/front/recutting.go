package front

import (
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

const maxFragment = 16384 // RFC 8446, section 5.1

// A recutter makes of the records that a server writes those that go out, until they
// are encrypted. The messages in them stay what they are.
type recutter struct {
	quirks fixtures.Quirks
	sealed bool // what comes now is encrypted, or may be

	partial []byte // the beginning of a record
	begun   bool   // a handshake record has come
	flight  flight
	version uint16 // in the header of the last handshake record that came
	held    []byte // handshake messages of which no record has been made yet
	out     []byte // records that are ready
}

// add takes what the server writes, and returns what goes out.
func (r *recutter) add(written []byte) []byte {
	r.partial = append(r.partial, written...)
	for !r.sealed {
		record, rest, ok := cutRecord(r.partial)
		if !ok {
			break
		}
		r.record(record)
		r.partial = rest
	}
	if r.sealed {
		r.out, r.partial = append(r.out, r.partial...), nil
	}
	return r.take()
}

// release returns what was held back of a flight.
func (r *recutter) release() []byte {
	r.cutHeld()
	return r.take()
}

func (r *recutter) take() []byte {
	out := r.out
	r.out = nil
	return out
}

// cutRecord returns the record that b begins with, if it is complete.
func cutRecord(b []byte) (record, rest []byte, ok bool) {
	if len(b) < recordHeader {
		return nil, b, false
	}
	end := recordHeader + int(b[3])<<8 + int(b[4])
	if len(b) < end {
		return nil, b, false
	}
	return b[:end:end], b[end:], true
}

func (r *recutter) record(record []byte) {
	kind := wire.ContentType(record[0])
	if kind == wire.Handshake {
		r.handshake(uint16(record[1])<<8|uint16(record[2]), record[recordHeader:])
		return
	}
	r.cutHeld()
	switch kind {
	case wire.AlertRecord:
		record = withVersion(record, r.quirks.AlertRecordVersion)
	case wire.ChangeCipherSpec: // which means nothing in TLS 1.3 (RFC 8446, appendix D.4)
		r.sealed = !r.flight.tls13
	case wire.ApplicationData:
		r.sealed = true
	}
	r.out = append(r.out, record...)
}

func (r *recutter) handshake(version uint16, fragment []byte) {
	r.version = version
	if r.quirks.RecordVersion != 0 {
		r.version = r.quirks.RecordVersion
	}
	if !r.begun && r.quirks.EmptyHandshakeRecord {
		r.emit(nil)
	}
	r.begun = true
	r.held = append(r.held, fragment...)
	if ended := r.flight.add(fragment); ended || !r.quirks.OneRecordFlight {
		r.cutHeld()
	}
}

// cutHeld makes records of what is held.
func (r *recutter) cutHeld() {
	limit := maxFragment
	if r.quirks.HandshakeRecordSize != 0 {
		limit = r.quirks.HandshakeRecordSize
	}
	for len(r.held) > 0 {
		n := min(limit, len(r.held))
		r.emit(r.held[:n])
		r.held = r.held[n:]
	}
	r.held = nil
}

func (r *recutter) emit(fragment []byte) {
	r.out = append(r.out, wire.MarshalRecord(wire.Handshake, r.version, fragment)...)
}

// withVersion returns the record with another version in its header, if it is not 0.
func withVersion(record []byte, version uint16) []byte {
	if version == 0 {
		return record
	}
	changed := append([]byte(nil), record...)
	changed[1], changed[2] = byte(version>>8), byte(version)
	return changed
}
