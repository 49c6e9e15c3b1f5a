package certs

import (
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"net"
	"time"
)

// sign makes the certificate of a Spec that has all its defaults.
func (a *Authority) sign(spec Spec, now time.Time) (*Certificate, error) {
	if spec.Signature == x509.UnknownSignatureAlgorithm {
		spec.Signature = defaultSignature(a.kind)
	}
	if err := a.canSign(spec.Signature); err != nil {
		return nil, err
	}
	key, err := spec.Key.leafKey()
	if err != nil {
		return nil, err
	}
	template, err := spec.template(now)
	if err != nil {
		return nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, key.Public(), a.key)
	if err != nil {
		return nil, err
	}
	return &Certificate{Chain: [][]byte{der}, Key: key, Spec: spec}, nil
}

func (s Spec) template(now time.Time) (*x509.Certificate, error) {
	serial, err := newSerial()
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber:       serial,
		Subject:            pkix.Name{CommonName: s.CommonName},
		NotBefore:          now.Add(s.NotBefore),
		NotAfter:           now.Add(s.NotAfter),
		KeyUsage:           x509.KeyUsageDigitalSignature,
		ExtKeyUsage:        []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		SignatureAlgorithm: s.Signature,
		// Says that it is no authority; OpenSSL warns about leaves that do not.
		BasicConstraintsValid: true,
	}
	if s.Key.IsRSA() {
		template.KeyUsage |= x509.KeyUsageKeyEncipherment // RSA key exchange
	}
	if s.ForClient {
		template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	}
	for _, host := range s.Hosts {
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	return template, nil
}

// defaultSignature is SHA-256 for every length of key, where crypto/x509 would
// take SHA-384 for P-384: old clients know SHA-256.
func defaultSignature(authority Key) x509.SignatureAlgorithm {
	switch {
	case authority.IsRSA():
		return x509.SHA256WithRSA
	case authority.IsECDSA():
		return x509.ECDSAWithSHA256
	}
	return x509.PureEd25519
}

// canSign finds the mistake that is easy to make, a SHA1WithRSA leaf of the
// ECDSA authority, before crypto/x509 words it.
func (a *Authority) canSign(algorithm x509.SignatureAlgorithm) error {
	var fits bool
	var need Key
	switch algorithm {
	case x509.ECDSAWithSHA1, x509.ECDSAWithSHA256, x509.ECDSAWithSHA384, x509.ECDSAWithSHA512:
		fits, need = a.kind.IsECDSA(), ECDSAP256
	case x509.PureEd25519:
		fits, need = a.kind == Ed25519, Ed25519
	case x509.SHA1WithRSA, x509.SHA256WithRSA, x509.SHA384WithRSA, x509.SHA512WithRSA,
		x509.SHA256WithRSAPSS, x509.SHA384WithRSAPSS, x509.SHA512WithRSAPSS:
		fits, need = a.kind.IsRSA(), RSA2048
	default:
		return fmt.Errorf("signature %v cannot be made with crypto/x509", algorithm)
	}
	if !fits {
		return fmt.Errorf("signature %v does not go with an authority of kind %s: use one made with NewAuthority(AuthoritySpec{Key: %q})", algorithm, a.kind, need)
	}
	return nil
}
