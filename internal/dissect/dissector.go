package dissect

import (
	"slices"
	"time"

	"github.com/legacytls/legacytls/internal/wire"
)

// A dissector follows a connection, record by record.
type dissector struct {
	secrets func(*wire.ClientHello) Secrets
	seen    *Connection
	sides   [2]side

	now *Handshake // the latest; nil before a ClientHello
}

// A side is what is to be known of one side to read its next record.
type side struct {
	encrypts bool   // since its ChangeCipherSpec, or in TLS 1.3
	open     opener // nil: it does not encrypt, or nobody knows the keys
	why      error  // why open is nil where the side encrypts
	secret   []byte // of TLS 1.3, nil if nobody knows it
	messages wire.Reassembler
	at       time.Duration // when a fragment of them came last
	place    int           // among the steps, of what comes behind that
}

// An opener opens the encrypted records of one side, in their order.
type opener func(r wire.RawRecord) (wire.ContentType, []byte, error)

// take takes what a side did next.
func (d *dissector) take(a arrival) {
	step := Step{From: a.from, At: a.at, FirstRecord: a.index, LastRecord: a.index, Err: a.err, End: a.end}
	if a.index < 0 {
		d.add(step)
		return
	}
	step.Type, step.Version = a.record.Type, a.record.Version
	content, open := d.open(&step, a)
	if !open {
		step.Length = a.record.Length
		d.add(step)
		return
	}
	if step.Type == wire.Handshake && d.handshake(step, content) {
		return
	}
	step.Content, step.Length = content, len(content)
	d.add(step)
	if step.Type == wire.ChangeCipherSpec {
		d.changeCipherSpec(a.from)
	}
}

// open returns the content of a record, and reports whether it is known. A record that is cut
// off is known as far as it is in the clear.
func (d *dissector) open(step *Step, a arrival) ([]byte, bool) {
	s := &d.sides[a.from]
	if !s.encrypts || d.inTheClear(a) {
		return a.record.Fragment, true
	}
	step.Encrypted = true
	switch {
	case step.Err != nil:
		return nil, false
	case s.open == nil:
		step.Err = s.why
		return nil, false
	}
	kind, content, err := s.open(a.record)
	if err != nil {
		step.Err = err
		return nil, false
	}
	step.Type, step.Opened = kind, true
	return content, true
}

// inTheClear reports whether a record is that of a side that encrypts others. An alert of 2
// bytes is, as encrypted ones are longer; in TLS 1.3 all are that do not say that they are
// application data.
func (d *dissector) inTheClear(a arrival) bool {
	if a.record.Type == wire.AlertRecord && a.record.Length == 2 {
		return true
	}
	return d.now.is13() && a.record.Type != wire.ApplicationData
}

// handshake takes a fragment of handshake messages. It reports false if there is nothing in it.
func (d *dissector) handshake(step Step, fragment []byte) bool {
	s := &d.sides[step.From]
	for _, m := range s.messages.Add(step.FirstRecord, fragment) {
		m := m
		of := step
		of.FirstRecord, of.LastRecord, of.Err = m.FirstRecord, m.LastRecord, nil
		of.Message, of.Length = &m, len(m.Raw)
		d.message(&of)
		d.add(of)
	}
	s.at, s.place = step.At, len(d.seen.Steps)
	return len(fragment) > 0
}

// unfinished returns the steps with what there is of the messages that never came to their
// end, where the last of them came.
func (d *dissector) unfinished() []Step {
	rest := func(from Side) []Step {
		s := &d.sides[from]
		err := s.messages.Err()
		if err == nil || d.seen.Lost[from] > 0 {
			return nil
		}
		b := s.messages.Rest()
		return []Step{{From: from, At: s.at, Type: wire.Handshake, FirstRecord: -1, LastRecord: -1, Content: b, Length: len(b), Err: err}}
	}
	all := d.seen.Steps
	later, earlier := Client, Server // the later one first, as it moves what is behind it
	if c, s := d.sides[Client], d.sides[Server]; c.place < s.place || c.place == s.place && c.at < s.at {
		later, earlier = earlier, later
	}
	for _, from := range []Side{later, earlier} {
		all = slices.Insert(all, d.sides[from].place, rest(from)...)
	}
	return all
}

func (d *dissector) add(s Step) {
	if d.now != nil && s.Negotiated == 0 {
		s.Negotiated, s.Suite = d.now.Version, d.now.Suite
	}
	d.seen.Steps = append(d.seen.Steps, s)
}
