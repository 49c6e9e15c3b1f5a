package legacy

import (
	"crypto/cipher"
	"crypto/subtle"
	"encoding/binary"
)

// explicitNonce is the part of the nonce of GCM and CCM that is sent with each
// record (RFC 5288, section 3; RFC 6655, section 3).
const explicitNonce = 8

// An aeadProtection is a cipher that authenticates (RFC 5246, section 6.2.3.3).
type aeadProtection struct {
	aead cipher.AEAD

	// iv is the part of the nonce that is not sent: the beginning of it, or all
	// of it.
	iv []byte

	nonce  [12]byte // these two in here, because they would be allocated for each record otherwise
	header [13]byte
}

func newAEADProtection(aead cipher.AEAD, iv []byte) *aeadProtection {
	return &aeadProtection{aead: aead, iv: iv}
}

func (p *aeadProtection) seal(dst []byte, h header, fragment []byte) []byte {
	nonce := p.ownNonce(h)
	dst = append(dst, nonce[len(p.iv):]...)
	return p.aead.Seal(dst, nonce, fragment, h.appendTo(p.header[:0], len(fragment)))
}

func (p *aeadProtection) open(h header, payload []byte) ([]byte, error) {
	sent := len(p.nonce) - len(p.iv)
	length := len(payload) - sent - p.aead.Overhead()
	if length < 0 {
		return nil, h.bad(len(payload), tooShort)
	}
	nonce := p.ownNonce(h)
	copy(nonce[len(p.iv):], payload)
	ciphertext := payload[sent:]
	fragment, err := p.aead.Open(ciphertext[:0], nonce, ciphertext, h.appendTo(p.header[:0], length))
	if err != nil {
		return nil, h.bad(len(payload), badMAC)
	}
	return fragment, nil
}

// ownNonce is the nonce of a record that we write: the sequence number behind
// the salt, and for ChaCha20-Poly1305, where the salt is all of the nonce, XOR it
// (RFC 7905, section 2). The part behind the salt could be anything that does not
// repeat.
func (p *aeadProtection) ownNonce(h header) []byte {
	nonce := p.nonce[:]
	binary.BigEndian.PutUint64(nonce[len(nonce)-explicitNonce:], h.seq)
	if len(p.iv) < len(nonce) {
		copy(nonce, p.iv)
		return nonce
	}
	clear(nonce[:len(nonce)-explicitNonce])
	subtle.XORBytes(nonce, nonce, p.iv)
	return nonce
}
