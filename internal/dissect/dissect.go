package dissect

import (
	"errors"
	"sort"
	"time"

	"github.com/legacytls/legacytls/internal/wire"
)

// A Connection is a recording taken apart.
type Connection struct {
	Steps      []Step
	Handshakes []*Handshake // one, and one more for each renegotiation
	Lost       [2]int       // bytes of each side that were not recorded
}

// Dissect takes a recording apart. secrets returns those of a handshake by its ClientHello, nil
// if there are none. The result shares bytes with the recording.
func Dissect(r Recording, secrets func(*wire.ClientHello) Secrets) *Connection {
	d := &dissector{secrets: secrets, seen: &Connection{Lost: r.Lost}}
	for _, a := range inOrder(r) {
		d.take(a)
	}
	d.seen.Steps = d.unfinished()
	return d.seen
}

// An arrival is a record with the time when it was complete, or something that is none.
type arrival struct {
	from   Side
	at     time.Duration
	chunk  int // in which its last byte came
	index  int // of the record; -1 for what is none
	record wire.RawRecord
	end    End
	err    error // why the bytes are no record, or what is missing of it
}

// inOrder returns what both sides sent in the order in which it was complete.
func inOrder(r Recording) []arrival {
	all := append(arrivals(r, Client), arrivals(r, Server)...)
	sort.SliceStable(all, func(i, j int) bool { return all[i].chunk < all[j].chunk })
	return all
}

// arrivals are those of one side: its records, what it sent that is no record, its end.
func arrivals(r Recording, from Side) []arrival {
	sent := r.Sent(from)
	if len(sent) == 0 {
		return ends(r, from)
	}
	var all []arrival
	place := placer{recording: r, from: from}
	records, err := wire.SplitRecords(sent)
	if r.Lost[from] > 0 {
		records, err = uncut(records, err)
	}
	for i, record := range records {
		a := place.arrival(min(endOf(record), len(sent)))
		a.index, a.record = i, record
		if len(record.Fragment) < record.Length {
			a.err, err = err, nil // it is the last one, and cut off
		}
		all = append(all, a)
	}
	if err != nil {
		a := place.arrival(len(sent))
		a.index, a.err = -1, err
		all = append(all, a)
	}
	return append(all, ends(r, from)...)
}

// uncut leaves out what is cut off at the end of a recording that goes no further.
func uncut(records []wire.RawRecord, err error) ([]wire.RawRecord, error) {
	if cut := new(wire.Error); !errors.As(err, &cut) || !cut.Truncated {
		return records, err
	}
	if last := len(records) - 1; last >= 0 && len(records[last].Fragment) < records[last].Length {
		records = records[:last]
	}
	return records, nil
}

// A placer finds the chunks in which bytes of a side came, from the first to the last.
type placer struct {
	recording Recording
	from      Side
	chunk     int // the next one to look at
	seen      int // bytes of the side in the chunks before it
	last      arrival
}

// arrival is that of the byte before end.
func (p *placer) arrival(end int) arrival {
	for ; p.seen < end; p.chunk++ {
		if c := p.recording.Chunks[p.chunk]; c.From == p.from && len(c.Bytes) > 0 {
			p.seen += len(c.Bytes)
			p.last = arrival{from: p.from, at: c.At, chunk: p.chunk}
		}
	}
	return p.last
}

// ends are those of a side, at most one in a recording that is in order.
func ends(r Recording, from Side) []arrival {
	var all []arrival
	for i, c := range r.Chunks {
		if c.From == from && c.End != Open {
			all = append(all, arrival{from: from, at: c.At, chunk: i, index: -1, end: c.End})
		}
	}
	return all
}

const recordHeader = 5 // RFC 8446, section 5.1

// endOf is where a record ends among the bytes of its side.
func endOf(r wire.RawRecord) int { return r.Offset + recordHeader + r.Length }
