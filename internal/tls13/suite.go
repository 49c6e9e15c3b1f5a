package tls13

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"hash"

	"github.com/legacytls/legacytls/internal/ccm"
	"github.com/legacytls/legacytls/internal/chacha"
)

// A Suite is a cipher suite of TLS 1.3 (RFC 8446, appendix B.4).
type Suite struct {
	Hash      func() hash.Hash // of the key schedule and of the transcript
	KeyLength int              // in bytes

	aead func(key []byte) (cipher.AEAD, error)
}

// SuiteByID returns a suite. The error says that TLS 1.3 has none of this id.
func SuiteByID(id uint16) (Suite, error) {
	switch id {
	case 0x1301: // TLS_AES_128_GCM_SHA256
		return Suite{sha256.New, 16, newGCM}, nil
	case 0x1302: // TLS_AES_256_GCM_SHA384
		return Suite{sha512.New384, 32, newGCM}, nil
	case 0x1303: // TLS_CHACHA20_POLY1305_SHA256
		return Suite{sha256.New, 32, chacha.New}, nil
	case 0x1304: // TLS_AES_128_CCM_SHA256
		return Suite{sha256.New, 16, ccm.New}, nil
	case 0x1305: // TLS_AES_128_CCM_8_SHA256
		return Suite{sha256.New, 16, ccm.New8}, nil
	}
	return Suite{}, fmt.Errorf("no suite 0x%04X in TLS 1.3", id)
}

func newGCM(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
