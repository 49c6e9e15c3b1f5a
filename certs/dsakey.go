package certs

import (
	"crypto"
	"crypto/rand"
	"encoding/asn1"
	"fmt"
	"io"
	"math/big"
)

// dsaKey is a DSA private key, for authorities only: no Go release has DSA
// suites, and crypto/dsa is deprecated.
type dsaKey struct {
	dsaParameters
	x, y *big.Int
}

// dsaParameters is Dss-Parms (RFC 3279, section 2.3.2).
type dsaParameters struct{ P, Q, G *big.Int }

// generateDSA makes a key of the embedded domain parameters, which are public
// (FIPS 186-4, section 4.3) and slow to make.
func generateDSA() (*dsaKey, error) {
	der, err := embeddedPEM("keys/dsa-1024-parameters.pem")
	if err != nil {
		return nil, err
	}
	k := &dsaKey{}
	if _, err := asn1.Unmarshal(der, &k.dsaParameters); err != nil {
		return nil, fmt.Errorf("embedded DSA parameters: %w", err)
	}
	if k.x, err = k.secret(rand.Reader); err != nil {
		return nil, err
	}
	k.y = new(big.Int).Exp(k.G, k.x, k.P)
	return k, nil
}

// secret is from 1 to Q-1.
func (k *dsaKey) secret(random io.Reader) (*big.Int, error) {
	one := big.NewInt(1)
	n, err := rand.Int(random, new(big.Int).Sub(k.Q, one))
	if err != nil {
		return nil, err
	}
	return n.Add(n, one), nil
}

// Public returns nil: the standard library's type for it is deprecated, and
// nothing here needs it.
func (k *dsaKey) Public() crypto.PublicKey { return nil }

// Sign signs a digest (FIPS 186-4, section 4.6), of which the leftmost bits count.
func (k *dsaKey) Sign(random io.Reader, digest []byte, _ crypto.SignerOpts) ([]byte, error) {
	if size := (k.Q.BitLen() + 7) / 8; len(digest) > size {
		digest = digest[:size]
	}
	for {
		secret, err := k.secret(random)
		if err != nil {
			return nil, err
		}
		r := new(big.Int).Exp(k.G, secret, k.P)
		r.Mod(r, k.Q)
		s := new(big.Int).Mul(k.x, r)
		s.Add(s, new(big.Int).SetBytes(digest))
		s.Mul(s, new(big.Int).ModInverse(secret, k.Q)).Mod(s, k.Q)
		if r.Sign() != 0 && s.Sign() != 0 {
			return sequence(integer(r), integer(s)), nil
		}
	}
}

func (k *dsaKey) publicKeyInfo() []byte {
	parameters := sequence(integer(k.P), integer(k.Q), integer(k.G))
	return sequence(sequence(oid(oidDSA), parameters), bitString(integer(k.y)))
}
