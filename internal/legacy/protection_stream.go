package legacy

import "crypto/cipher"

// A streamProtection is a MAC and a stream cipher, whose state goes on from one
// record to the next (RFC 5246, section 6.2.3.1). The NULL cipher is one, too.
type streamProtection struct {
	cipher cipher.Stream // nil: NULL
	mac    *recordMAC
}

func (p *streamProtection) seal(dst []byte, h header, fragment []byte) []byte {
	start := len(dst)
	dst = p.mac.appendTo(append(dst, fragment...), h, fragment)
	p.crypt(dst[start:])
	return dst
}

func (p *streamProtection) open(h header, payload []byte) ([]byte, error) {
	p.crypt(payload)
	fragment, ok := p.mac.strip(h, payload)
	if !ok {
		return nil, h.bad(len(payload), badMAC)
	}
	return fragment, nil
}

func (p *streamProtection) crypt(b []byte) {
	if p.cipher != nil {
		p.cipher.XORKeyStream(b, b)
	}
}
