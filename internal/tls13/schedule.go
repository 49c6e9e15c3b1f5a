package tls13

import (
	"crypto/hmac"
	"hash"
)

// ivLength is that of the nonces of all suites (RFC 8446, section 5.3).
const ivLength = 12

// TrafficKeys are what a traffic secret gives (RFC 8446, section 7.3).
func (s Suite) TrafficKeys(secret []byte) (key, iv []byte) {
	return s.expandLabel(secret, "key", s.KeyLength), s.expandLabel(secret, "iv", ivLength)
}

// NextSecret is the traffic secret after a KeyUpdate (RFC 8446, section 7.2).
func (s Suite) NextSecret(secret []byte) []byte {
	return s.expandLabel(secret, "traffic upd", s.Hash().Size())
}

// FinishedKey is what the MAC of a Finished is made with (RFC 8446, section 4.4.4), from the
// handshake traffic secret of who sends it.
func (s Suite) FinishedKey(secret []byte) []byte {
	return s.expandLabel(secret, "finished", s.Hash().Size())
}

// VerifyData is the content of a Finished: the MAC of the hash of all handshake messages
// before it.
func (s Suite) VerifyData(secret, transcript []byte) []byte {
	mac := hmac.New(s.Hash, s.FinishedKey(secret))
	mac.Write(s.Digest(transcript))
	return mac.Sum(nil)
}

// Digest hashes with the hash of the suite.
func (s Suite) Digest(b []byte) []byte {
	h := s.Hash()
	h.Write(b)
	return h.Sum(nil)
}

func (s Suite) expandLabel(secret []byte, label string, length int) []byte {
	return expandLabel(s.Hash, secret, label, length)
}

// expandLabel is HKDF-Expand-Label with an empty context (RFC 8446, section 7.1).
// Nothing is longer here than a hash, so that HKDF-Expand (RFC 5869, section 2.3) has one
// block.
func expandLabel(newHash func() hash.Hash, secret []byte, label string, length int) []byte {
	label = "tls13 " + label
	info := append([]byte{byte(length >> 8), byte(length), byte(len(label))}, label...)
	mac := hmac.New(newHash, secret)
	mac.Write(append(info, 0, 1)) // no context, first block
	return mac.Sum(nil)[:length]
}
