package main

import (
	"crypto/tls"
	"slices"
	"strings"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
)

// An sClient is what openssl s_client of OpenSSL 3 needs to connect to a server.
type sClient struct {
	flags  []string
	cannot string // why no flag helps, to stand after "OpenSSL", "" if it connects
}

// sClientFor looks at what is pinned alone: s_client goes on after a certificate
// that it does not like.
func sClientFor(p fixtures.Profile) sClient {
	suites := suitesOf(p)
	for _, row := range append(sClientObstacles(p, suites), quirkObstacles(p.Quirks)...) {
		if row.met {
			return sClient{cannot: row.why}
		}
	}
	var c sClient
	for _, row := range append(sClientFlags(p, suites), quirkFlags(p)...) {
		if row.needed {
			c.flags = append(c.flags, row.flags...)
		}
	}
	return c
}

type obstacle struct {
	met bool
	why string
}

// sClientObstacles is the table of what s_client does not do, whatever it is told.
func sClientObstacles(p fixtures.Profile, suites []fixtures.Suite) []obstacle {
	selected := mostOffered(suites)
	return []obstacle{
		{p.MaxVersion < tls.VersionTLS10, "is built without SSL 3.0 since 1.1.0"},
		{leftOutByDebian(selected), "of Debian is built without " + selected.OpenSSL},
		{offerOf(selected) == offeredNever, "is built without " + strings.Join(p.SuiteNames(), ", ") + " since 1.1.0"},
		{selected.KeyExchange == "DHE" && p.DHGroup.Bits() < 1024, "takes no Diffie-Hellman group below 1024 bits at any security level"},
		{signs(selected, p) && signedWith(p, hashMD5), "verifies no MD5 signature in TLS 1.2"},
		{p.Certificate.Key == certs.ECDSAP224, "does not offer the curve of the server's key, P-224"},
		{p.Quirks.MalformedPoint && selected.KeyExchange == "ECDHE", "refuses a public key that is no point of its curve"},
	}
}

type flagRow struct {
	needed bool
	flags  []string
}

// sClientFlags is the table of what s_client does if it is told to.
func sClientFlags(p fixtures.Profile, suites []fixtures.Suite) []flagRow {
	offer := offerOf(mostOffered(suites))
	weak := offer == offeredIfAsked || refusedAboveLevel0(p, suites)
	return []flagRow{
		{p.MaxVersion == tls.VersionTLS10, []string{"-tls1"}},
		{p.MaxVersion == tls.VersionTLS11, []string{"-tls1_1"}},
		{offer == offeredAsNull, []string{"-cipher", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"}}, // ALL has no NULL
		{offer != offeredAsNull && weak, []string{"-cipher", weakCiphers(p, suites)}},
		{p.Quirks.NoRenegotiationInfo, []string{"-legacy_server_connect"}},
	}
}

// weakCiphers are all, but DHE where its group is too small at any level and the server
// has something else.
func weakCiphers(p fixtures.Profile, suites []fixtures.Suite) string {
	other := slices.ContainsFunc(suites, func(s fixtures.Suite) bool { return s.KeyExchange != "DHE" })
	if n := p.DHGroup.Bits(); n > 0 && n < 1024 && other {
		return "ALL:!DHE:@SECLEVEL=0"
	}
	return "ALL:@SECLEVEL=0"
}

// refusedAboveLevel0 says whether s_client offers the suites and then ends the
// handshake, at the security level of many distributions, which is 2
// (SSL_CTX_set_security_level).
func refusedAboveLevel0(p fixtures.Profile, suites []fixtures.Suite) bool {
	if p.MaxVersion < tls.VersionTLS12 {
		return true // signed with MD5 and SHA-1
	}
	for _, s := range suites {
		shortGroup := s.KeyExchange == "DHE" && p.DHGroup.Bits() < 2048
		if shortGroup || signs(s, p) && signedWith(p, hashSHA1) {
			return true
		}
	}
	return false
}

// The hashes of signature schemes of TLS 1.2 (RFC 5246, section 7.4.1.4.1).
const (
	hashMD5  = 1
	hashSHA1 = 2
)

// signs says whether the server signs the key exchange of the suite with a scheme
// of its choice.
func signs(s fixtures.Suite, p fixtures.Profile) bool {
	ephemeral := s.KeyExchange == "DHE" || s.KeyExchange == "ECDHE"
	return ephemeral && p.MaxVersion == tls.VersionTLS12
}

// signedWith says whether the server has signatures with this hash alone.
func signedWith(p fixtures.Profile, hash tls.SignatureScheme) bool {
	schemes := p.SignatureSchemes
	if p.Quirks.IgnoreSignatureAlgorithms {
		schemes = append(schemes[:len(schemes):len(schemes)], tls.PKCS1WithSHA1)[:1]
	}
	for _, scheme := range schemes {
		if scheme>>8 != hash {
			return false
		}
	}
	return len(schemes) > 0
}
