package pcapng

import (
	"encoding/binary"
	"net/netip"
)

// Flags of the TCP header (RFC 9293, section 3.1).
const (
	fin = 0x01
	syn = 0x02
	rst = 0x04
	psh = 0x08
	ack = 0x10
)

const (
	protocolTCP = 6
	hopLimit    = 64
	window      = 0xffff // in units of the window scale option
)

// A segment is a TCP segment.
type segment struct {
	from, to netip.AddrPort
	seq, ack uint32
	flags    byte
	options  []byte // in whole words
	data     []byte
	missing  int // bytes that followed data and are not at hand
}

// packet returns the IP packet of a segment, as far as its bytes are at hand.
func (s segment) packet() []byte {
	tcp := s.header()
	length := len(tcp) + len(s.data) + s.missing
	from, to := s.from.Addr().AsSlice(), s.to.Addr().AsSlice()

	// Missing bytes are taken to be zero, which add nothing to the sum.
	sum := add(uint64(protocolTCP+length), from, to, tcp, s.data)
	binary.BigEndian.PutUint16(tcp[16:], checksum(sum))

	ip := headerIPv4
	if s.from.Addr().Is6() {
		ip = headerIPv6
	}
	return append(append(ip(from, to, length), tcp...), s.data...)
}

// header returns the TCP header without its checksum (RFC 9293, section 3.1).
func (s segment) header() []byte {
	b := make([]byte, 0, 20+len(s.options))
	b = binary.BigEndian.AppendUint16(b, s.from.Port())
	b = binary.BigEndian.AppendUint16(b, s.to.Port())
	b = binary.BigEndian.AppendUint32(b, s.seq)
	b = binary.BigEndian.AppendUint32(b, s.ack)
	b = append(b, byte(20+len(s.options))/4<<4, s.flags)
	b = binary.BigEndian.AppendUint16(b, window)
	b = append(b, 0, 0, 0, 0) // checksum, urgent pointer
	return append(b, s.options...)
}

// headerIPv4 returns the header of a packet that is not fragmented (RFC 791, section 3.1).
func headerIPv4(from, to []byte, length int) []byte {
	b := make([]byte, 0, 20+length)
	b = append(b, 0x45, 0) // version, words of the header, type of service
	b = binary.BigEndian.AppendUint16(b, uint16(20+length))
	b = append(b, 0, 0, 0x40, 0) // no identification, don't fragment (RFC 6864, section 4.1)
	b = append(b, hopLimit, protocolTCP, 0, 0)
	b = append(append(b, from...), to...)
	binary.BigEndian.PutUint16(b[10:], checksum(add(0, b)))
	return b
}

// headerIPv6 returns the header of a packet without extensions (RFC 8200, section 3).
func headerIPv6(from, to []byte, length int) []byte {
	b := make([]byte, 0, 40+length)
	b = append(b, 0x60, 0, 0, 0) // version, traffic class, flow label
	b = binary.BigEndian.AppendUint16(b, uint16(length))
	b = append(b, protocolTCP, hopLimit)
	return append(append(b, from...), to...)
}

// add adds 16-bit words to a sum (RFC 1071). Only the last part may have an odd length.
func add(sum uint64, parts ...[]byte) uint64 {
	for _, part := range parts {
		for ; len(part) > 1; part = part[2:] {
			sum += uint64(part[0])<<8 | uint64(part[1])
		}
		if len(part) == 1 {
			sum += uint64(part[0]) << 8
		}
	}
	return sum
}

// checksum folds a sum into 16 bits, and inverts it.
func checksum(sum uint64) uint16 {
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}
