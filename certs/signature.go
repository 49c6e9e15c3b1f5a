package certs

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	_ "crypto/md5" // the hashes that signatures need
	"crypto/rand"
	"crypto/rsa"
	_ "crypto/sha1"
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509"
	"fmt"
	"strings"
)

// A scheme is how a certificate is signed.
type scheme struct {
	family string // RSA, PSS, ECDSA, Ed25519 or DSA
	hash   crypto.Hash
	salt   int // of PSS, in bytes
}

// Object identifiers of keys and signatures (RFC 3279, RFC 4055, RFC 8410).
const (
	oidRSA     = "1.2.840.113549.1.1.1"
	oidMGF1    = "1.2.840.113549.1.1.8"
	oidPSS     = "1.2.840.113549.1.1.10"
	oidDSA     = "1.2.840.10040.4.1"
	oidEd25519 = "1.3.101.112"
)

func hashOIDs() map[crypto.Hash]string {
	return map[crypto.Hash]string{
		crypto.MD5:    "1.2.840.113549.2.5",
		crypto.SHA1:   "1.3.14.3.2.26",
		crypto.SHA224: "2.16.840.1.101.3.4.2.4",
		crypto.SHA256: "2.16.840.1.101.3.4.2.1",
		crypto.SHA384: "2.16.840.1.101.3.4.2.2",
		crypto.SHA512: "2.16.840.1.101.3.4.2.3",
	}
}

// signatureOIDs are those of a family and a hash. PSS has them in its
// parameters, Ed25519 has no choice.
func signatureOIDs() map[scheme]string {
	return map[scheme]string{
		{family: "RSA", hash: crypto.MD5}:      "1.2.840.113549.1.1.4",
		{family: "RSA", hash: crypto.SHA1}:     "1.2.840.113549.1.1.5",
		{family: "RSA", hash: crypto.SHA224}:   "1.2.840.113549.1.1.14",
		{family: "RSA", hash: crypto.SHA256}:   "1.2.840.113549.1.1.11",
		{family: "RSA", hash: crypto.SHA384}:   "1.2.840.113549.1.1.12",
		{family: "RSA", hash: crypto.SHA512}:   "1.2.840.113549.1.1.13",
		{family: "ECDSA", hash: crypto.SHA1}:   "1.2.840.10045.4.1",
		{family: "ECDSA", hash: crypto.SHA224}: "1.2.840.10045.4.3.1",
		{family: "ECDSA", hash: crypto.SHA256}: "1.2.840.10045.4.3.2",
		{family: "ECDSA", hash: crypto.SHA384}: "1.2.840.10045.4.3.3",
		{family: "ECDSA", hash: crypto.SHA512}: "1.2.840.10045.4.3.4",
		{family: "DSA", hash: crypto.SHA1}:     "1.2.840.10040.4.3",
		{family: "DSA", hash: crypto.SHA224}:   "2.16.840.1.101.3.4.3.1",
		{family: "DSA", hash: crypto.SHA256}:   "2.16.840.1.101.3.4.3.2",
	}
}

// schemes are what the constants of crypto/x509 mean.
func schemes() map[x509.SignatureAlgorithm]scheme {
	return map[x509.SignatureAlgorithm]scheme{
		x509.MD5WithRSA:       {family: "RSA", hash: crypto.MD5},
		x509.SHA1WithRSA:      {family: "RSA", hash: crypto.SHA1},
		x509.SHA256WithRSA:    {family: "RSA", hash: crypto.SHA256},
		x509.SHA384WithRSA:    {family: "RSA", hash: crypto.SHA384},
		x509.SHA512WithRSA:    {family: "RSA", hash: crypto.SHA512},
		x509.SHA256WithRSAPSS: {family: "PSS", hash: crypto.SHA256},
		x509.SHA384WithRSAPSS: {family: "PSS", hash: crypto.SHA384},
		x509.SHA512WithRSAPSS: {family: "PSS", hash: crypto.SHA512},
		x509.DSAWithSHA1:      {family: "DSA", hash: crypto.SHA1},
		x509.DSAWithSHA256:    {family: "DSA", hash: crypto.SHA256},
		x509.ECDSAWithSHA1:    {family: "ECDSA", hash: crypto.SHA1},
		x509.ECDSAWithSHA256:  {family: "ECDSA", hash: crypto.SHA256},
		x509.ECDSAWithSHA384:  {family: "ECDSA", hash: crypto.SHA384},
		x509.ECDSAWithSHA512:  {family: "ECDSA", hash: crypto.SHA512},
		x509.PureEd25519:      {family: "Ed25519"},
	}
}

// schemeFor is how an authority with that kind of key signs, and finds the
// mistake that is easy to make, a SHA1WithRSA leaf of the ECDSA authority.
func schemeFor(kind Key, algorithm x509.SignatureAlgorithm, form Form) (scheme, error) {
	if algorithm == x509.UnknownSignatureAlgorithm {
		algorithm = defaultSignature(kind)
	}
	s, ok := schemes()[algorithm]
	if !ok {
		return scheme{}, fmt.Errorf("signature %v cannot be made: want %s", algorithm, schemeNames())
	}
	if need := s.authorityKey(); need.family() != kind.family() {
		return scheme{}, fmt.Errorf("signature %v does not go with an authority of kind %s: use one made with NewAuthority(AuthoritySpec{Key: %q})", algorithm, kind, need)
	}
	if form.Hash != 0 {
		s.hash = form.Hash
	}
	if s.family == "PSS" {
		if s.salt = form.Salt; s.salt == 0 {
			s.salt = s.hash.Size()
		}
	}
	return s, nil
}

func schemeNames() string {
	var names []string
	for a := x509.MD5WithRSA; a <= x509.PureEd25519; a++ {
		if _, ok := schemes()[a]; ok {
			names = append(names, a.String())
		}
	}
	return strings.Join(names, ", ")
}

// defaultSignature is SHA-256 for every length of key, where crypto/x509 would
// take SHA-384 for P-384: old clients know SHA-256.
func defaultSignature(authority Key) x509.SignatureAlgorithm {
	switch authority.family() {
	case "RSA":
		return x509.SHA256WithRSA
	case "ECDSA":
		return x509.ECDSAWithSHA256
	case "DSA":
		return x509.DSAWithSHA256
	}
	return x509.PureEd25519
}

// authorityKey is a kind of key that can make the signature.
func (s scheme) authorityKey() Key {
	switch s.family {
	case "ECDSA":
		return ECDSAP256
	case "DSA":
		return DSA1024
	case "Ed25519":
		return Ed25519
	}
	return RSA2048
}

// algorithm is the AlgorithmIdentifier. Those of RSA have NULL parameters, all
// others but PSS have none (RFC 3279, section 2.2; RFC 5758; RFC 8410).
func (s scheme) algorithm() ([]byte, error) {
	switch s.family {
	case "PSS":
		return s.pssAlgorithm(), nil
	case "Ed25519":
		return sequence(oid(oidEd25519)), nil
	}
	id, ok := signatureOIDs()[scheme{family: s.family, hash: s.hash}]
	if !ok {
		return nil, fmt.Errorf("no signature algorithm has %s with %v", s.family, s.hash)
	}
	if s.family == "RSA" {
		return sequence(oid(id), null()), nil
	}
	return sequence(oid(id)), nil
}

// pssAlgorithm leaves out what is the default, SHA-1 and 20 bytes of salt
// (RFC 4055, section 3.1), as DER demands.
func (s scheme) pssAlgorithm() []byte {
	hash := sequence(oid(hashOIDs()[s.hash]), null())
	var parameters []byte
	if s.hash != crypto.SHA1 {
		parameters = append(parameters, explicit(0, hash)...)
		parameters = append(parameters, explicit(1, sequence(oid(oidMGF1), hash))...)
	}
	if s.salt != 20 {
		parameters = append(parameters, explicit(2, smallInteger(int64(s.salt)))...)
	}
	return sequence(oid(oidPSS), sequence(parameters))
}

// sign fails with GODEBUG=fips140=only for MD5 and SHA-1, which then panic.
func (s scheme) sign(key crypto.Signer, message []byte) (signature []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			signature, err = nil, fmt.Errorf("signing with %v: %v", s.hash, r)
		}
	}()
	digest := message
	if s.hash != 0 {
		h := s.hash.New()
		h.Write(message)
		digest = h.Sum(nil)
	}
	switch k := key.(type) {
	case *rsaKey:
		if s.family == "PSS" {
			return k.Sign(rand.Reader, digest, &rsa.PSSOptions{SaltLength: s.salt, Hash: s.hash})
		}
	case *ecdsa.PrivateKey:
		return ecdsa.SignASN1(rand.Reader, k, digest) // which does not ask for the hash, Sign may refuse it
	case ed25519.PrivateKey:
		return ed25519.Sign(k, message), nil
	}
	return key.Sign(rand.Reader, digest, s.hash)
}
