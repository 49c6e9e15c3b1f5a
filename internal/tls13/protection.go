package tls13

import (
	"crypto/cipher"
	"errors"
	"fmt"

	"github.com/legacytls/legacytls/internal/wire"
)

// A Protection seals or opens the records of one direction under one traffic
// secret (RFC 8446, section 5.2).
type Protection struct {
	aead cipher.AEAD
	iv   []byte
	seq  uint64 // of the next record
}

// NewProtection derives key and IV from a traffic secret.
func NewProtection(s Suite, secret []byte) (*Protection, error) {
	key, iv := s.TrafficKeys(secret)
	aead, err := s.aead(key)
	if err != nil {
		return nil, err
	}
	return &Protection{aead: aead, iv: iv}, nil
}

// nonce is that of the next record (RFC 8446, section 5.3).
func (p *Protection) nonce() []byte {
	nonce := append([]byte(nil), p.iv...)
	for i := 0; i < 8; i++ {
		nonce[len(nonce)-1-i] ^= byte(p.seq >> (8 * i))
	}
	return nonce
}

// header is what a record with so long a payload begins with.
func header(length int) []byte {
	return []byte{byte(wire.ApplicationData), 3, 3, byte(length >> 8), byte(length)}
}

// Seal returns the protected record.
func (p *Protection) Seal(kind wire.ContentType, content []byte) []byte {
	inner := append(append([]byte(nil), content...), byte(kind))
	head := header(len(inner) + p.aead.Overhead())
	record := append(head, p.aead.Seal(nil, p.nonce(), inner, head)...)
	p.seq++
	return record
}

// Open returns what the payload of a protected record holds, without its padding. A record
// that does not open does not count: the next one is tried in its place.
func (p *Protection) Open(payload []byte) (wire.ContentType, []byte, error) {
	inner, err := p.aead.Open(nil, p.nonce(), payload, header(len(payload)))
	if err != nil {
		return 0, nil, fmt.Errorf("opening record %d under this key: %w", p.seq, err)
	}
	p.seq++
	for last := len(inner) - 1; last >= 0; last-- {
		if inner[last] != 0 {
			return wire.ContentType(inner[last]), inner[:last], nil
		}
	}
	return 0, nil, errors.New("the record has padding alone (RFC 8446, section 5.4)")
}
