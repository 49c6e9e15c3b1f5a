package certs

import (
	"crypto"
	"crypto/x509"
	"embed"
	"encoding/pem"
	"fmt"
	"sync"
)

//go:embed keys/*.pem keys/shown/*.pem
var keyFiles embed.FS

// embeddedPEM is the content of the first block of a file in keys.
func embeddedPEM(path string) ([]byte, error) {
	text, err := keyFiles.ReadFile(path)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("embedded file %s is not PEM", path)
	}
	return block.Bytes, nil
}

// embeddedKeys has one memo per key, because parsing one checks it, which takes
// longer than starting a server, and a test that needs one length should not pay
// for all.
var embeddedKeys = memoPerKey()

func memoPerKey() map[Key]func() (crypto.Signer, error) {
	memos := make(map[Key]func() (crypto.Signer, error))
	for _, k := range append(Keys(), OddKeys()...) {
		k := k
		memos[k] = sync.OnceValues(func() (crypto.Signer, error) { return parseKeyFile(k) })
	}
	return memos
}

func embeddedKey(k Key) (crypto.Signer, error) {
	if memo, ok := embeddedKeys[k]; ok {
		return memo()
	}
	return nil, k.validate()
}

// parseKeyFile returns an *rsa.PrivateKey for what every client accepts, which
// crypto/rsa never refuses, and one with our own arithmetic for the others.
func parseKeyFile(k Key) (crypto.Signer, error) {
	der, err := embeddedPEM("keys/" + string(k) + ".pem")
	if err != nil {
		return nil, err
	}
	if err := k.among(Keys()); err != nil {
		return parseRSAKey(der)
	}
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, fmt.Errorf("embedded key %s: %w", k, err)
	}
	return key.(crypto.Signer), nil
}

// embeddedRSA is the embedded key with our own arithmetic, whatever its length.
func embeddedRSA(k Key) (*rsaKey, error) {
	der, err := embeddedPEM("keys/" + string(k) + ".pem")
	if err != nil {
		return nil, err
	}
	return parseRSAKey(der)
}

// shownKey is the SubjectPublicKeyInfo of a kind of key that nothing here can
// use, keys/shown/name.pem. That the file is there is a matter of this package.
func shownKey(name string) []byte {
	der, err := embeddedPEM("keys/shown/" + name + ".pem")
	if err != nil {
		panic("certs: " + err.Error())
	}
	return der
}
