package certs

import (
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"time"
)

// Validity of an OCSP response, relative to the moment of signing. The hour
// before is for clocks that disagree.
const (
	ocspThisUpdate = -time.Hour
	ocspNextUpdate = 4 * 24 * time.Hour
)

const oidOCSPBasic = "1.3.6.1.5.5.7.48.1.1" // id-pkix-ocsp-basic (RFC 6960, section 4.2.1)

// OCSPResponse returns an OCSP response (RFC 6960) as DER, for a server to staple:
// it says that the leaf is good, for the next four days, and is signed by the
// issuer of the leaf, which is the authority itself or the first of Spec.Issuers.
//
// It fails for a certificate that the authority did not issue, for one from
// Files, whose issuer's key is not at hand, and for a SelfSigned one, which has
// no issuer to ask; with GODEBUG=fips140=only it fails for want of SHA-1.
func (a *Authority) OCSPResponse(cert *Certificate) ([]byte, error) {
	if err := a.canSpeakFor(cert); err != nil {
		return nil, fmt.Errorf("OCSP response for certificate %q: %w", cert.Spec.label(), err)
	}
	response, err := cert.issued.sayGood(a.now())
	if err != nil {
		return nil, fmt.Errorf("OCSP response for certificate %q: %w", cert.Spec.label(), err)
	}
	return response, nil
}

func (a *Authority) canSpeakFor(cert *Certificate) error {
	switch {
	case cert.issued.authority == nil:
		return errors.New("it is signed with the key of the issuer, and that of a certificate from files is not known: use one that Authority.Issue made from a Spec without Files")
	case cert.issued.authority != a:
		return errors.New("another authority issued the certificate: call OCSPResponse of that one")
	case cert.Spec.SelfSigned:
		return errors.New("a self-signed certificate has no issuer that could say it is good: use a Spec without SelfSigned")
	}
	return nil
}

// sayGood makes an OCSPResponse with the status successful and a
// BasicOCSPResponse (RFC 6960, section 4.2.1).
func (i issuance) sayGood(now time.Time) ([]byte, error) {
	data, err := i.responseData(now)
	if err != nil {
		return nil, err
	}
	s, err := schemeFor(i.by.kind, x509.UnknownSignatureAlgorithm, Form{})
	if err != nil {
		return nil, err
	}
	algorithm, err := s.algorithm()
	if err != nil {
		return nil, err
	}
	signature, err := s.sign(i.by.key, data)
	if err != nil {
		return nil, err
	}
	basic := sequence(data, algorithm, bitString(signature))
	successful := tlv(tagEnumerated, []byte{0})
	return sequence(successful, explicit(0, sequence(oid(oidOCSPBasic), octetString(basic)))), nil
}

// responseData is what gets signed. The responder is named, not identified by its
// key, and needs no certificate in the response: the client has that of the issuer.
func (i issuance) responseData(now time.Time) ([]byte, error) {
	certID, err := i.certID()
	if err != nil {
		return nil, err
	}
	good := primitive(0)
	thisUpdate := generalizedTime(now.Add(ocspThisUpdate))
	nextUpdate := explicit(0, generalizedTime(now.Add(ocspNextUpdate)))
	single := sequence(certID, good, thisUpdate, nextUpdate)
	return sequence(explicit(1, i.by.name), thisUpdate, sequence(single)), nil
}

// certID has hashes by SHA-1, which clients expect in it (RFC 5019, section
// 2.1.1), and which need not be safe there.
func (i issuance) certID() ([]byte, error) {
	key, err := publicKeyInfo(i.by.key)
	if err != nil {
		return nil, err
	}
	nameHash, err := digest(crypto.SHA1, i.by.name)
	if err != nil {
		return nil, err
	}
	keyHash, err := digest(crypto.SHA1, withoutAlgorithm(key))
	if err != nil {
		return nil, err
	}
	algorithm := sequence(oid(hashOIDs()[crypto.SHA1]), null())
	return sequence(algorithm, octetString(nameHash), octetString(keyHash), i.serial), nil
}

// generalizedTime is in UTC and without fractions (RFC 5280, section 4.1.2.5.2).
func generalizedTime(t time.Time) []byte {
	return text(tagGeneralizedTime, t.UTC().Format("20060102150405Z"))
}

// digest fails with GODEBUG=fips140=only for MD5 and SHA-1, which then panic.
func digest(hash crypto.Hash, message []byte) (sum []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			sum, err = nil, fmt.Errorf("hashing with %v: %v", hash, r)
		}
	}()
	h := hash.New()
	if _, err := h.Write(message); err != nil {
		return nil, fmt.Errorf("hashing with %v: %w", hash, err)
	}
	return h.Sum(nil), nil
}
