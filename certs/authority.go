package certs

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"math/big"
	"sync"
	"time"
)

// neverTrust is in the name of every authority, whatever else it is called.
const neverTrust = "legacytls test authority (never trust)"

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
	issuer
	cert *x509.Certificate
	now  func() time.Time

	mu     sync.Mutex
	issued map[string]issued        // by fingerprint of the Spec
	keys   map[string]crypto.Signer // of other authorities, by kind and place
}

type issued struct {
	cert *Certificate
	at   time.Time
}

// NewAuthority makes an authority, valid from ten years before now to ten years
// after.
func NewAuthority(spec AuthoritySpec) (*Authority, error) {
	ca := CA{Key: spec.Key, CommonName: spec.CommonName}
	if ca.Key == "" {
		ca.Key = ECDSAP256
	}
	if ca.CommonName == "" {
		ca.CommonName = neverTrust
	}
	key, err := ca.Key.generate()
	if err != nil {
		return nil, fmt.Errorf("key of authority %q: %w", ca.CommonName, err)
	}
	made, err := newCA(ca, issuer{key: key}, nil, time.Now())
	if err != nil {
		return nil, fmt.Errorf("certificate of authority %q: %w", ca.CommonName, err)
	}
	cert, err := x509.ParseCertificate(made.der)
	if err != nil {
		return nil, fmt.Errorf("certificate of authority %q: %w", ca.CommonName, err)
	}
	return &Authority{
		issuer: made.issuer,
		cert:   cert,
		now:    time.Now,
		issued: make(map[string]issued),
		keys:   make(map[string]crypto.Signer),
	}, nil
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
// It fails if the Spec is not valid, if its Signature is not one that the
// authority's kind of key can make, or if one of its Files cannot be read.
func (a *Authority) Issue(spec Spec) (*Certificate, error) {
	if spec.Files != (Files{}) {
		return loadFiles(spec)
	}
	spec = spec.withDefaults()
	spec.Hosts = append([]string{}, spec.Hosts...) // not the caller's; never nil, which would mean the default
	fingerprint := spec.fingerprint()

	a.mu.Lock() // held while signing: who asks for the same Spec meanwhile gets the same
	defer a.mu.Unlock()
	now := a.now()
	if known, ok := a.issued[fingerprint]; ok && now.Sub(known.at) < spec.freshFor() {
		return known.cert, nil
	}
	if err := spec.Validate(); err != nil { // what is remembered was valid
		return nil, err
	}
	cert, err := a.assemble(spec, now)
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
func (a *Authority) PEM() []byte { return certificatesPEM([][]byte{a.cert.Raw}) }

// KeyPEM returns the private key as PEM of PKCS #8 (RFC 5958), unencrypted, for
// who wants to sign more with other programs. Nothing in this package writes it:
// whoever has it can pose as any server to those who trust the authority.
func (a *Authority) KeyPEM() ([]byte, error) { return (&Certificate{Key: a.key}).KeyPEM() }
