package certs

import (
	"crypto/x509"
	"errors"
	"fmt"
	"time"
)

// Validity of a certificate whose Spec does not say otherwise, relative to the
// moment of issuing. The hour before is for clocks that disagree.
const (
	DefaultNotBefore = -time.Hour
	DefaultNotAfter  = 90 * 24 * time.Hour
)

// A Spec says what certificate to issue. The zero Spec is one that every client
// of today accepts: RSA 2048, signed with SHA-256, for localhost.
type Spec struct {
	// Name tells certificates apart that are otherwise the same: Specs with
	// different names never share a memoised certificate. It does not appear in
	// the certificate.
	Name string

	// Key is the kind of private key. "" means RSA2048.
	Key Key

	// Hosts are the subject alternative names; IP addresses are recognised.
	// nil means localhost, 127.0.0.1 and ::1, or none with ForClient. An empty list
	// that is not nil means none, as the certificates of old appliances have.
	Hosts []string

	// CommonName is the common name of the subject. "" means the first of Hosts,
	// or "legacytls test client" with ForClient.
	CommonName string

	// Signature is the algorithm with which the authority signs. Zero means
	// SHA-256 with an RSA or ECDSA authority, Ed25519 with an Ed25519 one. An
	// algorithm that is not for the authority's kind of key is an error of Issue:
	// SHA1WithRSA takes an authority with an RSA key.
	Signature x509.SignatureAlgorithm

	// NotBefore and NotAfter are relative to the moment of issuing. Zero means
	// DefaultNotBefore and DefaultNotAfter. A certificate that expired an hour ago
	// has NotBefore -24*time.Hour and NotAfter -time.Hour.
	NotBefore, NotAfter time.Duration

	// ForClient, if set, makes a client certificate (extended key usage clientAuth,
	// RFC 5280, section 4.2.1.12), otherwise it is a server's (serverAuth).
	ForClient bool
}

// Validate says what is wrong with the Spec as far as that can be known without
// the authority that will sign it; nil if nothing is.
func (s Spec) Validate() error {
	full := s.withDefaults()
	var errs []error
	if err := full.Key.validate(); err != nil {
		errs = append(errs, err)
	}
	if full.NotAfter <= full.NotBefore {
		errs = append(errs, fmt.Errorf("NotAfter (%v) must be later than NotBefore (%v), both relative to issuing", full.NotAfter, full.NotBefore))
	}
	for _, host := range full.Hosts {
		if host == "" {
			errs = append(errs, errors.New("field Hosts has an empty name: remove it, or use an empty list for no names"))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("certificate %q: %w", full.label(), err)
	}
	return nil
}

// label is what messages call the certificate.
func (s Spec) label() string {
	if s.Name != "" {
		return s.Name
	}
	return s.CommonName
}

func (s Spec) withDefaults() Spec {
	if s.Key == "" {
		s.Key = RSA2048
	}
	if s.Hosts == nil && !s.ForClient {
		s.Hosts = []string{"localhost", "127.0.0.1", "::1"}
	}
	if s.CommonName == "" && len(s.Hosts) > 0 {
		s.CommonName = s.Hosts[0]
	}
	if s.CommonName == "" && s.ForClient {
		s.CommonName = "legacytls test client"
	}
	if s.NotBefore == 0 {
		s.NotBefore = DefaultNotBefore
	}
	if s.NotAfter == 0 {
		s.NotAfter = DefaultNotAfter
	}
	return s
}

// freshFor is how long a certificate issued now still is what the Spec says:
// until half of the time to its next turning point (becoming valid or expiring)
// is over. A certificate with no turning point ahead stays expired for ever.
func (s Spec) freshFor() time.Duration {
	switch {
	case s.NotBefore > 0:
		return s.NotBefore / 2
	case s.NotAfter > 0:
		return s.NotAfter / 2
	}
	return 1<<63 - 1
}
