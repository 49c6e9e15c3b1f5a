package certs

import (
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// parseKeyPEM reads the first private key in PEM text: PKCS #8, PKCS #1 or SEC 1.
func parseKeyPEM(text []byte) (crypto.Signer, error) {
	for {
		var block *pem.Block
		if block, text = pem.Decode(text); block == nil {
			return nil, errors.New("there is no PEM block with a private key")
		}
		if !strings.HasSuffix(block.Type, "PRIVATE KEY") {
			continue
		}
		if block.Type == "ENCRYPTED PRIVATE KEY" || block.Headers["DEK-Info"] != "" {
			return nil, errors.New("the private key is encrypted: decrypt it with \"openssl pkey\"")
		}
		return parseKeyDER(block.Bytes)
	}
}

// parseKeyDER leaves to crypto/x509 what it reads, and reads the RSA keys itself
// that some Go releases refuse: short ones, odd exponents, wrong CRT values.
func parseKeyDER(der []byte) (crypto.Signer, error) {
	if key, err := parseRSAKey(der); err == nil {
		if std, err := standardKey(der); err == nil && isOrdinaryLength(key.n.BitLen()) {
			return std, nil
		}
		return key, nil
	}
	return standardKey(der)
}

// isOrdinaryLength says whether no Go release refuses an RSA key for its length.
func isOrdinaryLength(bits int) bool { return bits >= 1024 && bits <= 8192 }

func standardKey(der []byte) (crypto.Signer, error) {
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	if key, err := x509.ParseECPrivateKey(der); err == nil {
		return key, nil
	}
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, fmt.Errorf("the private key is none that crypto/x509 reads as PKCS #8, PKCS #1 or SEC 1: %w", err)
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("the private key cannot sign (%T): want RSA, ECDSA or Ed25519", key)
	}
	return signer, nil
}

// parseRSAKey reads PKCS #8 or PKCS #1 and calculates all but the primes and the
// exponent anew, so those are all that must be right.
func parseRSAKey(der []byte) (*rsaKey, error) {
	var outer struct {
		Version   int
		Algorithm struct {
			ID   asn1.ObjectIdentifier
			NULL asn1.RawValue `asn1:"optional"`
		}
		PrivateKey []byte
		Attributes asn1.RawValue `asn1:"optional,tag:0"`
	}
	if _, err := asn1.Unmarshal(der, &outer); err == nil && outer.Algorithm.ID.String() == oidRSA {
		der = outer.PrivateKey
	}
	var inner struct {
		Version            int
		N, E, D            *big.Int
		P, Q, DP, DQ, QInv *big.Int
		Further            []struct{ R, D, T *big.Int } `asn1:"optional,omitempty"`
	}
	if _, err := asn1.Unmarshal(der, &inner); err != nil {
		return nil, fmt.Errorf("RSA private key: %w", err)
	}
	primes := []*big.Int{inner.P, inner.Q}
	for _, further := range inner.Further {
		primes = append(primes, further.R)
	}
	one, product := big.NewInt(1), big.NewInt(1)
	for _, r := range primes {
		if r.Cmp(one) <= 0 {
			return nil, errors.New("RSA private key: a prime is not greater than 1")
		}
		product.Mul(product, r)
	}
	if !inner.E.IsInt64() || product.Cmp(inner.N) != 0 {
		return nil, errors.New("RSA private key: the modulus is not the product of the primes, or the exponent is too large")
	}
	return newRSAKey(inner.E.Int64(), primes...)
}
