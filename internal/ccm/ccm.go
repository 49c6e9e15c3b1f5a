// Package ccm is AES in CCM mode (RFC 3610), which the standard library does not have. Some
// suites of TLS 1.2 (RFC 6655) and of TLS 1.3 protect records with it.
package ccm

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
	"encoding/binary"
	"errors"
)

// ccm is AES in CCM mode (RFC 3610) with the nonces of 12 bytes that TLS uses
// (RFC 6655, section 3), and so with messages of less than 2^24 bytes.
type ccm struct {
	block   cipher.Block
	tagSize int
}

const ccmLengthBytes = 3 // L of RFC 3610: what the nonce leaves of a block

// New is AES-CCM with tags of 16 bytes; the key has 16 or 32.
func New(key []byte) (cipher.AEAD, error) { return newWithTag(key, 16) }

// New8 is AES-CCM with tags of 8 bytes, as the suites of name CCM_8 have them.
func New8(key []byte) (cipher.AEAD, error) { return newWithTag(key, 8) }

func newWithTag(key []byte, tagSize int) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return &ccm{block: block, tagSize: tagSize}, nil
}

func (c *ccm) NonceSize() int { return aes.BlockSize - 1 - ccmLengthBytes }

func (c *ccm) Overhead() int { return c.tagSize }

func (c *ccm) Seal(dst, nonce, plaintext, data []byte) []byte {
	stream, mask := c.keyStream(nonce)
	tag := c.tag(nonce, plaintext, data, mask)
	start := len(dst)
	dst = append(dst, plaintext...)
	stream.XORKeyStream(dst[start:], dst[start:])
	return append(dst, tag...)
}

func (c *ccm) Open(dst, nonce, ciphertext, data []byte) ([]byte, error) {
	end := len(ciphertext) - c.tagSize
	if end < 0 {
		return nil, errors.New("shorter than the tag")
	}
	stream, mask := c.keyStream(nonce)
	start := len(dst)
	dst = append(dst, ciphertext[:end]...)
	stream.XORKeyStream(dst[start:], dst[start:])
	if subtle.ConstantTimeCompare(ciphertext[end:], c.tag(nonce, dst[start:], data, mask)) != 1 {
		return nil, errors.New("wrong tag")
	}
	return dst, nil
}

// keyStream returns the key stream for the message, and the block before it,
// which masks the tag (RFC 3610, section 2.3).
func (c *ccm) keyStream(nonce []byte) (cipher.Stream, []byte) {
	var counter, mask [aes.BlockSize]byte
	counter[0] = ccmLengthBytes - 1
	copy(counter[1:], nonce)
	stream := cipher.NewCTR(c.block, counter[:])
	stream.XORKeyStream(mask[:], mask[:])
	return stream, mask[:]
}

// tag is the CBC-MAC of the lengths, the additional data and the message (RFC
// 3610, section 2.2). TLS always has additional data, and little of it.
func (c *ccm) tag(nonce, message, data, mask []byte) []byte {
	var first [aes.BlockSize]byte
	binary.BigEndian.PutUint32(first[aes.BlockSize-4:], uint32(len(message)))
	first[0] = byte((c.tagSize-2)/2<<3 | ccmLengthBytes - 1)
	if len(data) > 0 {
		first[0] |= 1 << 6
		data = append([]byte{byte(len(data) >> 8), byte(len(data))}, data...)
	}
	copy(first[1:], nonce)
	mac := make([]byte, aes.BlockSize)
	for _, part := range [][]byte{first[:], data, message} {
		c.chain(mac, part)
	}
	subtle.XORBytes(mac, mac, mask)
	return mac[:c.tagSize]
}

// chain takes b into the CBC-MAC, padded with zeros to whole blocks.
func (c *ccm) chain(mac, b []byte) {
	for len(b) > 0 {
		n := subtle.XORBytes(mac, mac, b)
		c.block.Encrypt(mac, mac)
		b = b[n:]
	}
}
