package wire

import "fmt"

// The versions of TLS as they are on the wire.
const (
	VersionSSL20 uint16 = 0x0002
	VersionSSL30 uint16 = 0x0300
	VersionTLS10 uint16 = 0x0301
	VersionTLS11 uint16 = 0x0302
	VersionTLS12 uint16 = 0x0303
	VersionTLS13 uint16 = 0x0304
)

// A name is a row of a table of two-byte values.
type name struct {
	id   uint16
	name string
}

// VersionName returns the name of a protocol version: "TLS 1.2", "SSL 3.0",
// "TLS 1.3 draft 28". A GREASE value is "GREASE(0x1a1a)", an unknown one
// "0x0500".
func VersionName(id uint16) string {
	const draft13 = 0x7f00
	if id&0xff00 == draft13 {
		return fmt.Sprintf("TLS 1.3 draft %d", id&0xff)
	}
	return lookup(versionTable[:], id)
}

// GroupName returns the name of a named group in the IANA registry "TLS
// Supported Groups": "x25519", "secp256r1", "X25519MLKEM768". A GREASE value is
// "GREASE(0x1a1a)", an unknown one "0x0500".
func GroupName(id uint16) string { return lookup(groupTable[:], id) }

// SignatureSchemeName returns the name of a signature scheme in the IANA
// registry "TLS SignatureScheme": "rsa_pss_rsae_sha256", "mldsa65". Pairs of
// hash and signature of TLS 1.2 that are no schemes there are named in the same
// way: "rsa_pkcs1_md5", "dsa_sha1". A GREASE value is "GREASE(0x1a1a)", an
// unknown one "0x0500".
func SignatureSchemeName(id uint16) string { return lookup(schemeTable[:], id) }

// ExtensionName returns the name of an extension in the IANA registry "TLS
// ExtensionType Values": "server_name", "key_share". A GREASE value is
// "GREASE(0x1a1a)", an unknown one "0x0500".
func ExtensionName(id uint16) string { return lookup(extensionTable[:], id) }

// IsGREASE reports whether id is one of the 16 values 0x0a0a, 0x1a1a .. 0xfafa
// that clients put into lists so that servers learn to ignore what they do not
// know (RFC 8701).
func IsGREASE(id uint16) bool {
	return id&0x0f0f == 0x0a0a && id>>8 == id&0xff
}

func lookup(table []name, id uint16) string {
	for _, row := range table {
		if row.id == id {
			return row.name
		}
	}
	if IsGREASE(id) {
		return fmt.Sprintf("GREASE(0x%04x)", id)
	}
	return fmt.Sprintf("0x%04x", id)
}
