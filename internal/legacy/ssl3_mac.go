package legacy

import (
	"bytes"
	"crypto"
	"hash"
)

// An ssl3MAC is the MAC of SSL 3.0, the precursor of HMAC (RFC 6101, section
// 5.2.3.1).
type ssl3MAC struct {
	hash         hash.Hash
	inner, outer []byte   // the key with its pads
	header       [11]byte // in here, because it would be allocated for each record otherwise
	digest       []byte   // of the inner hash
}

func newSSL3MAC(h crypto.Hash, key []byte) *ssl3MAC {
	pad1, pad2 := ssl3Pads(h)
	return &ssl3MAC{hash: h.New(), inner: concat(key, pad1), outer: concat(key, pad2)}
}

func (m *ssl3MAC) size() int { return m.hash.Size() }

// appendTo differs from TLS in that the version of the record is not
// authenticated.
func (m *ssl3MAC) appendTo(b []byte, h header, fragment []byte) []byte {
	start := append(h.appendSequence(m.header[:0]), byte(h.kind), byte(len(fragment)>>8), byte(len(fragment)))
	m.hash.Reset()
	m.hash.Write(m.inner)
	m.hash.Write(start)
	m.hash.Write(fragment)
	m.digest = m.hash.Sum(m.digest[:0])
	m.hash.Reset()
	m.hash.Write(m.outer)
	m.hash.Write(m.digest)
	return m.hash.Sum(b)
}

// ssl3Pads returns pad_1 and pad_2: 48 bytes for MD5, 40 for SHA-1 (RFC 6101,
// section 5.2.3.1).
func ssl3Pads(h crypto.Hash) (pad1, pad2 []byte) {
	n := 40
	if h == crypto.MD5 {
		n = 48
	}
	return bytes.Repeat([]byte{0x36}, n), bytes.Repeat([]byte{0x5c}, n)
}
