package certs_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/sweep"
)

func TestEveryMemberOfTheZooSaysWhatItIs(t *testing.T) {
	names := make(map[string]bool)
	for _, member := range certs.Zoo() {
		require.Regexp(t, regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`), member.Name)
		require.False(t, names[member.Name], "%s is there twice", member.Name)
		require.NotEmpty(t, member.Title, member.Name)
		require.NotEmpty(t, member.Source, member.Name)
		require.NotContains(t, member.Title+member.Source, "\n", member.Name)
		require.NoError(t, member.Validate())
		names[member.Name] = true
	}
}

func TestSomebodyLooksAtEveryMemberOfTheZoo(t *testing.T) {
	seen := make(map[string]bool)
	for _, s := range sights() {
		seen[s.name] = true
	}
	for _, v := range verdicts() {
		seen[v.name] = true
	}
	for name := range spelled() {
		seen[name] = true
	}
	for _, a := range absent() {
		seen[a.name] = true
	}
	for _, member := range certs.Zoo() {
		require.True(t, seen[member.Name], "no test looks at the bytes of %s", member.Name)
		delete(seen, member.Name)
	}
	require.Empty(t, seen, "tests look at what is not there")
}

// spelled are the octets of what OpenSSL does not show, put together by hand
// from X.690: tag, length, value.
func spelled() map[string]string {
	const rsaEncryption, sha256WithRSA = "06092a864886f70d010101", "06092a864886f70d01010b"
	return map[string]string{
		"rsa-modulus-negative":    "02820100cb4e65",       // 256 octets, the first bit is set
		"rsa-modulus-padded":      "028201020000cb4e65",   // 258 octets
		"rsa-no-null":             "300b" + rsaEncryption, // and nothing else
		"signature-no-null":       "300b" + sha256WithRSA, // and nothing else
		"signature-null-mismatch": "300b" + sha256WithRSA, // outside
		"ecdsa-compressed":        "03220002",             // the first octet of the point says compressed
		"critical-written-01":     "0603551d13010101",     // the object identifier, BOOLEAN 01
		"der-indefinite-length":   "3080",                 // the length is not known
		"der-long-length":         "308300",               // three octets of length, the first is zero
		"san-ip-mapped":           "ffff7f000001",         // the end of ::ffff:127.0.0.1
		"san-ip-five-bytes":       "87050a00000500",       // iPAddress, five octets
		"v4-leaf":                 "a003020103",           // four, counted from zero
		"serial-empty":            "a0030201020200",       // version 3, then an INTEGER without content
		"critical-ski":            "0603551d0e0101ff0417", // BOOLEAN FF
	}
}

func TestTheOctetsAreThoseOfTheTitle(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	for name, want := range spelled() {
		octets, err := hex.DecodeString(want)
		require.NoError(t, err, name)
		require.True(t, bytes.Contains(issue(t, a, find(t, name)).Chain[0], octets), "%s: %s is not in\n%x", name, want, issue(t, a, find(t, name)).Chain[0])
	}
}

// absent are the object identifiers (X.690) of extensions that are not there.
func absent() []struct{ name, of, oid string } {
	return []struct{ name, of, oid string }{
		{"ku-absent", "", "0603551d0f"},
		{"eku-absent", "", "0603551d25"},
		{"ca-no-basic-constraints", "1", "0603551d13"},
		{"root-no-basic-constraints", "root", "0603551d13"},
		{"cn-only", "", "0603551d11"},
	}
}

func TestWhatATitleSaysIsNotThereIsNotThere(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	for _, tc := range absent() {
		octets, err := hex.DecodeString(tc.oid)
		require.NoError(t, err)
		require.False(t, bytes.Contains(partOf(t, issue(t, a, find(t, tc.name)), tc.of), octets), tc.name)
		ordinary := issue(t, a, certs.Spec{Root: certs.CA{Key: certs.ECDSAP256}, Issuers: []certs.CA{{}}})
		require.True(t, bytes.Contains(partOf(t, ordinary, tc.of), octets), "an ordinary one has it")
	}
}

func TestAnAuthorityOfEveryFamilyIssuesTheWholeZoo(t *testing.T) {
	sweep.AllOrSkip(t, "makes the zoo for each family of keys")
	t.Parallel()
	for _, key := range []certs.Key{certs.RSA1024, certs.Ed25519, certs.DSA1024} {
		a := newAuthority(t, certs.AuthoritySpec{Key: key})
		for _, member := range certs.Zoo() {
			_, err := a.Issue(member)
			require.NoError(t, err, "%s by %s", member.Name, key)
		}
	}
}

func TestTheZooIsRemembered(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	for _, member := range certs.Zoo() {
		require.Same(t, issue(t, a, member), issue(t, a, find(t, member.Name)), member.Name)
	}
}

func TestChangingAMemberReachesNobodyElse(t *testing.T) {
	first := find(t, "serial-negative")
	first.Form.Serial[0] = 0
	require.Equal(t, byte(0x85), find(t, "serial-negative").Form.Serial[0])
}

func TestAnUnknownMemberNamesTheNearest(t *testing.T) {
	_, err := certs.Find("sha1leaf")
	require.ErrorContains(t, err, `no certificate "sha1leaf" in the zoo: the nearest are sha1-leaf,`)
	_, err = certs.Find("negative")
	require.ErrorContains(t, err, "serial-negative")
}

func TestMembersWithARootOfTheirOwnDoNotTrustTheAuthority(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	for name, own := range map[string]bool{
		"sha1-leaf": true, "v1-root": true, "unknown-root": true, "self-signed": true, "self-signed-pinned": true,
		"rsa-512-root": true, "cn-only": false, "missing-intermediate": false,
	} {
		require.Equal(t, own, !bytes.Equal(a.PEM(), issue(t, a, find(t, name)).RootsPEM()), name)
	}
	require.Equal(t, a.PEM(), issue(t, a, certs.Spec{}).RootsPEM())
	pinned := issue(t, a, find(t, "self-signed-pinned"))
	require.Equal(t, pinned.ChainPEM(), pinned.RootsPEM())
}

func TestAuthoritiesOfOneChainHaveDifferentKeys(t *testing.T) {
	cert := issue(t, newAuthority(t, certs.AuthoritySpec{}), certs.Spec{
		Root: certs.CA{Key: certs.RSA1024}, Issuers: []certs.CA{{Key: certs.RSA1024}, {Key: certs.RSA1024}},
	})
	keys, ids := make(map[string]bool), make(map[string]bool)
	for _, der := range append([][]byte{cert.Roots[0]}, cert.Chain...) {
		parsed, err := x509.ParseCertificate(der)
		require.NoError(t, err)
		keys[string(parsed.RawSubjectPublicKeyInfo)], ids[string(parsed.SubjectKeyId)] = true, true
	}
	require.Len(t, keys, 4)
	require.Len(t, ids, 4, "three authorities, and the leaf, which has none")
}

func TestNamesArePrintableStringsWhereTheyCanBe(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	for host, want := range map[string]string{"localhost": "\x13\x09localhost", "my_host": "\x0c\x07my_host"} { // X.680: 19 and 12
		require.Contains(t, string(issue(t, a, certs.Spec{Hosts: []string{host}}).Chain[0]), want)
	}
}

func TestASelfSignedCertificateNeverHasAKeyOfTheRepository(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	embedded := issue(t, a, certs.Spec{}).Key.Public().(*rsa.PublicKey)
	require.False(t, embedded.Equal(issue(t, a, find(t, "self-signed-pinned-sha1")).Key.Public()))
}

// A stand-in is told by comparing the public key that the certificate shows with
// that of the private key, where crypto/x509 reads it.
func TestStandInsAreThoseThatShowAnotherKey(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	var standIns []string
	for _, member := range certs.Zoo() {
		if issue(t, a, member).StandIn {
			standIns = append(standIns, member.Name)
		}
	}
	require.Equal(t, "rsa-exponent-even rsa-exponent-zero rsa-exponent-negative ecdsa-p192 ecdsa-secp256k1 ecdsa-brainpool "+
		"ecdsa-explicit ecdsa-compressed ed448 rsa-pss-key dsa-leaf", strings.Join(standIns, " "))
}

func TestTheKeyOfEveryMemberIsOneThatCryptoTLSKnows(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	for _, member := range certs.Zoo() {
		switch public := issue(t, a, member).Key.Public().(type) {
		case *rsa.PublicKey, *ecdsa.PublicKey, ed25519.PublicKey:
		default:
			t.Errorf("%s has a key of type %T", member.Name, public)
		}
	}
}
