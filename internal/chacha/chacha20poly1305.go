package chacha

import (
	"crypto/cipher"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"fmt"
)

// chacha20Poly1305 is the AEAD of RFC 8439, section 2.8.
type chacha20Poly1305 struct{ key [32]byte }

// New returns the AEAD of RFC 8439, section 2.8, for a key of 32 bytes.
func New(key []byte) (cipher.AEAD, error) {
	c := &chacha20Poly1305{}
	if n := copy(c.key[:], key); n != len(key) || n != len(c.key) {
		return nil, fmt.Errorf("key of %d bytes: expected %d", len(key), len(c.key))
	}
	return c, nil
}

func (c *chacha20Poly1305) NonceSize() int { return 12 }

func (c *chacha20Poly1305) Overhead() int { return 16 }

func (c *chacha20Poly1305) Seal(dst, nonce, plaintext, data []byte) []byte {
	start := len(dst)
	dst = append(dst, plaintext...)
	newChaCha20(&c.key, nonce, 1).xor(dst[start:])
	tag := c.tag(nonce, dst[start:], data)
	return append(dst, tag[:]...)
}

func (c *chacha20Poly1305) Open(dst, nonce, ciphertext, data []byte) ([]byte, error) {
	end := len(ciphertext) - c.Overhead()
	if end < 0 {
		return nil, errors.New("shorter than the tag")
	}
	tag := c.tag(nonce, ciphertext[:end], data)
	if subtle.ConstantTimeCompare(ciphertext[end:], tag[:]) != 1 {
		return nil, errors.New("wrong tag")
	}
	start := len(dst)
	dst = append(dst, ciphertext[:end]...)
	newChaCha20(&c.key, nonce, 1).xor(dst[start:])
	return dst, nil
}

// tag authenticates additional data and ciphertext with a key that is the
// begin of the key stream, its block 0.
func (c *chacha20Poly1305) tag(nonce, ciphertext, data []byte) [16]byte {
	var key [32]byte
	newChaCha20(&c.key, nonce, 0).xor(key[:])
	mac := newPoly1305(&key)
	mac.writePadded(data)
	mac.writePadded(ciphertext)
	var lengths [16]byte
	binary.LittleEndian.PutUint64(lengths[:], uint64(len(data)))
	binary.LittleEndian.PutUint64(lengths[8:], uint64(len(ciphertext)))
	mac.write(lengths[:])
	return mac.sum()
}
