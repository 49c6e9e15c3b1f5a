package certs

import (
	"crypto"
	"errors"
	"fmt"
	"time"
)

// A draft is all that is known of a certificate before it is signed: the ordinary
// one of its kind, and the Form that changes it.
type draft struct {
	form                Form
	serial              []byte // DER
	subject             []Attribute
	key                 crypto.Signer
	notBefore, notAfter time.Time
	extensions          []Extension
}

// An issuer is what signs certificates.
type issuer struct {
	kind  Key
	key   crypto.Signer
	name  []byte // DER
	keyID []byte // what its certificates have as authority key identifier
}

// sign makes the certificate (RFC 5280, section 4.1).
func (d draft) sign(by issuer, s scheme) ([]byte, error) {
	algorithm, err := s.algorithm()
	if err != nil {
		return nil, err
	}
	inner, outer := algorithm, algorithm
	if d.form.InnerAlgorithm != nil {
		inner = d.form.InnerAlgorithm
	}
	if d.form.OuterAlgorithm != nil {
		outer = d.form.OuterAlgorithm
	}
	tbs, err := d.tbsCertificate(by, inner)
	if err != nil {
		return nil, err
	}
	signature, err := s.sign(by.key, tbs)
	if err != nil {
		return nil, err
	}
	if d.form.CorruptSignature {
		signature[len(signature)-1] ^= 1
	}
	return d.form.wrap(tbs, outer, bitString(signature)), nil
}

func (d draft) tbsCertificate(by issuer, algorithm []byte) ([]byte, error) {
	key := d.form.PublicKey
	if key == nil {
		var err error
		if key, err = publicKeyInfo(d.key); err != nil {
			return nil, err
		}
	}
	extensions, err := d.form.encodeExtensions(d.extensions)
	if err != nil {
		return nil, err
	}
	name := by.name
	if d.form.Issuer != nil {
		name = encodeName(d.form.Issuer)
	}
	validity := sequence(d.form.NotBefore.encode(d.notBefore), d.form.NotAfter.encode(d.notAfter))
	return sequence(d.form.version(), d.serial, algorithm, name, validity, d.subjectName(), key, extensions), nil
}

func (d draft) subjectName() []byte {
	if d.form.Subject != nil {
		return encodeName(d.form.Subject)
	}
	return encodeName(d.subject)
}

// version is the field, which begins to count at zero for version 1; that is the
// default, and DER leaves out what is the default.
func (f Form) version() []byte {
	switch f.Version {
	case 0:
		return explicit(0, smallInteger(2))
	case 1:
		return nil
	}
	return explicit(0, smallInteger(int64(f.Version-1)))
}

func (f Form) serial() ([]byte, error) {
	if f.Serial != nil {
		return tlv(tagInteger, f.Serial), nil
	}
	n, err := newSerial()
	return integer(n), err
}

// encode writes the moment of the ordinary certificate if the Form has none:
// UTCTime until 2049, then GeneralizedTime (RFC 5280, section 4.1.2.5).
func (t Time) encode(ordinary time.Time) []byte {
	utc := ordinary.UTC()
	switch {
	case t != Time{}:
		return text(t.Tag, t.Text)
	case utc.Year() >= 1950 && utc.Year() < 2050:
		return text(tagUTCTime, utc.Format("060102150405Z"))
	}
	return generalizedTime(utc)
}

// wrap puts the parts of the certificate together.
func (f Form) wrap(tbs, algorithm, signature []byte) []byte {
	value := append(append(append(tbs, algorithm...), signature...), f.Inside...)
	var der []byte
	switch f.Length {
	case PaddedLength:
		octets := derLength(len(value))[1:] // a certificate is longer than 127 bytes
		der = append([]byte{tagSequence, 0x80 | byte(len(octets)+1), 0}, octets...)
		der = append(der, value...)
	case IndefiniteLength:
		der = append(append([]byte{tagSequence, 0x80}, value...), 0, 0)
	default:
		der = sequence(value)
	}
	return append(der, f.After...)
}

// encodeExtensions merges the changes into the ordinary extensions.
func (f Form) encodeExtensions(ordinary []Extension) ([]byte, error) {
	if f.Version == 1 || f.Version == 2 {
		ordinary = markOmitted(ordinary)
	}
	var merged [][]byte
	var errs []error
	used := make(map[string]bool)
	add := func(e Extension, value []byte) {
		if e.Value == nil {
			e.Value = value
		}
		if e.Value == nil && !e.Omit {
			errs = append(errs, fmt.Errorf("extension %s has no Value, and an ordinary certificate of this kind does not have it", e.ID))
		}
		if !e.Omit {
			merged = append(merged, e.encode())
		}
	}
	for _, o := range ordinary {
		for _, e := range f.Extensions {
			if e.ID == o.ID {
				add(e, o.Value)
				used[o.ID] = true
			}
		}
		if !used[o.ID] {
			add(o, nil)
		}
	}
	for _, e := range f.Extensions {
		if !used[e.ID] {
			add(e, nil)
		}
	}
	if len(merged) == 0 {
		return nil, errors.Join(errs...)
	}
	return explicit(3, sequence(merged...)), errors.Join(errs...)
}

// markOmitted keeps the values, for those that a Form asks for by name.
func markOmitted(ordinary []Extension) []Extension {
	var marked []Extension
	for _, e := range ordinary {
		e.Omit = true
		marked = append(marked, e)
	}
	return marked
}

func (e Extension) encode() []byte {
	var critical []byte
	if e.Critical != 0 {
		critical = tlv(tagBoolean, []byte{e.Critical})
	}
	return sequence(oid(e.ID), critical, octetString(e.Value))
}
