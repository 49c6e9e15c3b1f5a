package rewrite13

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/tls"
	"fmt"
	"hash"

	"github.com/legacytls/legacytls/internal/chacha"
	"github.com/legacytls/legacytls/internal/wire"
)

// A protection seals or opens the records of one direction under one traffic
// secret of TLS 1.3 (RFC 8446, section 5.2).
type protection struct {
	aead cipher.AEAD
	iv   []byte
	seq  uint64 // of the next record
}

// newProtection derives key and IV (RFC 8446, section 7.3).
func newProtection(suite uint16, secret []byte) (*protection, error) {
	newHash, newAEAD, keyLength, err := parametersOf(suite)
	if err != nil {
		return nil, err
	}
	aead, err := newAEAD(expandLabel(newHash, secret, "key", keyLength))
	if err != nil {
		return nil, err
	}
	return &protection{aead: aead, iv: expandLabel(newHash, secret, "iv", aead.NonceSize())}, nil
}

// parametersOf returns the hash function, the AEAD and the length of its key of a
// suite that crypto/tls has (RFC 8446, appendix B.4).
func parametersOf(suite uint16) (func() hash.Hash, func([]byte) (cipher.AEAD, error), int, error) {
	switch suite {
	case tls.TLS_AES_128_GCM_SHA256:
		return sha256.New, newGCM, 16, nil
	case tls.TLS_AES_256_GCM_SHA384:
		return sha512.New384, newGCM, 32, nil
	case tls.TLS_CHACHA20_POLY1305_SHA256:
		return sha256.New, chacha.New, 32, nil
	}
	return nil, nil, 0, fmt.Errorf("crypto/tls selected %s, whose records cannot be opened", tls.CipherSuiteName(suite))
}

func newGCM(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// expandLabel is HKDF-Expand-Label with an empty context (RFC 8446, section 7.1).
// Keys and IVs are no longer than a hash, so that HKDF-Expand (RFC 5869, section
// 2.3) has one block.
func expandLabel(newHash func() hash.Hash, secret []byte, label string, length int) []byte {
	label = "tls13 " + label
	info := append([]byte{byte(length >> 8), byte(length), byte(len(label))}, label...)
	mac := hmac.New(newHash, secret)
	mac.Write(append(info, 0, 1)) // no context, first block
	return mac.Sum(nil)[:length]
}

// nonce counts the records (RFC 8446, section 5.3).
func (p *protection) nonce() []byte {
	nonce := append([]byte(nil), p.iv...)
	for i := 0; i < 8; i++ {
		nonce[len(nonce)-1-i] ^= byte(p.seq >> (8 * i))
	}
	p.seq++
	return nonce
}

// seal returns the protected record.
func (p *protection) seal(kind wire.ContentType, content []byte) []byte {
	inner := append(append([]byte(nil), content...), byte(kind))
	length := len(inner) + p.aead.Overhead()
	header := []byte{byte(wire.ApplicationData), 3, 3, byte(length >> 8), byte(length)}
	return append(header, p.aead.Seal(nil, p.nonce(), inner, header)...)
}

// open returns what a protected record of crypto/tls holds: it never pads.
func (p *protection) open(record []byte) (wire.ContentType, []byte, error) {
	header, sealed := record[:recordHeader], record[recordHeader:]
	inner, err := p.aead.Open(nil, p.nonce(), sealed, header)
	if err != nil {
		return 0, nil, fmt.Errorf("opening record %d under this key: %w", p.seq, err)
	}
	last := len(inner) - 1
	return wire.ContentType(inner[last]), inner[:last], nil
}
