package certs

import (
	"crypto/x509"
	"fmt"
	"time"
)

// authorityLife reaches far to both sides of now, so that an expired leaf is
// refused for its own dates and not for those of its authority.
const authorityLife = 10 * 365 * 24 * time.Hour

// withDefaults fills in what an intermediate authority has; a root says its Key.
func (c CA) withDefaults(position string, i int) CA {
	if c.Key == "" {
		c.Key = ECDSAP256
	}
	if c.CommonName == "" {
		c.CommonName = fmt.Sprintf("legacytls test %s (never trust)", position)
		if i > 0 {
			c.CommonName = fmt.Sprintf("legacytls test %s %d (never trust)", position, i)
		}
	}
	return c
}

// An authorityCertificate is one that can issue others.
type authorityCertificate struct {
	issuer
	der []byte
}

// draftCA is the certificate of an authority before it is signed; above is nil for a root.
func draftCA(ca CA, self *issuer, above *issuer, now time.Time) (draft, error) {
	d := draft{
		form:      ca.Form,
		subject:   authorityName(ca.CommonName),
		key:       self.key,
		notBefore: now.Add(-authorityLife),
		notAfter:  now.Add(authorityLife),
	}
	var err error
	if d.serial, err = ca.Form.serial(); err != nil {
		return draft{}, err
	}
	info, err := publicKeyInfo(self.key)
	if err != nil {
		return draft{}, err
	}
	self.kind, self.name, self.keyID = ca.Key, d.subjectName(), keyIdentifier(info)
	d.extensions = authorityExtensions(self.keyID, above)
	return d, nil
}

// newCA makes the certificate of an authority whose key is in self. It is signed
// by above, or by itself if that is nil.
func newCA(ca CA, self issuer, above *issuer, now time.Time) (authorityCertificate, error) {
	d, err := draftCA(ca, &self, above, now)
	if err != nil {
		return authorityCertificate{}, err
	}
	by := above
	if by == nil {
		by = &self
	}
	der, err := d.signedBy(*by, ca.Signature)
	return authorityCertificate{self, der}, err
}

// signedBy signs with the algorithm, or with the issuer's default if that is zero.
func (d draft) signedBy(by issuer, algorithm x509.SignatureAlgorithm) ([]byte, error) {
	s, err := schemeFor(by.kind, algorithm, d.form)
	if err != nil {
		return nil, err
	}
	return d.sign(by, s)
}
