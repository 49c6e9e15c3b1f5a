package certtext

import "fmt"

// A Certificate is what can be read of one, as texts; what cannot is empty.
type Certificate struct {
	Subject, Issuer     string // such as "CN=localhost,O=Example", the first attribute first; "(empty)"
	Key                 string // such as "RSA 2048" or "ECDSA P-256"
	Signature           string // the algorithm, such as "SHA256-RSA"
	NotBefore, NotAfter string // such as "2026-11-29 18:45:43"
}

// Read reads a certificate in DER. On an error, the first, the result has what could be read.
func Read(der []byte) (Certificate, error) {
	var c Certificate
	fields, err := inside(der, "Certificate")
	if len(fields) < 2 {
		return c, orElse(err, fmt.Errorf("a certificate has 3 parts, %d are there", len(fields)))
	}
	c.Signature = algorithm(fields[1])
	tbs, inner := all(fields[0].bytes)
	err = orElse(err, inner)
	if len(tbs) > 0 && tbs[0].tag == tagVersion { // which the first one does not have
		tbs = tbs[1:]
	}
	const issuer, validity, subject, key = 2, 3, 4, 5
	if len(tbs) <= key {
		return c, orElse(err, fmt.Errorf("a tbsCertificate has 6 fields or more, %d are there", len(tbs)))
	}
	c.Issuer, c.Subject = name(tbs[issuer].bytes), name(tbs[subject].bytes)
	c.NotBefore, c.NotAfter = times(tbs[validity])
	c.Key = keyOf(tbs[key])
	return c, err
}

// orElse returns the first error that is one.
func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}
