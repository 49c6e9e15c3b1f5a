package legacy

import (
	"crypto/cipher"

	"github.com/legacytls/legacytls/internal/wire"
)

// A cbcProtection is a MAC, padding, and a block cipher in CBC mode (RFC 5246,
// section 6.2.3.2), of which SSL 3.0 and TLS 1.0 begin each record with the last
// block of the one before, and TLS 1.1 and 1.2 with a random block.
//
// The random block goes through the cipher as the first of the plaintext. Its
// ciphertext is then the IV of the record, and what it decrypts to is thrown
// away, so that the chain need not be broken (RFC 4346, section 6.2.3.2, method
// 2b).
//
// It takes no care to hide in its timing whether padding or MAC was wrong.
type cbcProtection struct {
	encrypter, decrypter cipher.BlockMode // one of them is in use
	mac                  *recordMAC
	explicitIV           bool
	anyPadding           bool // SSL 3.0: padding can have any content
}

func newCBCProtection(version uint16, block cipher.Block, iv []byte, mac *recordMAC) *cbcProtection {
	return &cbcProtection{
		encrypter:  cipher.NewCBCEncrypter(block, iv),
		decrypter:  cipher.NewCBCDecrypter(block, iv),
		mac:        mac,
		explicitIV: version >= wire.VersionTLS11,
		anyPadding: version <= wire.VersionSSL30,
	}
}

func (p *cbcProtection) seal(dst []byte, h header, fragment []byte) []byte {
	start := len(dst)
	if p.explicitIV {
		dst = append(dst, make([]byte, p.encrypter.BlockSize())...)
		fillRandom(dst[start:])
	}
	dst = p.mac.appendTo(append(dst, fragment...), h, fragment)
	dst = p.pad(dst, len(dst)-start)
	p.encrypter.CryptBlocks(dst[start:], dst[start:])
	return dst
}

// pad fills the last block of a record of this length. It is as short as it can
// be; the last byte says how many bytes come before it.
func (p *cbcProtection) pad(dst []byte, length int) []byte {
	size := p.encrypter.BlockSize()
	padding := size - 1 - length%size
	for i := 0; i <= padding; i++ {
		dst = append(dst, byte(padding))
	}
	return dst
}

func (p *cbcProtection) open(h header, payload []byte) ([]byte, error) {
	content, err := p.decrypt(h, payload)
	if err != nil {
		return nil, err
	}
	fragment, ok := p.mac.strip(h, content)
	if !ok {
		return nil, h.bad(len(payload), badMAC)
	}
	return fragment, nil
}

// decrypt returns what is in a payload before its padding.
func (p *cbcProtection) decrypt(h header, payload []byte) ([]byte, error) {
	size := p.decrypter.BlockSize()
	if len(payload)%size != 0 {
		return nil, h.bad(len(payload), notWhole)
	}
	p.decrypter.CryptBlocks(payload, payload)
	content := payload
	if p.explicitIV && len(content) > 0 {
		content = content[size:]
	}
	content, padded := p.unpad(content)
	if !padded {
		return nil, h.bad(len(payload), badPadding)
	}
	return content, nil
}

// unpad cuts off the padding. It returns false if that is not as it should be:
// in SSL 3.0 within one block (RFC 6101, section 5.2.3.2), in TLS up to 255 bytes
// that all say how many they are.
func (p *cbcProtection) unpad(content []byte) ([]byte, bool) {
	if len(content) == 0 {
		return nil, false
	}
	last := content[len(content)-1]
	end := len(content) - 1 - int(last)
	if end < 0 {
		return nil, false
	}
	if p.anyPadding {
		return content[:end], int(last) < p.decrypter.BlockSize()
	}
	for _, b := range content[end:] {
		if b != last {
			return nil, false
		}
	}
	return content[:end], true
}
