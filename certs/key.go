package certs

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"
)

// A Key names the kind of private key of a certificate.
type Key string

// The kinds of keys that servers have. The RSA keys of leaf certificates are
// embedded in the package (keys/README.md says why that is harmless), so all
// leaves of one length have the same key. All other keys are generated.
const (
	RSA1024   Key = "rsa-1024"
	RSA2048   Key = "rsa-2048"
	RSA3072   Key = "rsa-3072"
	RSA4096   Key = "rsa-4096"
	ECDSAP256 Key = "ecdsa-p256"
	ECDSAP384 Key = "ecdsa-p384"
	ECDSAP521 Key = "ecdsa-p521"
	Ed25519   Key = "ed25519"
)

// The kinds of keys that some clients refuse: too short, of an odd length, or
// longer than the 8192 bits that crypto/tls takes since Go 1.21.
const (
	RSA512    Key = "rsa-512"
	RSA768    Key = "rsa-768"
	RSA1016   Key = "rsa-1016"
	RSA1023   Key = "rsa-1023"
	RSA1025   Key = "rsa-1025"
	RSA2047   Key = "rsa-2047"
	RSA8192   Key = "rsa-8192"
	RSA8193   Key = "rsa-8193"
	RSA8200   Key = "rsa-8200"
	RSA16384  Key = "rsa-16384"
	ECDSAP224 Key = "ecdsa-p224"
)

// DSA1024 is a kind of key for authorities alone: there are no DSA suites in
// crypto/tls, so nothing here could serve with one.
const DSA1024 Key = "dsa-1024"

// Keys returns the kinds of keys that every client of today accepts, RSA first
// and shorter ones before longer ones.
func Keys() []Key {
	return []Key{RSA1024, RSA2048, RSA3072, RSA4096, ECDSAP256, ECDSAP384, ECDSAP521, Ed25519}
}

// OddKeys returns the other kinds of keys that a leaf can have, in the same order.
func OddKeys() []Key {
	return []Key{RSA512, RSA768, RSA1016, RSA1023, RSA1025, RSA2047, RSA8192, RSA8193, RSA8200, RSA16384, ECDSAP224}
}

// IsRSA says whether it is the name of an RSA key.
func (k Key) IsRSA() bool { return strings.HasPrefix(string(k), "rsa-") }

// IsECDSA says whether it is the name of an ECDSA key.
func (k Key) IsECDSA() bool { return strings.HasPrefix(string(k), "ecdsa-") }

// family is how a key signs.
func (k Key) family() string {
	switch {
	case k.IsRSA():
		return "RSA"
	case k.IsECDSA():
		return "ECDSA"
	case k == DSA1024:
		return "DSA"
	}
	return "Ed25519"
}

func (k Key) validate() error { return k.among(append(Keys(), OddKeys()...)) }

func (k Key) validateForAuthority() error {
	return k.among(append(append(Keys(), OddKeys()...), DSA1024))
}

func (k Key) among(kinds []Key) error {
	names := make([]string, 0, len(kinds))
	for _, known := range kinds {
		if k == known {
			return nil
		}
		names = append(names, string(known))
	}
	return fmt.Errorf("no kind of key %q, have %s", k, strings.Join(names, ", "))
}

// leafKey returns a private key for a leaf certificate.
func (k Key) leafKey() (crypto.Signer, error) {
	if k.IsRSA() {
		return embeddedKey(k)
	}
	return k.generate()
}

// generate makes a new private key. RSA takes from a tenth of a second to many.
func (k Key) generate() (crypto.Signer, error) {
	switch k {
	case ECDSAP224:
		return ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	case ECDSAP256:
		return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case ECDSAP384:
		return ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	case ECDSAP521:
		return ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	case Ed25519:
		_, key, err := ed25519.GenerateKey(rand.Reader)
		return key, err
	case DSA1024:
		return generateDSA()
	}
	bits, err := strconv.Atoi(strings.TrimPrefix(string(k), "rsa-"))
	if err != nil {
		return nil, k.validateForAuthority()
	}
	return generateRSA(bits)
}
