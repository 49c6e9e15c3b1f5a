package certs

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"embed"
	"encoding/pem"
	"fmt"
	"strings"
	"sync"
)

// A Key names the kind of private key of a certificate.
type Key string

// The kinds of keys there are. The RSA keys of leaf certificates are embedded in
// the package (keys/README.md says why that is harmless), so all leaves of one
// length have the same key. All other keys are generated.
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

// Keys returns all kinds of keys, RSA first and shorter ones before longer ones.
func Keys() []Key {
	return []Key{RSA1024, RSA2048, RSA3072, RSA4096, ECDSAP256, ECDSAP384, ECDSAP521, Ed25519}
}

// IsRSA says whether it is the name of an RSA key.
func (k Key) IsRSA() bool { return strings.HasPrefix(string(k), "rsa-") }

// IsECDSA says whether it is the name of an ECDSA key.
func (k Key) IsECDSA() bool { return strings.HasPrefix(string(k), "ecdsa-") }

func (k Key) validate() error {
	names := make([]string, 0, len(Keys()))
	for _, known := range Keys() {
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
	case RSA1024:
		return rsa.GenerateKey(rand.Reader, 1024)
	case RSA2048:
		return rsa.GenerateKey(rand.Reader, 2048)
	case RSA3072:
		return rsa.GenerateKey(rand.Reader, 3072)
	case RSA4096:
		return rsa.GenerateKey(rand.Reader, 4096)
	case ECDSAP256:
		return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case ECDSAP384:
		return ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	case ECDSAP521:
		return ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	case Ed25519:
		_, key, err := ed25519.GenerateKey(rand.Reader)
		return key, err
	}
	return nil, k.validate()
}

//go:embed keys/*.pem
var keyFiles embed.FS

// One memo per embedded key, because parsing one checks it, which takes longer
// than starting a server, and a test that needs one length should not pay for four.
var (
	rsa1024 = sync.OnceValues(func() (crypto.Signer, error) { return parseKeyFile(RSA1024) })
	rsa2048 = sync.OnceValues(func() (crypto.Signer, error) { return parseKeyFile(RSA2048) })
	rsa3072 = sync.OnceValues(func() (crypto.Signer, error) { return parseKeyFile(RSA3072) })
	rsa4096 = sync.OnceValues(func() (crypto.Signer, error) { return parseKeyFile(RSA4096) })
)

func embeddedKey(k Key) (crypto.Signer, error) {
	switch k {
	case RSA1024:
		return rsa1024()
	case RSA2048:
		return rsa2048()
	case RSA3072:
		return rsa3072()
	case RSA4096:
		return rsa4096()
	}
	return nil, k.validate()
}

func parseKeyFile(k Key) (crypto.Signer, error) {
	text, err := keyFiles.ReadFile("keys/" + string(k) + ".pem")
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("embedded key %s is not PEM", k)
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("embedded key %s: %w", k, err)
	}
	return key.(*rsa.PrivateKey), nil
}
