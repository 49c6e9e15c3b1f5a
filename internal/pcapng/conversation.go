package pcapng

import (
	"fmt"
	"net/netip"
	"time"
)

const (
	// maxSegment is how many bytes fit into a packet of IPv6 and of IPv4 with 20 bytes
	// of options, as over loopback: what was written at once is seen at once.
	maxSegment = 1<<16 - 1 - 40 - 20
	// maxMissing bounds the packets that stand for the missing bytes of one chunk.
	maxMissing = 1 << 24
)

// A side is one end of a TCP connection.
type side struct {
	addr         netip.AddrPort
	next         uint32 // sequence number of the byte that it sends next
	acknowledged uint32 // that of the byte that it expects next, as it last said
}

// A conversation is the packets of a connection.
type conversation struct {
	blocks         []byte
	client, server side
	now            time.Time
}

// newConversation returns one that has no packets yet. Connections of one file have
// different numbers, so that those with the same addresses are told apart by their
// sequence numbers.
func newConversation(c Connection, number uint32) *conversation {
	const apart = 1 << 20
	v := &conversation{now: time.Unix(0, 0)}
	v.client = side{addr: unmapped(c.Client), next: number * apart}
	v.server = side{addr: unmapped(c.Server), next: number*apart + apart/2}
	if len(c.KeyLog) > 0 {
		v.blocks = appendSecrets(v.blocks, c.KeyLog)
	}
	return v
}

// play appends all packets of a connection.
func (v *conversation) play(c Connection) {
	v.open(c.Started, c.Comment)
	for _, chunk := range c.Chunks {
		v.say(chunk)
	}
	if c.Ended.IsZero() {
		v.acknowledge()
		return
	}
	first, second := &v.server, &v.client
	if c.ClientEnded {
		first, second = second, first
	}
	v.end(c.Ended, first, second, c.Reset)
}

// open appends SYN, SYN-ACK and ACK.
func (v *conversation) open(at time.Time, comment string) {
	v.pass(at)
	options := []byte{
		2, 4, maxSegment >> 8, maxSegment & 0xff, // maximum segment size (RFC 9293, section 3.2)
		1, 3, 3, 14, // window scale (RFC 7323, section 2.2): as much as there can be
	}
	v.send(&v.client, &v.server, segment{flags: syn, options: options}, comment)
	v.send(&v.server, &v.client, segment{flags: syn | ack, options: options}, "")
	v.send(&v.client, &v.server, segment{flags: ack}, "")
}

// say appends the packets of a chunk. Those of the other side that acknowledge what
// came before are not needed where the chunk is the answer to it.
func (v *conversation) say(c Chunk) {
	v.pass(c.At)
	from, to := &v.server, &v.client
	if c.FromClient {
		from, to = to, from
	}
	data, missing := c.Data, min(c.Missing, maxMissing)
	comment := ""
	if c.Missing > 0 {
		comment = fmt.Sprintf("%d bytes were not kept", c.Missing)
	}
	for len(data) > 0 || missing > 0 {
		if to.acknowledged != from.next {
			v.send(to, from, segment{flags: ack}, "")
		}
		s := segment{flags: ack, data: data[:min(len(data), maxSegment)]}
		data = data[len(s.data):]
		s.missing = min(missing, maxSegment-len(s.data))
		missing -= s.missing
		said := ""
		if s.missing > 0 {
			said, comment = comment, ""
		}
		if len(data) == 0 && missing == 0 {
			s.flags |= psh
		}
		v.send(from, to, s, said)
	}
}

// acknowledge appends the packets that say that everything has arrived.
func (v *conversation) acknowledge() {
	for _, d := range [][2]*side{{&v.client, &v.server}, {&v.server, &v.client}} {
		if to, from := d[0], d[1]; to.acknowledged != from.next {
			v.send(to, from, segment{flags: ack}, "")
		}
	}
}

// end appends a FIN of each side, or the RST of the first one.
func (v *conversation) end(at time.Time, first, second *side, reset bool) {
	v.acknowledge()
	v.pass(at)
	if reset {
		v.send(first, second, segment{flags: rst | ack}, "")
		return
	}
	v.send(first, second, segment{flags: fin | ack}, "")
	v.send(second, first, segment{flags: fin | ack}, "")
	v.send(first, second, segment{flags: ack}, "")
}

// pass lets time pass, which does not run backwards.
func (v *conversation) pass(until time.Time) {
	if until.After(v.now) {
		v.now = until
	}
}

// send appends the packet of a segment, and counts what it carries. A SYN and a FIN
// count as a byte (RFC 9293, section 3.4).
func (v *conversation) send(from, to *side, s segment, comment string) {
	s.from, s.to, s.seq = from.addr, to.addr, from.next
	if s.flags&ack != 0 {
		s.ack, from.acknowledged = to.next, to.next
	}
	v.blocks = appendPacket(v.blocks, v.now, s.packet(), s.missing, comment)
	from.next += uint32(len(s.data) + s.missing)
	if s.flags&(syn|fin) != 0 {
		from.next++
	}
}

// unmapped returns an address of IPv4 as such, and one of IPv6 without its zone, which
// packets do not have.
func unmapped(a netip.AddrPort) netip.AddrPort {
	return netip.AddrPortFrom(a.Addr().Unmap().WithZone(""), a.Port())
}
