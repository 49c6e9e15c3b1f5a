package chacha

import (
	"encoding/binary"
	"math/bits"
)

// poly1305 is the authenticator of RFC 8439, section 2.5: blocks are the
// coefficients of a polynomial, evaluated at r modulo 2^130-5, plus s.
type poly1305 struct {
	h [3]uint64 // the sum so far, little end first; h[2] stays below 8
	r [2]uint64
	s [2]uint64
}

func newPoly1305(key *[32]byte) *poly1305 {
	word := func(i int) uint64 { return binary.LittleEndian.Uint64(key[8*i:]) }
	return &poly1305{
		r: [2]uint64{word(0) & 0x0ffffffc0fffffff, word(1) & 0x0ffffffc0ffffffc},
		s: [2]uint64{word(2), word(3)},
	}
}

// write takes in a message. Only the last call may have anything but whole
// blocks of 16 bytes.
func (p *poly1305) write(b []byte) {
	for ; len(b) >= 16; b = b[16:] {
		p.add(binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:]), 1)
		p.multiply()
	}
	if len(b) > 0 {
		var block [16]byte
		block[copy(block[:], b)] = 1
		p.add(binary.LittleEndian.Uint64(block[:]), binary.LittleEndian.Uint64(block[8:]), 0)
		p.multiply()
	}
}

// writePadded takes in a message that is followed by zeros up to a whole block
// (RFC 8439, section 2.8).
func (p *poly1305) writePadded(b []byte) {
	whole := len(b) &^ 15
	p.write(b[:whole])
	if whole < len(b) {
		var block [16]byte
		copy(block[:], b[whole:])
		p.write(block[:])
	}
}

func (p *poly1305) add(lo, mid, hi uint64) {
	var carry uint64
	p.h[0], carry = bits.Add64(p.h[0], lo, 0)
	p.h[1], carry = bits.Add64(p.h[1], mid, carry)
	p.h[2] += hi + carry
}

// multiply sets h to h*r modulo 2^130-5, up to a few bits. r has its upper four
// bits clear, so that the products of h[2] fit in a word.
func (p *poly1305) multiply() {
	h, r := &p.h, &p.r
	hi00, t0 := bits.Mul64(h[0], r[0])
	hi10, lo10 := bits.Mul64(h[1], r[0])
	hi01, lo01 := bits.Mul64(h[0], r[1])
	hi11, lo11 := bits.Mul64(h[1], r[1])

	t1, carry := bits.Add64(lo10, lo01, 0)
	t2, carry := bits.Add64(hi10, hi01, carry)
	t3 := hi11 + h[2]*r[1] + carry
	t1, carry = bits.Add64(t1, hi00, 0)
	t2, carry = bits.Add64(t2, lo11, carry)
	t3 += carry
	t2, carry = bits.Add64(t2, h[2]*r[0], 0)
	t3 += carry

	// What is above 2^130 counts five times: once as it stands, shifted down by
	// two bits only, which is four times, and once shifted down by all 130.
	h[0], h[1], h[2] = t0, t1, t2&3
	p.add(t2&^3, t3, 0)
	p.add(t2>>2|t3<<62, t3>>2, 0)
}

// sum returns h modulo 2^130-5, plus s, modulo 2^128.
func (p *poly1305) sum() [16]byte {
	h := p.h
	// h is less than twice the modulus, m. h-m is h+5-2^130.
	m0, carry := bits.Add64(h[0], 5, 0)
	m1, carry := bits.Add64(h[1], 0, carry)
	if h[2]+carry >= 4 {
		h[0], h[1] = m0, m1
	}
	lo, carry := bits.Add64(h[0], p.s[0], 0)
	hi, _ := bits.Add64(h[1], p.s[1], carry)
	var out [16]byte
	binary.LittleEndian.PutUint64(out[:], lo)
	binary.LittleEndian.PutUint64(out[8:], hi)
	return out
}
