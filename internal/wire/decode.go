package wire

import (
	"bytes"
	"fmt"
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
	d.fail(eachRecord(b, d.record))
	d.fail(d.handshake.Err())
	return d.flow
}

// A decoder is one run of DecodeFlow.
type decoder struct {
	flow      *Flow
	handshake Reassembler // of what is in the clear
	encrypted bool        // this side has begun to encrypt
}

func (d *decoder) fail(err error) {
	if d.flow.Err == nil {
		d.flow.Err = err
	}
}

// record takes a record, and reports whether the next one is to be read too.
func (d *decoder) record(r RawRecord) bool {
	d.flow.Records = append(d.flow.Records, r.Record)
	switch r.Type {
	case Handshake:
		if d.readable(r) {
			d.flow.Messages = append(d.flow.Messages, d.handshake.Add(len(d.flow.Records)-1, r.Fragment)...)
		}
	case AlertRecord:
		d.alerts(r)
	case ChangeCipherSpec, ApplicationData:
		d.encrypted = true
	}
	return d.flow.Err == nil
}

// readable reports whether a handshake record is in the clear. After a
// ChangeCipherSpec or early data that is so in one case only: between the two
// hellos around a HelloRetryRequest, where TLS 1.3 sends a ChangeCipherSpec that
// means nothing, for middleboxes' sake (RFC 8446 appendix D.4).
func (d *decoder) readable(r RawRecord) bool {
	if d.encrypted && d.secondHello(r) {
		d.encrypted = false
	}
	return !d.encrypted
}

// secondHello reports whether a record begins the hello after a HelloRetryRequest.
func (d *decoder) secondHello(r RawRecord) bool {
	if len(d.flow.Messages) == 0 {
		return false
	}
	last := d.flow.Messages[len(d.flow.Messages)-1]
	switch last.Type {
	case TypeServerHello: // TLS 1.3 encrypts nothing under the type handshake
		return isHelloRetryRequest(last.Body)
	case TypeClientHello:
		return repeats(r, last.Raw)
	}
	return false
}

// repeats reports whether a record begins like the ClientHello first with the
// same version and random (RFC 8446 section 4.1.2). What comes at this place when a TLS 1.2 session is resumed is
// an encrypted Finished.
func repeats(r RawRecord, first []byte) bool {
	const upToRandom = messageHeader + 2 + 32
	compared, b := min(upToRandom, r.Length), r.Fragment
	if len(b) < compared || len(first) < compared || compared == 0 || b[0] != first[0] {
		return false
	}
	if compared <= messageHeader {
		return true // too short for anything encrypted
	}
	return bytes.Equal(b[messageHeader:compared], first[messageHeader:compared])
}

// alerts takes the payload of an alert record. Several alerts may share one in
// the clear (RFC 5246 section 6.2.1).
func (d *decoder) alerts(r RawRecord) {
	if d.encrypted && r.Length != 2 {
		return
	}
	for b := r.Fragment; len(b) >= 2; b = b[2:] {
		d.flow.Alerts = append(d.flow.Alerts, Alert{Level: b[0], Code: b[1]})
	}
	if r.Length == 0 || r.Length%2 != 0 {
		d.fail(&Error{
			What: recordName(len(d.flow.Records) - 1), Field: "alert", Offset: r.Offset + recordHeader,
			Reason: fmt.Sprintf("2 bytes expected for each alert, the record has %d", r.Length),
		})
	}
}
