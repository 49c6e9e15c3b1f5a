package certs

import "strings"

// Object identifiers of attribute types (X.520).
const (
	attrCommonName   = "2.5.4.3"
	attrOrganisation = "2.5.4.10"
)

// encodeName makes one relative distinguished name of each attribute.
func encodeName(attributes []Attribute) []byte {
	var names [][]byte
	for _, a := range attributes {
		names = append(names, set(sequence(oid(a.Type), text(a.Tag, a.Value))))
	}
	return sequence(names...)
}

// commonName is the name of an ordinary leaf; "" gives the empty name.
func commonName(cn string) []Attribute {
	if cn == "" {
		return nil
	}
	return []Attribute{attribute(attrCommonName, cn)}
}

// authorityName says in any case that the authority is for tests.
func authorityName(cn string) []Attribute {
	return []Attribute{attribute(attrOrganisation, neverTrust), attribute(attrCommonName, cn)}
}

// attribute takes PrintableString where it can, as crypto/x509 and OpenSSL do,
// because the oldest clients know nothing else.
func attribute(kind, value string) Attribute {
	if isPrintable(value) {
		return Attribute{kind, tagPrintableString, value}
	}
	return Attribute{kind, tagUTF8String, value}
}

// isPrintable says whether a PrintableString may hold s (X.680, section 41.4).
func isPrintable(s string) bool {
	const allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?"
	return strings.Trim(s, allowed) == ""
}
