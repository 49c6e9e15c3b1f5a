package certs

import (
	"encoding/binary"
	"net"
)

// Object identifiers of extensions (RFC 5280, section 4.2) and purposes.
const (
	extSubjectKeyID      = "2.5.29.14"
	extKeyUsage          = "2.5.29.15"
	extAlternativeNames  = "2.5.29.17"
	extBasicConstraints  = "2.5.29.19"
	extNameConstraints   = "2.5.29.30"
	extCRLPoints         = "2.5.29.31"
	extPolicies          = "2.5.29.32"
	extAuthorityKeyID    = "2.5.29.35"
	extPolicyConstraints = "2.5.29.36"
	extPurposes          = "2.5.29.37"
	extInhibitAnyPolicy  = "2.5.29.54"
	extAuthorityInfo     = "1.3.6.1.5.5.7.1.1"

	purposeServer = "1.3.6.1.5.5.7.3.1"
	purposeClient = "1.3.6.1.5.5.7.3.2"
)

// critical is the content of a BOOLEAN that is true, in DER.
const critical byte = 0xff

// The bits of the key usage (RFC 5280, section 4.2.1.3).
const (
	usageSignature    = 0
	usageEncipherment = 2
	usageCertSign     = 5
	usageCRLSign      = 6
)

// leafExtensions are those of an ordinary leaf.
func (s Spec) leafExtensions(by issuer) []Extension {
	usage := []int{usageSignature}
	if s.Key.IsRSA() {
		usage = append(usage, usageEncipherment) // RSA key exchange
	}
	purpose := purposeServer
	if s.ForClient {
		purpose = purposeClient
	}
	extensions := []Extension{
		{ID: extKeyUsage, Critical: critical, Value: namedBits(usage...)},
		{ID: extPurposes, Value: purposes(purpose)},
		// Says that it is no authority; OpenSSL warns about leaves that do not.
		{ID: extBasicConstraints, Critical: critical, Value: sequence()},
	}
	if !s.SelfSigned {
		extensions = append(extensions, authorityKeyID(by.keyID))
	}
	if len(s.Hosts) > 0 {
		extensions = append(extensions, Extension{ID: extAlternativeNames, Value: alternativeNames(s.Hosts)})
	}
	return extensions
}

// authorityExtensions are those of an ordinary authority; by is nil for a root.
func authorityExtensions(keyID []byte, by *issuer) []Extension {
	extensions := []Extension{
		{ID: extKeyUsage, Critical: critical, Value: namedBits(usageCertSign, usageCRLSign)},
		{ID: extBasicConstraints, Critical: critical, Value: sequence(tlv(tagBoolean, []byte{0xff}))},
		{ID: extSubjectKeyID, Value: octetString(keyID)},
	}
	if by != nil {
		extensions = append(extensions, authorityKeyID(by.keyID))
	}
	return extensions
}

func authorityKeyID(id []byte) Extension {
	return Extension{ID: extAuthorityKeyID, Value: sequence(primitive(0, id))}
}

// purposes is an extended key usage (RFC 5280, section 4.2.1.12).
func purposes(ids ...string) []byte {
	var encoded [][]byte
	for _, id := range ids {
		encoded = append(encoded, oid(id))
	}
	return sequence(encoded...)
}

// alternativeNames tells addresses from names.
func alternativeNames(hosts []string) []byte {
	var names [][]byte
	for _, host := range hosts {
		names = append(names, generalName(host))
	}
	return sequence(names...)
}

func generalName(host string) []byte {
	ip := net.ParseIP(host)
	if ip == nil {
		return dnsName(host)
	}
	if v4 := ip.To4(); v4 != nil {
		return ipName(v4)
	}
	return ipName(ip)
}

// The kinds of names in alternative names and constraints (RFC 5280, section
// 4.2.1.6), without a look at what is in them.
func emailName(s string) []byte { return primitive(1, []byte(s)) }
func dnsName(s string) []byte   { return primitive(2, []byte(s)) }
func uriName(s string) []byte   { return primitive(6, []byte(s)) }
func ipName(ip []byte) []byte   { return primitive(7, ip) }

func directoryName(attributes ...Attribute) []byte { return explicit(4, encodeName(attributes)) }

// permitted and excluded are name constraints of one subtree (RFC 5280, section
// 4.2.1.10).
func permitted(name []byte) []byte { return sequence(explicit(0, sequence(name))) }
func excluded(name []byte) []byte  { return sequence(explicit(1, sequence(name))) }

// bmp is the UTF-16 of a BMPString, universal the UTF-32 of a UniversalString.
func bmp(units ...uint16) string {
	var b []byte
	for _, u := range units {
		b = binary.BigEndian.AppendUint16(b, u)
	}
	return string(b)
}

func universal(s string) string {
	var b []byte
	for _, r := range s {
		b = binary.BigEndian.AppendUint32(b, uint32(r))
	}
	return string(b)
}
