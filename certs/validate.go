package certs

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/legacytls/legacytls/internal/nearest"
)

// Validate says what is wrong with the Spec as far as that can be known without
// the authority that will sign it; nil if nothing is. A certificate that is
// defective on purpose is not wrong.
func (s Spec) Validate() error {
	full := s.withDefaults()
	errs := []error{full.Key.validate()}
	if full.Files == (Files{}) {
		errs = append(errs, full.validateLeaf(), full.validateAuthorities(), full.validateSent())
	} else if full.Files.Chain == "" {
		errs = append(errs, errors.New("field Files has no Chain: name the PEM file with the certificates"))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("certificate %q: %w", full.label(), err)
	}
	return nil
}

func (s Spec) validateLeaf() error {
	errs := []error{s.Form.validate()}
	if s.NotAfter <= s.NotBefore {
		errs = append(errs, fmt.Errorf("NotAfter (%v) must be later than NotBefore (%v), both relative to issuing", s.NotAfter, s.NotBefore))
	}
	for _, host := range s.Hosts {
		if host == "" {
			errs = append(errs, errors.New("field Hosts has an empty name: remove it, or use an empty list for no names"))
		}
		if strings.IndexFunc(host, func(r rune) bool { return r > 0x7f }) >= 0 {
			errs = append(errs, fmt.Errorf("field Hosts has %q, which is not ASCII: write it as xn--..., or in Form.Extensions if it is to be wrong", host))
		}
	}
	if s.Exponent != 0 && !s.Key.IsRSA() {
		errs = append(errs, fmt.Errorf("field Exponent is %d, but a key of kind %s has none: use an RSA key", s.Exponent, s.Key))
	}
	if s.Trust != TrustRoot && s.Trust != TrustLeaf && s.Trust != TrustAnother {
		errs = append(errs, fmt.Errorf("field Trust is %q: want %q, %q or %q", s.Trust, TrustRoot, TrustLeaf, TrustAnother))
	}
	return errors.Join(errs...)
}

func (s Spec) validateAuthorities() error {
	var errs []error
	authorities := s.Issuers
	if s.Root.Key != "" {
		authorities = append(append([]CA{}, authorities...), s.Root)
	}
	for _, ca := range authorities {
		errs = append(errs, ca.withDefaults("", 0).Key.validateForAuthority(), ca.Form.validate())
	}
	for _, extra := range s.Extras {
		errs = append(errs, extra.Form.validate())
	}
	return errors.Join(errs...)
}

func (s Spec) validateSent() error {
	known := append(s.wholeChain(), "root")
	var errs []error
	for _, part := range s.Sent {
		if !slices.Contains(known, part) {
			errs = append(errs, fmt.Errorf("field Sent has %q, which the chain does not have: the nearest is %q", part, nearest.Names(part, known, 1)[0]))
		}
	}
	return errors.Join(errs...)
}

// objectIdentifier is what oid encodes: two arcs at least, the first 0 to 2.
var objectIdentifier = regexp.MustCompile(`^[0-2]\.[0-9]{1,9}(\.[0-9]{1,18})*$`)

func (f Form) validate() error {
	var errs []error
	check := func(field, id string) {
		if !objectIdentifier.MatchString(id) {
			errs = append(errs, fmt.Errorf("field %s has %q: want an object identifier such as 2.5.4.3", field, id))
		}
	}
	for _, a := range append(append([]Attribute{}, f.Subject...), f.Issuer...) {
		check("Form.Subject or Form.Issuer", a.Type)
	}
	for _, e := range f.Extensions {
		check("Form.Extensions", e.ID)
	}
	if _, known := hashOIDs()[f.Hash]; f.Hash != 0 && !known {
		errs = append(errs, fmt.Errorf("field Form.Hash is %v: want MD5, SHA-1, SHA-224, SHA-256, SHA-384 or SHA-512", f.Hash))
	}
	if f.Salt < 0 || f.Version < 0 {
		errs = append(errs, fmt.Errorf("fields Form.Salt (%d) and Form.Version (%d) cannot be negative", f.Salt, f.Version))
	}
	return errors.Join(errs...)
}
