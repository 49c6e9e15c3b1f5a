package chacha

import (
	"crypto/subtle"
	"encoding/binary"
	"math/bits"
)

// chacha20 is the key stream of RFC 8439, section 2.3. The standard library has
// it, but not for others.
type chacha20 struct {
	state [16]uint32 // constants, key, counter, nonce
	block [64]byte
}

func newChaCha20(key *[32]byte, nonce []byte, counter uint32) *chacha20 {
	c := &chacha20{state: [16]uint32{0x61707865, 0x3320646e, 0x79622d32, 0x6b206574}}
	for i := 0; i < 8; i++ {
		c.state[4+i] = binary.LittleEndian.Uint32(key[4*i:])
	}
	c.state[12] = counter
	for i := 0; i < 3; i++ {
		c.state[13+i] = binary.LittleEndian.Uint32(nonce[4*i:])
	}
	return c
}

// xor changes b by the next bytes of the key stream. Only the last call may have
// anything but whole blocks.
func (c *chacha20) xor(b []byte) {
	for len(b) > 0 {
		c.next()
		n := subtle.XORBytes(b, b, c.block[:])
		b = b[n:]
	}
}

// next makes the next block of the key stream: ten times a round over the
// columns and one over the diagonals. The variables stand for an array, because
// the compiler keeps only them in registers.
func (c *chacha20) next() {
	s := &c.state
	x0, x1, x2, x3, x4, x5, x6, x7 := s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]
	x8, x9, x10, x11, x12, x13, x14, x15 := s[8], s[9], s[10], s[11], s[12], s[13], s[14], s[15]
	for i := 0; i < 10; i++ {
		x0, x4, x8, x12 = quarterRound(x0, x4, x8, x12)
		x1, x5, x9, x13 = quarterRound(x1, x5, x9, x13)
		x2, x6, x10, x14 = quarterRound(x2, x6, x10, x14)
		x3, x7, x11, x15 = quarterRound(x3, x7, x11, x15)

		x0, x5, x10, x15 = quarterRound(x0, x5, x10, x15)
		x1, x6, x11, x12 = quarterRound(x1, x6, x11, x12)
		x2, x7, x8, x13 = quarterRound(x2, x7, x8, x13)
		x3, x4, x9, x14 = quarterRound(x3, x4, x9, x14)
	}
	for i, x := range [16]uint32{x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11, x12, x13, x14, x15} {
		binary.LittleEndian.PutUint32(c.block[4*i:], x+s[i])
	}
	s[12]++
}

func quarterRound(a, b, c, d uint32) (uint32, uint32, uint32, uint32) {
	a += b
	d = bits.RotateLeft32(d^a, 16)
	c += d
	b = bits.RotateLeft32(b^c, 12)
	a += b
	d = bits.RotateLeft32(d^a, 8)
	c += d
	b = bits.RotateLeft32(b^c, 7)
	return a, b, c, d
}
