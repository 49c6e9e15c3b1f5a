package wire_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// serverName is a name that the certificates of these tests are for.
const serverName = "legacy.test"

// keys are made once for all tests: RSA keys are slow to make.
var keys struct {
	once       sync.Once
	rsa, ecdsa tls.Certificate
	roots      *x509.CertPool
	err        error
}

// certificates returns a self-signed RSA and an ECDSA certificate, and a pool
// that trusts both.
func certificates(t testing.TB) (rsaCert, ecdsaCert tls.Certificate, roots *x509.CertPool) {
	t.Helper()
	keys.once.Do(func() {
		var rsaKey *rsa.PrivateKey
		var ecdsaKey *ecdsa.PrivateKey
		if rsaKey, keys.err = rsa.GenerateKey(rand.Reader, 2048); keys.err != nil {
			return
		}
		if ecdsaKey, keys.err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); keys.err != nil {
			return
		}
		keys.roots = x509.NewCertPool()
		if keys.rsa, keys.err = selfSigned(rsaKey); keys.err == nil {
			keys.ecdsa, keys.err = selfSigned(ecdsaKey)
		}
	})
	require.NoError(t, keys.err)
	return keys.rsa, keys.ecdsa, keys.roots
}

func selfSigned(key crypto.Signer) (tls.Certificate, error) {
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "legacytls wire test (never trust)"},
		DNSNames:              []string{serverName},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(24 * time.Hour),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		IsCA:                  true,
		BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, err
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return tls.Certificate{}, err
	}
	keys.roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, nil
}
