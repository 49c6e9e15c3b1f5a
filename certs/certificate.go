package certs

import (
	"bytes"
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
)

// A Certificate is what a server or client shows, with its private key. Nobody
// must change one that came from Authority.Issue: others have it too.
type Certificate struct {
	// Chain is the certificates as DER in the order in which they are sent: leaf
	// first and the root not included, unless the Spec says otherwise. They need not
	// be well-formed: a server hands out whatever bytes are here.
	Chain [][]byte

	// Key is the private key of the leaf. RSA keys are also a crypto.Decrypter,
	// for RSA key exchange. Public returns an *rsa.PublicKey, *ecdsa.PublicKey or
	// ed25519.PublicKey, whatever the type of the key itself.
	Key crypto.Signer

	// StandIn says that the leaf shows another public key than that of Key, one that
	// crypto/tls could not serve with: DSA, a curve that crypto/ecdsa does not have,
	// an exponent that no private one goes with. A client that refuses the certificate
	// never notices; one that goes on finds a wrong signature.
	StandIn bool

	// Roots are the certificates, as DER, that a client is given to verify the
	// chain with: the root, or another if that is the point of the Spec.
	Roots [][]byte

	// Spec is what the certificate was issued for, with all defaults filled in.
	Spec Spec

	// issued is zero for a certificate from files.
	issued issuance
}

// An issuance is what the issuer of a leaf must know to speak about it later.
type issuance struct {
	authority *Authority
	by        issuer
	serial    []byte // DER
}

// TLS returns the certificate for tls.Config.Certificates. It is not parsed on
// the way, as tls.X509KeyPair would: a crypto/tls server that has no other
// certificate hands out any bytes, and defective ones are what tests want.
func (c *Certificate) TLS() tls.Certificate {
	return tls.Certificate{Certificate: c.Chain, PrivateKey: c.Key}
}

// ChainPEM returns the chain as PEM, in the order in which it is sent.
func (c *Certificate) ChainPEM() []byte { return certificatesPEM(c.Chain) }

// RootsPEM returns, as PEM, what a verifying client is to trust. It is the issuing
// authority unless the Spec has its own root, or a Trust that says otherwise.
func (c *Certificate) RootsPEM() []byte { return certificatesPEM(c.Roots) }

func certificatesPEM(ders [][]byte) []byte {
	var b bytes.Buffer
	for _, der := range ders {
		// Writing to a bytes.Buffer does not fail.
		_ = pem.Encode(&b, &pem.Block{Type: "CERTIFICATE", Bytes: der})
	}
	return b.Bytes()
}

// KeyPEM returns the private key as PEM of PKCS #8 (RFC 5958), unencrypted. It
// fails only for kinds of keys that the standard library cannot encode.
func (c *Certificate) KeyPEM() ([]byte, error) {
	if own, ok := c.Key.(*rsaKey); ok {
		return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: own.pkcs8()}), nil
	}
	der, err := x509.MarshalPKCS8PrivateKey(c.Key)
	if err != nil {
		return nil, fmt.Errorf("private key of certificate %q: %w", c.Spec.label(), err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil
}
