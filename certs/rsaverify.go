package certs

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"errors"
	"math/big"
)

var errWrongSignature = errors.New("the RSA signature is not one of this digest by this key")

// VerifyRSA checks a signature with PKCS #1 v1.5, or with PSS and a salt as long as
// the hash if opts is an *rsa.PSSOptions. It is crypto/rsa without its limits, which
// depend on the Go release and on GODEBUG: keys of any size, MD5 too.
func VerifyRSA(key *rsa.PublicKey, digest, signature []byte, opts crypto.SignerOpts) error {
	s := new(big.Int).SetBytes(signature)
	if len(signature) != key.Size() || s.Cmp(key.N) >= 0 {
		return errWrongSignature
	}
	message := s.Exp(s, big.NewInt(int64(key.E)), key.N).FillBytes(make([]byte, key.Size()))
	if _, ok := opts.(*rsa.PSSOptions); ok {
		return verifyPSS(message, digest, key.N.BitLen()-1, opts.HashFunc())
	}
	want, err := encodePKCS1(digest, key.Size(), opts.HashFunc())
	if err == nil && !bytes.Equal(message, want) {
		err = errWrongSignature
	}
	return err
}

// verifyPSS is EMSA-PSS verification (RFC 8017, section 9.1.2) with a salt as long
// as the hash. It makes the one message that there is for the salt it finds.
func verifyPSS(message, digest []byte, bits int, hash crypto.Hash) error {
	size := (bits + 7) / 8
	for _, b := range message[:len(message)-size] { // a modulus of 8n+1 bits has one byte more
		if b != 0 {
			return errWrongSignature
		}
	}
	message = message[len(message)-size:]
	if size < 2*hash.Size()+2 {
		return errTooShort
	}
	seed := message[size-hash.Size()-1 : size-1]
	unmasked := append([]byte(nil), message[:size-hash.Size()-1]...)
	maskMGF1(unmasked, seed, hash)
	salt := unmasked[len(unmasked)-hash.Size():]
	want, err := encodePSS(bytes.NewReader(salt), digest, bits, &rsa.PSSOptions{SaltLength: len(salt), Hash: hash})
	if err == nil && !bytes.Equal(message, want) {
		err = errWrongSignature
	}
	return err
}
