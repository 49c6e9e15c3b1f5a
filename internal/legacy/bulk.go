package legacy

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/rc4"

	"github.com/legacytls/legacytls/internal/ccm"
	"github.com/legacytls/legacytls/internal/chacha"
)

// A bulkCipher is the cipher of a suite before it has keys. One of stream,
// block and aead is set, or none for the NULL cipher.
type bulkCipher struct {
	keyLength int // enc_key_length of RFC 5246, section 6.1

	// ivLength is how many bytes of the key block are a side's IV: a block for
	// ciphers in CBC mode, the implicit part of the nonce for AEAD.
	ivLength int

	stream func(key []byte) (cipher.Stream, error)
	block  func(key []byte) (cipher.Block, error) // in CBC mode
	aead   func(key []byte) (cipher.AEAD, error)
}

// bulkCipherByName returns the cipher that the registry of suites calls so,
// false if the engine has none of that name.
func bulkCipherByName(name string) (bulkCipher, bool) {
	const (
		salt  = 4  // RFC 5288, section 3; RFC 6655, section 3
		nonce = 12 // RFC 7905, section 2
	)
	switch name {
	case "NULL":
		return bulkCipher{}, true
	case "RC4-128":
		return bulkCipher{keyLength: 16, stream: newRC4}, true
	case "DES-CBC":
		return bulkCipher{keyLength: 8, ivLength: des.BlockSize, block: des.NewCipher}, true
	case "3DES-EDE-CBC":
		return bulkCipher{keyLength: 24, ivLength: des.BlockSize, block: des.NewTripleDESCipher}, true
	case "AES-128-CBC":
		return bulkCipher{keyLength: 16, ivLength: aes.BlockSize, block: aes.NewCipher}, true
	case "AES-256-CBC":
		return bulkCipher{keyLength: 32, ivLength: aes.BlockSize, block: aes.NewCipher}, true
	case "AES-128-GCM":
		return bulkCipher{keyLength: 16, ivLength: salt, aead: newGCM}, true
	case "AES-256-GCM":
		return bulkCipher{keyLength: 32, ivLength: salt, aead: newGCM}, true
	case "AES-128-CCM":
		return bulkCipher{keyLength: 16, ivLength: salt, aead: ccm.New}, true
	case "AES-256-CCM":
		return bulkCipher{keyLength: 32, ivLength: salt, aead: ccm.New}, true
	case "AES-128-CCM-8":
		return bulkCipher{keyLength: 16, ivLength: salt, aead: ccm.New8}, true
	case "AES-256-CCM-8":
		return bulkCipher{keyLength: 32, ivLength: salt, aead: ccm.New8}, true
	case "CHACHA20-POLY1305":
		return bulkCipher{keyLength: 32, ivLength: nonce, aead: chacha.New}, true
	}
	return bulkCipher{}, false
}

func newRC4(key []byte) (cipher.Stream, error) { return rc4.NewCipher(key) }

func newGCM(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
