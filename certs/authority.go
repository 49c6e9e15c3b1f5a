package certs

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"sync"
	"time"
)

// neverTrust is in the name of every authority, whatever else it is called.
const neverTrust = "legacytls test authority (never trust)"

// authorityLife reaches far to both sides of now, so that an expired leaf is
// refused for its own dates and not for those of its authority.
const authorityLife = 10 * 365 * 24 * time.Hour

// An AuthoritySpec says what authority to make.
type AuthoritySpec struct {
	// Key is the kind of private key, which is always generated. "" means
	// ECDSAP256, which takes microseconds. RSA, needed for leaves signed with RSA,
	// takes from a tenth of a second to several.
	Key Key

	// CommonName is the common name of the authority. "" means "legacytls test
	// authority (never trust)", which is the organisation name in any case.
	CommonName string
}

// An Authority is a root that issues certificates. It and its private key exist
// in this process only. Its methods are safe for concurrent use.
type Authority struct {
	kind Key
	key  crypto.Signer
	cert *x509.Certificate
	now  func() time.Time

	mu     sync.Mutex
	issued map[string]issued // by fingerprint of the Spec
}

type issued struct {
	cert *Certificate
	at   time.Time
}

// NewAuthority makes an authority, valid from ten years before now to ten years
// after.
func NewAuthority(spec AuthoritySpec) (*Authority, error) {
	if spec.Key == "" {
		spec.Key = ECDSAP256
	}
	if spec.CommonName == "" {
		spec.CommonName = neverTrust
	}
	key, err := spec.Key.generate()
	if err != nil {
		return nil, fmt.Errorf("key of authority %q: %w", spec.CommonName, err)
	}
	cert, err := selfSign(spec, key)
	if err != nil {
		return nil, fmt.Errorf("certificate of authority %q: %w", spec.CommonName, err)
	}
	return &Authority{kind: spec.Key, key: key, cert: cert, now: time.Now, issued: make(map[string]issued)}, nil
}

func selfSign(spec AuthoritySpec, key crypto.Signer) (*x509.Certificate, error) {
	serial, err := newSerial()
	if err != nil {
		return nil, err
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{Organization: []string{neverTrust}, CommonName: spec.CommonName},
		NotBefore:             now.Add(-authorityLife),
		NotAfter:              now.Add(authorityLife),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		SignatureAlgorithm:    defaultSignature(spec.Key),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

// newSerial is random, so that two authorities of the same name never issue the
// same (issuer, serial), which some clients cache.
func newSerial() (*big.Int, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, err
	}
	return serial.Add(serial, big.NewInt(1)), nil // never zero (RFC 5280, section 4.1.2.2)
}

// Shared returns the authority of this process: ECDSA P-256, made on first use
// and remembered, never written to disk by itself. Every call returns the same,
// so that the servers of a whole test binary share certificates and a client
// needs one pool for all.
func Shared() (*Authority, error) { return shared() }

var shared = sync.OnceValues(func() (*Authority, error) { return NewAuthority(AuthoritySpec{}) })

// Issue returns a certificate that follows the Spec. It is remembered: the same
// Spec gives the same *Certificate until half of its life is over, so a second
// server costs next to nothing. Nobody must change it.
//
// It fails if the Spec is not valid or its Signature is not one that the
// authority's kind of key can make.
func (a *Authority) Issue(spec Spec) (*Certificate, error) {
	if err := spec.Validate(); err != nil {
		return nil, err
	}
	spec = spec.withDefaults()
	spec.Hosts = append([]string{}, spec.Hosts...) // not the caller's; never nil, which would mean the default
	fingerprint := fmt.Sprintf("%#v", spec)

	a.mu.Lock() // held while signing: who asks for the same Spec meanwhile gets the same
	defer a.mu.Unlock()
	now := a.now()
	if known, ok := a.issued[fingerprint]; ok && now.Sub(known.at) < spec.freshFor() {
		return known.cert, nil
	}
	cert, err := a.sign(spec, now)
	if err != nil {
		return nil, fmt.Errorf("certificate %q: %w", spec.label(), err)
	}
	a.issued[fingerprint] = issued{cert, now}
	return cert, nil
}

// Certificate returns the authority's own certificate. Nobody must change it.
func (a *Authority) Certificate() *x509.Certificate { return a.cert }

// Pool returns a new pool with the authority alone, for tls.Config.RootCAs or
// ClientCAs.
func (a *Authority) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	return pool
}

// PEM returns the authority's own certificate as PEM, never its key.
func (a *Authority) PEM() []byte {
	var b bytes.Buffer
	// Writing to a bytes.Buffer does not fail.
	_ = pem.Encode(&b, &pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw})
	return b.Bytes()
}
