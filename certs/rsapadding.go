package certs

import (
	"crypto"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
)

var errTooShort = errors.New("RSA key is too short for the hash")

// encodePKCS1 is EMSA-PKCS1-v1_5 (RFC 8017, section 9.2). Hash zero and MD5SHA1
// (TLS 1.0 and 1.1, RFC 2246, section 7.4.3) have no prefix.
func encodePKCS1(digest []byte, size int, hash crypto.Hash) ([]byte, error) {
	info := digest
	if hash != 0 && hash != crypto.MD5SHA1 {
		id, ok := hashOIDs()[hash]
		if !ok {
			return nil, fmt.Errorf("no object identifier is known for the hash %v", hash)
		}
		info = sequence(sequence(oid(id), null()), octetString(digest))
	}
	if size < len(info)+11 {
		return nil, errTooShort
	}
	message := make([]byte, size)
	message[1] = 1
	for i := 2; i < size-len(info)-1; i++ {
		message[i] = 0xff
	}
	copy(message[size-len(info):], info)
	return message, nil
}

// encodePSS is EMSA-PSS with MGF1 and one hash for both (RFC 8017, section 9.1.1).
func encodePSS(random io.Reader, digest []byte, bits int, opts *rsa.PSSOptions) ([]byte, error) {
	hash, size := opts.Hash, (bits+7)/8
	salt, err := newSalt(random, opts, size)
	if err != nil {
		return nil, err
	}
	if size < hash.Size()+len(salt)+2 {
		return nil, errTooShort
	}
	h := hash.New()
	h.Write(make([]byte, 8))
	h.Write(digest)
	h.Write(salt)
	seed := h.Sum(nil)

	message := make([]byte, size)
	masked := message[:size-len(seed)-1]
	masked[len(masked)-len(salt)-1] = 1
	copy(masked[len(masked)-len(salt):], salt)
	maskMGF1(masked, seed, hash)
	masked[0] &= 0xff >> (8*size - bits)
	copy(message[len(masked):], seed)
	message[size-1] = 0xbc
	return message, nil
}

func newSalt(random io.Reader, opts *rsa.PSSOptions, size int) ([]byte, error) {
	length := opts.SaltLength
	switch length {
	case rsa.PSSSaltLengthEqualsHash:
		length = opts.Hash.Size()
	case rsa.PSSSaltLengthAuto:
		length = size - 2 - opts.Hash.Size()
	}
	if length < 0 {
		return nil, errTooShort
	}
	salt := make([]byte, length)
	_, err := io.ReadFull(random, salt)
	return salt, err
}

// maskMGF1 exclusive-ors the mask (RFC 8017, section B.2.1).
func maskMGF1(out, seed []byte, hash crypto.Hash) {
	for done, counter := 0, byte(0); done < len(out); counter++ {
		h := hash.New()
		h.Write(seed)
		h.Write([]byte{0, 0, 0, counter}) // a 16384 bit key takes 103 of SHA-1
		for _, b := range h.Sum(nil) {
			if done < len(out) {
				out[done] ^= b
				done++
			}
		}
	}
}
