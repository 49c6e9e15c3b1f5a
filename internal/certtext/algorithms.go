package certtext

import (
	"fmt"
	"math/big"
)

// algorithm names a signature algorithm, as crypto/x509 does.
func algorithm(v value) string {
	fields, _ := all(v.bytes)
	if len(fields) == 0 {
		return ""
	}
	id := fields[0].oid()
	switch id {
	case "1.2.840.113549.1.1.2":
		return "MD2-RSA"
	case "1.2.840.113549.1.1.4":
		return "MD5-RSA"
	case "1.2.840.113549.1.1.5":
		return "SHA1-RSA"
	case "1.2.840.113549.1.1.10":
		return "RSASSA-PSS"
	case "1.2.840.113549.1.1.11":
		return "SHA256-RSA"
	case "1.2.840.113549.1.1.12":
		return "SHA384-RSA"
	case "1.2.840.113549.1.1.13":
		return "SHA512-RSA"
	case "1.2.840.10040.4.3":
		return "DSA-SHA1"
	case "2.16.840.1.101.3.4.3.2":
		return "DSA-SHA256"
	case "1.2.840.10045.4.1":
		return "ECDSA-SHA1"
	case "1.2.840.10045.4.3.2":
		return "ECDSA-SHA256"
	case "1.2.840.10045.4.3.3":
		return "ECDSA-SHA384"
	case "1.2.840.10045.4.3.4":
		return "ECDSA-SHA512"
	case "1.3.101.112":
		return "Ed25519"
	}
	return id
}

// keyOf names a SubjectPublicKeyInfo.
func keyOf(v value) string {
	fields, _ := all(v.bytes)
	if len(fields) < 2 {
		return ""
	}
	parts, _ := all(fields[0].bytes)
	if len(parts) == 0 {
		return ""
	}
	switch id := parts[0].oid(); id {
	case "1.2.840.113549.1.1.1":
		return "RSA" + rsaBits(fields[1])
	case "1.2.840.10045.2.1":
		if len(parts) > 1 {
			return "ECDSA " + curve(parts[1].oid())
		}
		return "ECDSA"
	case "1.2.840.10040.4.1":
		return "DSA"
	case "1.3.101.112":
		return "Ed25519"
	default:
		return id
	}
}

// rsaBits is the length of the modulus of a key, with a blank before it.
func rsaBits(key value) string {
	if key.tag != tagBitString || len(key.bytes) == 0 {
		return ""
	}
	numbers, _ := inside(key.bytes[1:], "RSAPublicKey") // behind the number of unused bits
	if len(numbers) == 0 {
		return ""
	}
	return fmt.Sprintf(" %d", new(big.Int).SetBytes(numbers[0].bytes).BitLen())
}

// curve names the curves of RFC 5480, section 2.1.1.1.
func curve(id string) string {
	switch id {
	case "1.3.132.0.33":
		return "P-224"
	case "1.2.840.10045.3.1.7":
		return "P-256"
	case "1.3.132.0.34":
		return "P-384"
	case "1.3.132.0.35":
		return "P-521"
	case "":
		return "on a curve given by its parameters"
	}
	return "on curve " + id
}
