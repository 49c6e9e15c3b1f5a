package legacy

import (
	"crypto/rc4"
	"crypto/tls"
	"fmt"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// Lacks returns what the engine cannot do of p, as a clause, or "" if it plays p
// exactly as it stands.
func Lacks(p fixtures.Profile) string {
	if p.MaxVersion > tls.VersionTLS12 {
		return "it ends at TLS 1.2"
	}
	for _, id := range p.Suites {
		if lacks := suiteLacks(id); lacks != "" {
			return fmt.Sprintf("it has %s, for %s (0x%04X)", lacks, fixtures.OpenSSLName(id), id)
		}
	}
	if lacks := selectedLacks(p.Quirks.SelectSuite); lacks != "" {
		return lacks
	}
	for _, name := range p.Quirks.InTLS().Set() {
		if quirks()[name] == nil {
			return "it has no quirk " + name
		}
	}
	for _, g := range p.Groups {
		if curveOf(g) == nil {
			return "it has no named group " + wire.GroupName(uint16(g))
		}
	}
	for _, scheme := range p.SignatureSchemes {
		if _, ok := signatureByScheme(uint16(scheme)); !ok {
			return "it does not sign with " + wire.SignatureSchemeName(uint16(scheme))
		}
	}
	if fipsOnly() {
		return "this process runs with GODEBUG=fips140=only, where Go has no MD5, RC4, DES or X25519: run it without that setting"
	}
	return ""
}

func selectedLacks(id uint16) string {
	if id == 0 {
		return ""
	}
	if lacks := suiteLacks(id); lacks != "" {
		return fmt.Sprintf("it has %s, which the quirk SelectSuite 0x%04X needs", lacks, id)
	}
	return ""
}

// fipsOnly reports whether the process runs with GODEBUG=fips140=only, under
// which Go has no RC4, MD5, DES or X25519, and panics or fails where they are
// used. RC4 is the one that says so by an error.
func fipsOnly() bool {
	_, err := rc4.NewCipher(make([]byte, 16))
	return err != nil
}
