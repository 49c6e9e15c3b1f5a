package certs

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"math/big"
)

// rsaKey is an RSA private key with arithmetic of our own. crypto/rsa refuses
// keys below 1024 bits, odd exponents and MD5, depending on the Go release and on
// GODEBUG, and a legacy server must be the same everywhere.
//
// It is for tests: how long an operation takes tells about the key.
type rsaKey struct {
	n, e, d *big.Int
	primes  []*rsaPrime // two or more
}

// An rsaPrime is a prime factor of a modulus with what the Chinese remainder
// theorem needs of it (RFC 8017, section 3.2).
type rsaPrime struct {
	r *big.Int // the prime
	d *big.Int // the private exponent modulo r-1

	// below is the product of the primes before, t its inverse modulo r; both are
	// nil for the first.
	below, t *big.Int
}

func newRSAKey(e int64, primes ...*big.Int) (*rsaKey, error) {
	one := big.NewInt(1)
	k := &rsaKey{n: big.NewInt(1), e: big.NewInt(e)}
	phi := big.NewInt(1)
	for _, r := range primes {
		k.n.Mul(k.n, r)
		phi.Mul(phi, new(big.Int).Sub(r, one))
	}
	if k.d = new(big.Int).ModInverse(k.e, phi); k.d == nil || e <= 0 {
		return nil, fmt.Errorf("no private exponent goes with the public exponent %d", e)
	}
	below := big.NewInt(1)
	for i, r := range primes {
		p := &rsaPrime{r: r, d: new(big.Int).Mod(k.d, new(big.Int).Sub(r, one))}
		if i > 0 {
			p.below = new(big.Int).Set(below)
			if p.t = new(big.Int).ModInverse(below, r); p.t == nil {
				return nil, errors.New("the primes of the RSA key are not different primes")
			}
		}
		below.Mul(below, r)
		k.primes = append(k.primes, p)
	}
	return k, nil
}

// generateRSA makes a key of exactly that many bits with exponent 65537.
func generateRSA(bits int) (*rsaKey, error) {
	for {
		p, err := randomPrime((bits + 1) / 2)
		if err != nil {
			return nil, err
		}
		q, err := randomPrime(bits / 2)
		if err != nil {
			return nil, err
		}
		// Equal primes, or one below a multiple of the exponent, are very rare.
		if k, err := newRSAKey(65537, p, q); err == nil && k.n.BitLen() == bits {
			return k, nil
		}
	}
}

// randomPrime has its two topmost bits set, so that the product of two has all its
// bits. crypto/rand.Prime would do if GODEBUG=fips140=only did not forbid it.
func randomPrime(bits int) (*big.Int, error) {
	octets := make([]byte, (bits+7)/8)
	for {
		if _, err := rand.Read(octets); err != nil {
			return nil, err
		}
		p := new(big.Int).SetBytes(octets)
		p.Rsh(p, uint(8*len(octets)-bits))
		p.SetBit(p.SetBit(p.SetBit(p, 0, 1), bits-1, 1), bits-2, 1)
		if p.ProbablyPrime(20) {
			return p, nil
		}
	}
}

// withExponent is the key with the same modulus and another public exponent.
func (k *rsaKey) withExponent(e int64) (*rsaKey, error) {
	var primes []*big.Int
	for _, p := range k.primes {
		primes = append(primes, p.r)
	}
	return newRSAKey(e, primes...)
}

// Public returns an *rsa.PublicKey, by which crypto/tls knows that the key is RSA.
func (k *rsaKey) Public() crypto.PublicKey {
	return &rsa.PublicKey{N: k.n, E: int(k.e.Int64())}
}

func (k *rsaKey) size() int { return (k.n.BitLen() + 7) / 8 }

// apply is the private operation, RSADP and RSASP1 (RFC 8017, section 5).
func (k *rsaKey) apply(c *big.Int) *big.Int {
	m := new(big.Int)
	for i, p := range k.primes {
		residue := new(big.Int).Exp(c, p.d, p.r)
		if i == 0 {
			m = residue
			continue
		}
		h := residue.Sub(residue, m)
		h.Mod(h.Mul(h, p.t), p.r)
		m.Add(m, h.Mul(h, p.below))
	}
	return m
}

// Sign signs a digest with PKCS #1 v1.5, or with PSS if opts is an
// *rsa.PSSOptions, as (*rsa.PrivateKey).Sign does. It fails if the key is too
// short for the digest.
func (k *rsaKey) Sign(random io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	if h := opts.HashFunc(); h != 0 && len(digest) != h.Size() {
		return nil, fmt.Errorf("digest of %d bytes is none of %v, which has %d", len(digest), h, h.Size())
	}
	var message []byte
	var err error
	if pss, ok := opts.(*rsa.PSSOptions); ok {
		message, err = encodePSS(random, digest, k.n.BitLen()-1, pss)
	} else {
		message, err = encodePKCS1(digest, k.size(), opts.HashFunc())
	}
	if err != nil {
		return nil, err
	}
	return k.apply(new(big.Int).SetBytes(message)).FillBytes(make([]byte, k.size())), nil
}

// Decrypt decrypts PKCS #1 v1.5, the only padding that TLS has. With a
// SessionKeyLen in *rsa.PKCS1v15DecryptOptions, a message that is not in order
// gives a random key and no error (RFC 5246, section 7.4.7.1).
func (k *rsaKey) Decrypt(random io.Reader, ciphertext []byte, opts crypto.DecrypterOpts) ([]byte, error) {
	wanted := 0
	switch o := opts.(type) {
	case nil:
	case *rsa.PKCS1v15DecryptOptions:
		wanted = o.SessionKeyLen
	default:
		return nil, fmt.Errorf("decryption with %T: only PKCS #1 v1.5 is known", opts)
	}
	c := new(big.Int).SetBytes(ciphertext)
	var message []byte
	err := errors.New("ciphertext is not of the length of the key")
	if len(ciphertext) == k.size() && c.Cmp(k.n) < 0 {
		message, err = decodePKCS1(k.apply(c).FillBytes(make([]byte, k.size())))
	}
	if wanted > 0 && (err != nil || len(message) != wanted) {
		message = make([]byte, wanted)
		_, err = io.ReadFull(random, message)
	}
	return message, err
}

// decodePKCS1 is EME-PKCS1-v1_5 decoding (RFC 8017, section 7.2.2).
func decodePKCS1(padded []byte) ([]byte, error) {
	if len(padded) >= 11 && padded[0] == 0 && padded[1] == 2 {
		if end := bytes.IndexByte(padded[2:], 0); end >= 8 {
			return padded[2+end+1:], nil
		}
	}
	return nil, errors.New("decryption error: the padding is not that of PKCS #1 v1.5")
}

// publicKeyInfo is the SubjectPublicKeyInfo (RFC 3279, section 2.3.1).
func (k *rsaKey) publicKeyInfo() []byte {
	return rsaPublicKeyInfo(integer(k.n), integer(k.e))
}

func rsaPublicKeyInfo(modulus, exponent []byte) []byte {
	return sequence(sequence(oid(oidRSA), null()), bitString(sequence(modulus, exponent)))
}

// pkcs8 is the key as PKCS #8 (RFC 5958) around PKCS #1 (RFC 8017, section A.1.2).
func (k *rsaKey) pkcs8() []byte {
	p, q := k.primes[0], k.primes[1]
	version, further := int64(0), []byte(nil)
	for _, r := range k.primes[2:] {
		version = 1 // multi
		further = append(further, sequence(integer(r.r), integer(r.d), integer(r.t))...)
	}
	if further != nil {
		further = sequence(further)
	}
	qInv := new(big.Int).ModInverse(q.r, p.r)
	private := sequence(smallInteger(version), integer(k.n), integer(k.e), integer(k.d),
		integer(p.r), integer(q.r), integer(p.d), integer(q.d), integer(qInv), further)
	return sequence(smallInteger(0), sequence(oid(oidRSA), null()), octetString(private))
}
