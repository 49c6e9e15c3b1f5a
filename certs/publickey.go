package certs

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"math/big"
)

// publicKeyInfo is the SubjectPublicKeyInfo of a private key. For elliptic curves
// it leaves the work to crypto/x509, which knows the curves of crypto/ecdsa and has
// never refused one.
func publicKeyInfo(key crypto.Signer) ([]byte, error) {
	if own, ok := key.(interface{ publicKeyInfo() []byte }); ok {
		return own.publicKeyInfo(), nil
	}
	if public, ok := key.Public().(*rsa.PublicKey); ok {
		return rsaPublicKeyInfo(integer(public.N), smallInteger(int64(public.E))), nil
	}
	return x509.MarshalPKIXPublicKey(key.Public())
}

// keyIdentifier is a hash of the key without its algorithm: the first 160 bits of
// SHA-256 (RFC 7093, section 2), because not every GODEBUG allows SHA-1.
func keyIdentifier(publicKeyInfo []byte) []byte {
	sum := sha256.Sum256(withoutAlgorithm(publicKeyInfo))
	return sum[:20]
}

// withoutAlgorithm is the content of the BIT STRING in a SubjectPublicKeyInfo.
func withoutAlgorithm(publicKeyInfo []byte) []byte {
	var info struct {
		Algorithm asn1.RawValue
		Key       asn1.BitString
	}
	if _, err := asn1.Unmarshal(publicKeyInfo, &info); err != nil {
		return publicKeyInfo // one that is wrong on purpose
	}
	return info.Key.Bytes
}

// oddRSAKeyInfo shows the modulus of an embedded key with other octets ahead of
// it, and another exponent; both are contents of an INTEGER.
func oddRSAKeyInfo(ahead, exponent []byte) []byte {
	modulus := embeddedModulus(RSA2048)
	return rsaPublicKeyInfo(tlv(tagInteger, ahead, modulus.Bytes()), tlv(tagInteger, exponent))
}

// embeddedModulus cannot fail but for a mistake in this package.
func embeddedModulus(k Key) *big.Int {
	key, err := embeddedRSA(k)
	if err != nil {
		panic("certs: " + err.Error())
	}
	return key.n
}
