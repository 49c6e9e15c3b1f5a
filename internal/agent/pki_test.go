package agent

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// pki is an authority with one leaf that serves for both ends.
type pki struct {
	ca      *x509.Certificate
	caPEM   []byte
	leaf    []byte // DER
	leafKey *rsa.PrivateKey
}

// testPKI is made once per test run: RSA keys are slow to make.
var testPKI = sync.OnceValues(newPKI)

// strangersPKI is another authority, which nobody trusts unless told to.
var strangersPKI = sync.OnceValues(newPKI)

func certificatesOf(t testing.TB, made func() (*pki, error)) *pki {
	t.Helper()
	p, err := made()
	require.NoError(t, err)
	return p
}

func newPKI() (*pki, error) {
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "agent test authority (never trust)"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, caKey.Public(), caKey)
	if err != nil {
		return nil, err
	}
	ca, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	leaf, err := issue(ca, caKey, key.Public())
	return &pki{ca: ca, caPEM: pemOf("CERTIFICATE", der), leaf: leaf, leafKey: key}, err
}

func issue(ca *x509.Certificate, caKey crypto.Signer, key crypto.PublicKey) ([]byte, error) {
	return x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "agent test"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		DNSNames: []string{"legacy.test"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}, ca, key, caKey)
}

func pemOf(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

// tls is for servers in the test process.
func (p *pki) tls() []tls.Certificate {
	return []tls.Certificate{{Certificate: [][]byte{p.leaf}, PrivateKey: p.leafKey}}
}

func (p *pki) pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(p.ca)
	return pool
}

// pairs is for agents.
func (p *pki) pairs(t testing.TB) []protocol.KeyPair {
	t.Helper()
	return []protocol.KeyPair{{Chain: [][]byte{p.leaf}, Key: pkcs8(t, p.leafKey)}}
}

// files is for openssl; it returns the paths of authority, leaf and key.
func (p *pki) files(t testing.TB) (ca, cert, key string) {
	t.Helper()
	dir := t.TempDir()
	ca, cert, key = filepath.Join(dir, "ca.pem"), filepath.Join(dir, "leaf.pem"), filepath.Join(dir, "leaf.key")
	require.NoError(t, os.WriteFile(ca, p.caPEM, 0o666))
	require.NoError(t, os.WriteFile(cert, pemOf("CERTIFICATE", p.leaf), 0o666))
	require.NoError(t, os.WriteFile(key, pemOf("PRIVATE KEY", pkcs8(t, p.leafKey)), 0o600))
	return ca, cert, key
}

func pkcs8(t testing.TB, key crypto.Signer) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	return der
}
