package main

import (
	"bytes"
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
	"strings"
	"time"
)

const host = "example.test"

// newCertificate returns a self-signed certificate with its key. The name is
// in the Common Name only.
func newCertificate(algorithm x509.SignatureAlgorithm) ([]byte, *ecdsa.PrivateKey) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: host}, SignatureAlgorithm: algorithm,
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	check(err)
	return der, key
}

func acceptsSHA1() bool {
	der, _ := newCertificate(x509.ECDSAWithSHA1)
	cert, err := x509.ParseCertificate(der)
	check(err)
	return cert.CheckSignatureFrom(cert) == nil
}

func acceptsCommonName() bool {
	der, _ := newCertificate(x509.ECDSAWithSHA256)
	cert, err := x509.ParseCertificate(der)
	check(err)
	return cert.VerifyHostname(host) == nil
}

// readsNegativeSerial makes the serial number -1; reading does not look at the
// signature.
func readsNegativeSerial() bool {
	der, _ := newCertificate(x509.ECDSAWithSHA256)
	_, err := x509.ParseCertificate(bytes.Replace(der, []byte{2, 1, 1}, []byte{2, 1, 0xFF}, 1))
	return err == nil
}

func fillsLeaf() bool {
	der, key := newCertificate(x509.ECDSAWithSHA256)
	keyDER, err := x509.MarshalECPrivateKey(key)
	check(err)
	pair, err := tls.X509KeyPair(
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: keyDER}))
	check(err)
	return pair.Leaf != nil
}

// refusesSmallRSA verifies a wrong signature: what counts is why it is refused.
func refusesSmallRSA() bool {
	n := new(big.Int).Lsh(big.NewInt(1), 767)
	key := &rsa.PublicKey{N: n.Add(n, big.NewInt(1)), E: 65537}
	err := rsa.VerifyPKCS1v15(key, crypto.SHA256, make([]byte, 32), make([]byte, 96))
	return strings.Contains(err.Error(), "insecure")
}

func acceptsTLS10() bool {
	der, key := newCertificate(x509.ECDSAWithSHA256)
	client, server := net.Pipe()
	go func() {
		tls.Client(client, &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS10}).Handshake()
		client.Close()
	}()
	config := &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	return tls.Server(server, config).Handshake() == nil
}
