package legacy

import (
	"crypto"
	"crypto/hmac"
	"crypto/subtle"
	"hash"
)

// prf12 is the PRF of TLS 1.2 (RFC 5246, section 5).
func prf12(h crypto.Hash, secret []byte, label string, seed []byte, length int) []byte {
	out := make([]byte, length)
	expand(hmac.New(h.New, secret), out, concat([]byte(label), seed))
	return out
}

// prf10 is the PRF of TLS 1.0 and 1.1: P_MD5 with the first half of the secret
// XOR P_SHA-1 with the second. Halves of an odd secret share its middle byte
// (RFC 2246, section 5).
func prf10(secret []byte, label string, seed []byte, length int) []byte {
	half := (len(secret) + 1) / 2
	labelled := concat([]byte(label), seed)
	md5, sha1 := make([]byte, length), make([]byte, length)
	expand(hmac.New(crypto.MD5.New, secret[:half]), md5, labelled)
	expand(hmac.New(crypto.SHA1.New, secret[len(secret)-half:]), sha1, labelled)
	subtle.XORBytes(md5, md5, sha1)
	return md5
}

// expand fills out with P_hash of the seed (RFC 5246, section 5).
func expand(mac hash.Hash, out, seed []byte) {
	a := seed
	for n := 0; n < len(out); n += mac.Size() {
		a = macOf(mac, a)
		copy(out[n:], macOf(mac, a, seed))
	}
}

func macOf(mac hash.Hash, parts ...[]byte) []byte {
	mac.Reset()
	for _, part := range parts {
		mac.Write(part)
	}
	return mac.Sum(nil)
}

// digest hashes parts that follow on each other.
func digest(h crypto.Hash, parts ...[]byte) []byte {
	if h == crypto.MD5SHA1 { // crypto has its name, but no code for it
		return append(digest(crypto.MD5, parts...), digest(crypto.SHA1, parts...)...)
	}
	return macOf(h.New(), parts...)
}

func concat(parts ...[]byte) []byte {
	var all []byte
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}
