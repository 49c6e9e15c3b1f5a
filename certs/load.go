package certs

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
)

// loadFiles reads what Spec.Files names. Certificates are not looked into.
func loadFiles(spec Spec) (*Certificate, error) {
	if err := spec.Validate(); err != nil {
		return nil, err
	}
	cert, files := &Certificate{Spec: spec}, spec.Files
	if files.Key == "" {
		files.Key = files.Chain
	}
	err := spec.readFile(files.Chain, func(text []byte) (err error) {
		cert.Chain, err = parseCertificatesPEM(text)
		return err
	})
	if err != nil {
		return nil, err
	}
	cert.Roots = cert.Chain[len(cert.Chain)-1:]
	if files.Roots != "" {
		err := spec.readFile(files.Roots, func(text []byte) (err error) {
			cert.Roots, err = parseCertificatesPEM(text)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	err = spec.readFile(files.Key, func(text []byte) (err error) {
		if cert.Key, err = parseKeyPEM(text); err != nil {
			return err
		}
		return spec.checkFamily(cert)
	})
	if err != nil {
		return nil, err
	}
	return cert, nil
}

// readFile parses a file. Its errors name the certificate and the file.
func (s Spec) readFile(path string, parse func([]byte) error) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("certificate %q: %w", s.fileLabel(), err)
	}
	if err := parse(text); err != nil {
		return fmt.Errorf("certificate %q: %s: %w", s.fileLabel(), path, err)
	}
	return nil
}

// fileLabel is what messages call a certificate that is read from files.
func (s Spec) fileLabel() string {
	if s.Name != "" {
		return s.Name
	}
	return s.Files.Chain
}

// parseCertificatesPEM returns the content of all blocks that say CERTIFICATE.
func parseCertificatesPEM(text []byte) ([][]byte, error) {
	var ders [][]byte
	for {
		var block *pem.Block
		if block, text = pem.Decode(text); block == nil {
			break
		}
		if block.Type == "CERTIFICATE" {
			ders = append(ders, block.Bytes)
		}
	}
	if len(ders) == 0 {
		return nil, errors.New("there is no PEM block of type CERTIFICATE: convert DER with \"openssl x509 -inform DER\"")
	}
	return ders, nil
}

// checkFamily compares with Spec.Key, by which profiles are validated.
func (s Spec) checkFamily(cert *Certificate) error {
	want, got := s.withDefaults().Key.family(), "Ed25519"
	switch cert.Key.Public().(type) {
	case *rsa.PublicKey:
		got = "RSA"
	case *ecdsa.PublicKey:
		got = "ECDSA"
	}
	if got != want {
		return fmt.Errorf("the private key is %s, but field Key of the Spec (key-kind in a profile file) says %s: name a kind of key of the same family there", got, want)
	}
	return nil
}
