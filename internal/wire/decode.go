package wire

import (
	"bytes"
	"fmt"
	"strconv"
)

const (
	recordHeader  = 5 // type, version, length: RFC 8446 section 5.1
	messageHeader = 4 // type, length: RFC 8446 section 4
)

// DecodeFlow reads the bytes that ONE side sent over a connection, from the
// first one on, as far as they are readable without keys. It never fails as a
// whole: Flow.Err says where reading ended early and why, and all that came
// before is kept.
//
// Handshake messages are reassembled from their records until the side begins
// to encrypt. An alert record of exactly 2 bytes is in the clear wherever it
// comes, as encrypted ones are always longer.
//
// DecodeFlow copies what it keeps: b may change afterwards. The memory it uses
// is proportional to len(b), whatever lengths the bytes announce.
func DecodeFlow(b []byte) *Flow {
	d := decoder{flow: &Flow{Bytes: len(b)}}
	if len(b) == 0 {
		d.fail(&ForeignError{Kind: Nothing})
	}
	for d.offset < len(b) && d.flow.Err == nil {
		d.offset += d.record(b[d.offset:])
	}
	d.end()
	return d.flow
}

// A decoder is one run of DecodeFlow.
type decoder struct {
	flow      *Flow
	stream    []byte // handshake bytes in the clear, all records together
	begin     int    // where the first unfinished message begins in stream
	beginIn   int    // the record that it begins in
	encrypted bool   // this side has begun to encrypt
	offset    int    // of the record that is being read
}

func (d *decoder) fail(err error) {
	if d.flow.Err == nil {
		d.flow.Err = err
	}
}

// record reads the record that b begins with, and returns how many bytes of b
// it takes.
func (d *decoder) record(b []byte) int {
	if err := foreign(b, d.offset); err != nil {
		d.fail(err)
		return len(b)
	}
	c := newCursor(d.recordName(len(d.flow.Records)), b, d.offset)
	c.end = "the flow"
	r := Record{Type: ContentType(c.u8("type")), Version: c.u16("version"), Length: c.uint("length", 2)}
	if c.failed() {
		d.fail(c.err())
		return len(b)
	}
	d.flow.Records = append(d.flow.Records, r)
	fragment := c.rest
	if len(fragment) >= r.Length {
		fragment = fragment[:r.Length]
	}
	c.bytes("fragment of "+r.Type.String(), r.Length)
	d.fragment(r, fragment)
	d.fail(c.err())
	return recordHeader + len(fragment)
}

func (d *decoder) recordName(i int) string { return "record " + strconv.Itoa(i) }

// fragment takes the payload of a record, or what there is of it.
func (d *decoder) fragment(r Record, b []byte) {
	switch r.Type {
	case Handshake:
		if d.readable(r, b) {
			d.handshake(b)
		}
	case AlertRecord:
		d.alerts(r, b)
	case ChangeCipherSpec, ApplicationData:
		d.encrypted = true
	}
}

// readable reports whether a handshake record is in the clear. After a
// ChangeCipherSpec or early data that is so in one case only: between the two
// hellos around a HelloRetryRequest, where TLS 1.3 sends a ChangeCipherSpec that
// means nothing, for middleboxes' sake (RFC 8446 appendix D.4).
func (d *decoder) readable(r Record, b []byte) bool {
	if d.encrypted && d.secondHello(r, b) {
		d.encrypted = false
	}
	return !d.encrypted
}

// secondHello reports whether the fragment b of record r begins the hello after
// a HelloRetryRequest.
func (d *decoder) secondHello(r Record, b []byte) bool {
	if len(d.flow.Messages) == 0 {
		return false
	}
	last := d.flow.Messages[len(d.flow.Messages)-1]
	switch last.Type {
	case TypeServerHello: // TLS 1.3 encrypts nothing under the type handshake
		return isHelloRetryRequest(last.Body)
	case TypeClientHello:
		return repeats(b, r.Length, last.Raw)
	}
	return false
}

// repeats reports whether a fragment of the given length, of which b is there,
// begins like the ClientHello first with the same version and random (RFC 8446
// section 4.1.2). What comes at this place when a TLS 1.2 session is resumed is
// an encrypted Finished.
func repeats(b []byte, length int, first []byte) bool {
	const upToRandom = messageHeader + 2 + 32
	compared := upToRandom
	if length < compared {
		compared = length
	}
	if len(b) < compared || len(first) < compared || compared == 0 || b[0] != first[0] {
		return false
	}
	if compared <= messageHeader {
		return true // too short for anything encrypted
	}
	return bytes.Equal(b[messageHeader:compared], first[messageHeader:compared])
}

// handshake appends a fragment, and cuts off the messages that it completes.
func (d *decoder) handshake(b []byte) {
	record := len(d.flow.Records) - 1
	if d.begin == len(d.stream) {
		d.beginIn = record
	}
	d.stream = append(d.stream, b...)
	for {
		rest := d.stream[d.begin:]
		n, ok := messageLength(rest)
		if !ok || len(rest) < n {
			return
		}
		raw := rest[:n:n]
		d.flow.Messages = append(d.flow.Messages, Message{
			Type: HandshakeType(raw[0]), Raw: raw, Body: raw[messageHeader:],
			FirstRecord: d.beginIn, LastRecord: record,
		})
		d.begin += n
		d.beginIn = record
	}
}

// messageLength returns the length of the message that b begins with, header
// included, if the header is there.
func messageLength(b []byte) (int, bool) {
	if len(b) < messageHeader {
		return 0, false
	}
	return messageHeader + (int(b[1])<<16 | int(b[2])<<8 | int(b[3])), true
}

// alerts takes the payload of an alert record. Several alerts may share one in
// the clear (RFC 5246 section 6.2.1).
func (d *decoder) alerts(r Record, b []byte) {
	if d.encrypted && r.Length != 2 {
		return
	}
	for ; len(b) >= 2; b = b[2:] {
		d.flow.Alerts = append(d.flow.Alerts, Alert{Level: b[0], Code: b[1]})
	}
	if r.Length == 0 || r.Length%2 != 0 {
		d.fail(&Error{
			What: d.recordName(len(d.flow.Records) - 1), Field: "alert", Offset: d.offset + recordHeader,
			Reason: fmt.Sprintf("2 bytes expected for each alert, the record has %d", r.Length),
		})
	}
}

// end notes a message that was begun and not ended.
func (d *decoder) end() {
	rest := d.stream[d.begin:]
	if len(rest) == 0 {
		return
	}
	c := newCursor(HandshakeType(rest[0]).String(), rest[1:], 1)
	c.vector("body", messageHeader-1)
	d.fail(c.err())
}
