package foreign

import (
	"crypto/tls"
	"strings"

	"github.com/legacytls/legacytls/internal/wire"
)

// groupNames are the IANA names, which OpenSSL, curl and Java know, joined as
// OpenSSL has it.
func groupNames(groups []tls.CurveID) string {
	var names []string
	for _, g := range groups {
		names = append(names, wire.GroupName(uint16(g)))
	}
	return strings.Join(names, ":")
}

// schemeNames are the IANA names of signature schemes in the same way.
func schemeNames(schemes []tls.SignatureScheme) string {
	var names []string
	for _, s := range schemes {
		names = append(names, wire.SignatureSchemeName(uint16(s)))
	}
	return strings.Join(names, ":")
}

// opensslSchemes are the names of signature schemes for openssl -sigalgs, joined. Of
// pairs with ECDSA and DSA that are no schemes in TLS 1.3 it has no IANA name.
func opensslSchemes(schemes []tls.SignatureScheme) string {
	names := strings.Split(schemeNames(schemes), ":")
	for i, name := range names {
		key, hash, _ := strings.Cut(name, "_")
		if (key == "ecdsa" || key == "dsa") && !strings.Contains(hash, "_") {
			names[i] = strings.ToUpper(key + "+" + hash)
		}
	}
	return strings.Join(names, ":")
}
