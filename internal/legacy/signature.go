package legacy

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"fmt"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/wire"
)

// A signature is one signature scheme: what kind of key makes it, over which
// hash (RFC 5246, section 7.4.1.4.1; RFC 8446, section 4.2.3).
type signature struct {
	scheme tls.SignatureScheme // 0 before TLS 1.2
	kind   signatureKind
	hash   crypto.Hash // 0: the message itself is signed
}

type signatureKind uint8

const (
	rsaPKCS1 signatureKind = iota + 1
	rsaPSS
	ecdsaASN1
	ed25519Pure
)

// signatures are those that the engine makes and checks in TLS 1.2, in the order
// in which servers of today like them; SHA-1 last.
func signatures() []signature {
	return []signature{
		{tls.PSSWithSHA256, rsaPSS, crypto.SHA256},
		{tls.ECDSAWithP256AndSHA256, ecdsaASN1, crypto.SHA256},
		{tls.Ed25519, ed25519Pure, 0},
		{tls.PSSWithSHA384, rsaPSS, crypto.SHA384},
		{tls.PSSWithSHA512, rsaPSS, crypto.SHA512},
		{tls.PKCS1WithSHA256, rsaPKCS1, crypto.SHA256},
		{tls.PKCS1WithSHA384, rsaPKCS1, crypto.SHA384},
		{tls.PKCS1WithSHA512, rsaPKCS1, crypto.SHA512},
		{tls.ECDSAWithP384AndSHA384, ecdsaASN1, crypto.SHA384},
		{tls.ECDSAWithP521AndSHA512, ecdsaASN1, crypto.SHA512},
		{sha224RSA, rsaPKCS1, crypto.SHA224},
		{sha224ECDSA, ecdsaASN1, crypto.SHA224},
		{tls.PKCS1WithSHA1, rsaPKCS1, crypto.SHA1},
		{tls.ECDSAWithSHA1, ecdsaASN1, crypto.SHA1},
		{md5RSA, rsaPKCS1, crypto.MD5},
	}
}

// Schemes of RFC 5246 that crypto/tls has no names for.
const (
	md5RSA      tls.SignatureScheme = 0x0101
	sha224RSA   tls.SignatureScheme = 0x0301
	sha224ECDSA tls.SignatureScheme = 0x0303
)

func signatureByScheme(scheme uint16) (signature, bool) {
	for _, s := range signatures() {
		if uint16(s.scheme) == scheme {
			return s, true
		}
	}
	return signature{}, false
}

// signatureBefore12 is the only one for a key before TLS 1.2: MD5 with SHA-1 for
// RSA (RFC 4346, section 7.4.3), SHA-1 for ECDSA (RFC 8422, section 5.4).
func signatureBefore12(key crypto.PublicKey) signature {
	if _, ok := key.(*rsa.PublicKey); ok {
		return signature{kind: rsaPKCS1, hash: crypto.MD5SHA1}
	}
	return signature{kind: ecdsaASN1, hash: crypto.SHA1}
}

// fits says whether a key can make the signature.
func (s signature) fits(key crypto.PublicKey) bool {
	switch key := key.(type) {
	case *rsa.PublicKey:
		return s.fitsRSA(key)
	case *ecdsa.PublicKey:
		return s.kind == ecdsaASN1
	case ed25519.PublicKey:
		return s.kind == ed25519Pure
	}
	return false
}

// fitsRSA knows how much a modulus must hold: hash, salt and two bytes for PSS (RFC
// 8017, section 9.1.1), a DigestInfo and eleven bytes for PKCS #1 v1.5 (section 9.2).
func (s signature) fitsRSA(key *rsa.PublicKey) bool {
	const digestInfo, md5SHA1, padding = 19, 16 + 20, 11
	switch s.kind {
	case rsaPSS:
		return (key.N.BitLen()+6)/8 >= 2*s.hash.Size()+2
	case rsaPKCS1:
		if s.hash == crypto.MD5SHA1 { // has no DigestInfo (RFC 2246, section 7.4.3)
			return key.Size() >= md5SHA1+padding
		}
		return key.Size() >= s.hash.Size()+digestInfo+padding
	}
	return false
}

func (s signature) options() crypto.SignerOpts {
	if s.kind == rsaPSS {
		return &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: s.hash}
	}
	return s.hash
}

// sign signs the concatenation of parts.
func (s signature) sign(key crypto.Signer, parts ...[]byte) ([]byte, error) {
	signed, err := key.Sign(rand.Reader, s.digest(parts...), s.options())
	if err != nil {
		return nil, fmt.Errorf("signing with %s: %w", wire.SignatureSchemeName(uint16(s.scheme)), err)
	}
	return signed, nil
}

func (s signature) digest(parts ...[]byte) []byte {
	if s.hash == 0 {
		return concat(parts...)
	}
	return digest(s.hash, parts...)
}

// verify checks a signature over what digest returned.
func (s signature) verify(key crypto.PublicKey, digest, signed []byte) bool {
	switch key := key.(type) {
	case *rsa.PublicKey:
		return certs.VerifyRSA(key, digest, signed, s.options()) == nil
	case *ecdsa.PublicKey:
		return ecdsa.VerifyASN1(key, digest, signed)
	case ed25519.PublicKey:
		return ed25519.Verify(key, digest, signed)
	}
	return false
}

// String names the signature for messages.
func (s signature) String() string {
	if s.scheme == 0 {
		return fmt.Sprintf("%s, as before TLS 1.2", s.hash)
	}
	return wire.SignatureSchemeName(uint16(s.scheme))
}

// describeKey names a public key for messages.
func describeKey(key crypto.PublicKey) string {
	switch key := key.(type) {
	case *rsa.PublicKey:
		return fmt.Sprintf("RSA of %d bits", key.N.BitLen())
	case *ecdsa.PublicKey:
		return "ECDSA on " + key.Curve.Params().Name
	case ed25519.PublicKey:
		return "Ed25519"
	}
	return fmt.Sprintf("a %T", key)
}
