package foreign

import (
	"crypto/tls"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// priority is a priority string ("Priority strings" in the GnuTLS manual) that
// enables what the request says and nothing else.
func (g gnutls) priority(r Request) (string, error) {
	if r.Version < wire.VersionSSL30 || r.Version > wire.VersionTLS13 {
		return "", &UnsupportedError{"gnutls", "version " + wire.VersionName(r.Version)}
	}
	suite, err := g.suite(r)
	if err != nil {
		return "", err
	}
	version := strings.ReplaceAll(wire.VersionName(r.Version), " ", "") // SSL3.0, TLS1.2
	parts := append([]string{"NONE", "+VERS-" + version, "+COMP-NULL", "%PROFILE_VERY_WEAK", "%VERIFY_ALLOW_BROKEN"}, suite...)
	groups, err := gnutlsGroups(r.Groups)
	if err != nil {
		return "", err
	}
	schemes, err := gnutlsSchemes(r.SignatureSchemes)
	if err != nil {
		return "", err
	}
	parts = append(append(parts, groups...), schemes...)
	if r.NoExtendedMasterSecret {
		parts = append(parts, "%NO_SESSION_HASH")
	}
	if r.NoTicket {
		parts = append(parts, "%NO_TICKETS")
	}
	if r.AllowUnsafe {
		parts = append(parts, "%UNSAFE_RENEGOTIATION")
	}
	return strings.Join(parts, ":"), nil
}

// suite enables one suite by its parts, which no other suite has, or all.
func (g gnutls) suite(r Request) ([]string, error) {
	suites := r.Suites
	switch len(suites) {
	case 0:
		return g.everything(r.Version), nil
	case 1:
	default:
		return nil, &UnsupportedError{"gnutls", "a choice of cipher suites"}
	}
	suite, ok := fixtures.SuiteByID(suites[0])
	if suite.TLS13() {
		return []string{"+" + gnutlsCipher(suite.Cipher), "+AEAD"}, nil
	}
	keyExchange := gnutlsKeyExchange(suite)
	if !ok || !g.parts[keyExchange] || !g.parts[gnutlsCipher(suite.Cipher)] || !g.parts[suite.MAC] {
		return nil, &UnsupportedError{"gnutls", "cipher suite " + fixtures.SuiteName(suites[0])}
	}
	return []string{"+" + keyExchange, "+" + gnutlsCipher(suite.Cipher), "+" + suite.MAC}, nil
}

// everything enables the parts of all suites of the registry that this build knows and the
// version has: a name that it does not know is an error in a priority string, as are too many.
func (g gnutls) everything(version uint16) []string {
	var parts []string
	enabled := make(map[string]bool)
	for _, s := range fixtures.Suites() {
		if s.TLS13() != (version == wire.VersionTLS13) {
			continue
		}
		for _, name := range []string{gnutlsKeyExchange(s), gnutlsCipher(s.Cipher), s.MAC} {
			if g.parts[name] && !enabled[name] {
				enabled[name] = true
				parts = append(parts, "+"+name)
			}
		}
	}
	return parts
}

func gnutlsKeyExchange(s fixtures.Suite) string {
	return map[string]string{
		"RSA RSA":     "RSA",
		"DHE RSA":     "DHE-RSA",
		"DHE DSS":     "DHE-DSS",
		"DHE none":    "ANON-DH",
		"ECDHE RSA":   "ECDHE-RSA",
		"ECDHE ECDSA": "ECDHE-ECDSA",
		"ECDHE none":  "ANON-ECDH",
	}[s.KeyExchange+" "+s.Authentication]
}

func gnutlsCipher(name string) string {
	switch name {
	case "RC4-128":
		return "ARCFOUR-128"
	case "3DES-EDE-CBC":
		return "3DES-CBC"
	}
	return name
}

func gnutlsGroups(groups []tls.CurveID) ([]string, error) {
	if len(groups) == 0 {
		return []string{"+GROUP-ALL"}, nil
	}
	var parts []string
	for _, g := range groups {
		if uint16(g) >= 0x0100 { // ffdhe2048 and on: another way of offering, RFC 7919
			return nil, &UnsupportedError{"gnutls", "group " + wire.GroupName(uint16(g))}
		}
		parts = append(parts, "+GROUP-"+strings.ToUpper(wire.GroupName(uint16(g))))
	}
	return parts, nil
}

func gnutlsSchemes(schemes []tls.SignatureScheme) ([]string, error) {
	if len(schemes) == 0 {
		return []string{"+SIGN-ALL", "+SIGN-RSA-SHA1", "+SIGN-ECDSA-SHA1", "+SIGN-DSA-SHA1", "+SIGN-DSA-SHA256"}, nil
	}
	var parts []string
	for _, s := range schemes {
		name, ok := map[tls.SignatureScheme]string{
			tls.PKCS1WithSHA1:          "RSA-SHA1",
			tls.PKCS1WithSHA256:        "RSA-SHA256",
			tls.PKCS1WithSHA384:        "RSA-SHA384",
			tls.PKCS1WithSHA512:        "RSA-SHA512",
			tls.PSSWithSHA256:          "RSA-PSS-RSAE-SHA256",
			tls.PSSWithSHA384:          "RSA-PSS-RSAE-SHA384",
			tls.PSSWithSHA512:          "RSA-PSS-RSAE-SHA512",
			tls.ECDSAWithSHA1:          "ECDSA-SHA1",
			tls.ECDSAWithP256AndSHA256: "ECDSA-SHA256",
			tls.ECDSAWithP384AndSHA384: "ECDSA-SHA384",
			tls.ECDSAWithP521AndSHA512: "ECDSA-SHA512",
			tls.Ed25519:                "EdDSA-Ed25519",
		}[s]
		if !ok {
			return nil, &UnsupportedError{"gnutls", "signature scheme " + wire.SignatureSchemeName(uint16(s))}
		}
		parts = append(parts, "+SIGN-"+name)
	}
	return parts, nil
}
