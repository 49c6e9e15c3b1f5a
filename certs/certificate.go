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
	// Chain is the certificates as DER, leaf first, the root not included. They
	// need not be well-formed: a server hands out whatever bytes are here.
	Chain [][]byte

	// Key is the private key of the leaf. RSA keys are also a crypto.Decrypter,
	// for RSA key exchange.
	Key crypto.Signer

	// Spec is what the certificate was issued for, with all defaults filled in.
	Spec Spec
}

// TLS returns the certificate for tls.Config.Certificates. It is not parsed on
// the way, as tls.X509KeyPair would: a crypto/tls server that has no other
// certificate hands out any bytes, and defective ones are what tests want.
func (c *Certificate) TLS() tls.Certificate {
	return tls.Certificate{Certificate: c.Chain, PrivateKey: c.Key}
}

// ChainPEM returns the chain as PEM, leaf first, the root not included.
func (c *Certificate) ChainPEM() []byte {
	var b bytes.Buffer
	for _, der := range c.Chain {
		// Writing to a bytes.Buffer does not fail.
		_ = pem.Encode(&b, &pem.Block{Type: "CERTIFICATE", Bytes: der})
	}
	return b.Bytes()
}

// KeyPEM returns the private key as PEM of PKCS #8 (RFC 5958), unencrypted. It
// fails only for kinds of keys that the standard library cannot encode.
func (c *Certificate) KeyPEM() ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(c.Key)
	if err != nil {
		return nil, fmt.Errorf("private key of certificate %q: %w", c.Spec.label(), err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil
}
