package certs_test

import (
	"crypto/rsa"
	"crypto/x509"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
)

// What OpenSSL prints about the public key of each kind.
func publicKeyTexts() map[certs.Key]string {
	return map[certs.Key]string{
		certs.RSA1024:   "Public-Key: (1024 bit)",
		certs.RSA2048:   "Public-Key: (2048 bit)",
		certs.RSA3072:   "Public-Key: (3072 bit)",
		certs.RSA4096:   "Public-Key: (4096 bit)",
		certs.ECDSAP256: "NIST CURVE: P-256",
		certs.ECDSAP384: "NIST CURVE: P-384",
		certs.ECDSAP521: "NIST CURVE: P-521",
		certs.Ed25519:   "ED25519 Public-Key",
	}
}

func TestOpenSSLVerifiesALeafOfEveryKindOfKey(t *testing.T) {
	needs.Command(t, needs.OpenSSL)
	a := newAuthority(t, certs.AuthoritySpec{})
	for _, key := range certs.Keys() {
		key := key
		t.Run(string(key), func(t *testing.T) {
			files := write(t, a, issue(t, a, certs.Spec{Key: key}))

			out, ok := openssl(t, "verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", "localhost", "-CAfile", files.ca, files.chain)
			require.True(t, ok, out)
			text, _ := openssl(t, "x509", "-noout", "-text", "-in", files.chain)
			require.Contains(t, text, publicKeyTexts()[key])
		})
	}
}

func TestOpenSSLVerifiesALeafOfEveryKindOfAuthority(t *testing.T) {
	sweep.AllOrSkip(t, "starts OpenSSL for each kind of authority")
	needs.Command(t, needs.OpenSSL)
	signatures := map[certs.Key]string{
		certs.RSA2048:   "sha256WithRSAEncryption",
		certs.ECDSAP256: "ecdsa-with-SHA256",
		certs.ECDSAP384: "ecdsa-with-SHA256",
		certs.ECDSAP521: "ecdsa-with-SHA256",
		certs.Ed25519:   "ED25519",
		certs.DSA1024:   "dsa_with_SHA256",
	}
	for key, signature := range signatures {
		key, signature := key, signature
		t.Run(string(key), func(t *testing.T) {
			a := newAuthority(t, certs.AuthoritySpec{Key: key})
			files := write(t, a, issue(t, a, certs.Spec{}))

			out, ok := openssl(t, "verify", "-CAfile", files.ca, files.chain)
			require.True(t, ok, out)
			text, _ := openssl(t, "x509", "-noout", "-text", "-in", files.chain)
			require.Contains(t, text, "Signature Algorithm: "+signature)
			text, _ = openssl(t, "x509", "-noout", "-text", "-in", files.ca)
			require.Contains(t, text, "Signature Algorithm: "+signature)
		})
	}
}

func TestOpenSSLRefusesALeafOfAnotherAuthorityOfTheSameName(t *testing.T) {
	needs.Command(t, needs.OpenSSL)
	files := write(t, newAuthority(t, certs.AuthoritySpec{}), issue(t, newAuthority(t, certs.AuthoritySpec{}), certs.Spec{}))

	out, ok := openssl(t, "verify", "-CAfile", files.ca, files.chain)
	require.False(t, ok, "a leaf of another authority was verified: %s", out)
}

func TestHostsBecomeAlternativeNamesAndAddressesAreRecognised(t *testing.T) {
	needs.Command(t, needs.OpenSSL)
	a := newAuthority(t, certs.AuthoritySpec{})
	for _, tc := range []struct {
		name string
		spec certs.Spec
		want string
	}{
		{"default", certs.Spec{}, "DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1"},
		{"given", certs.Spec{Hosts: []string{"ldap.partner.test", "*.partner.test", "192.0.2.7"}}, "DNS:ldap.partner.test, DNS:*.partner.test, IP Address:192.0.2.7"},
		{"none", certs.Spec{Hosts: []string{}, CommonName: "old-box"}, "No extensions in certificate"},
		{"client", certs.Spec{ForClient: true}, "No extensions in certificate"},
	} {
		tc := tc
		t.Run(tc.name, func(t *testing.T) {
			files := write(t, a, issue(t, a, tc.spec))
			text, _ := openssl(t, "x509", "-noout", "-ext", "subjectAltName", "-in", files.chain)
			require.Contains(t, text, tc.want)
		})
	}
}

func TestCommonNameIsTheFirstHostUnlessGiven(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	for want, spec := range map[string]certs.Spec{
		"localhost":             {},
		"a.test":                {Hosts: []string{"a.test", "b.test"}},
		"old-box":               {Hosts: []string{"a.test"}, CommonName: "old-box"},
		"":                      {Hosts: []string{}},
		"legacytls test client": {ForClient: true},
	} {
		require.Equal(t, want, parse(t, issue(t, a, spec)).Subject.CommonName, "%+v", spec)
	}
}

func TestAClientCertificateIsForClientsAlone(t *testing.T) {
	needs.Command(t, needs.OpenSSL)
	a := newAuthority(t, certs.AuthoritySpec{})
	for purpose, spec := range map[string]certs.Spec{"sslclient": {ForClient: true}, "sslserver": {}} {
		files := write(t, a, issue(t, a, spec))
		for _, asked := range []string{"sslclient", "sslserver"} {
			out, ok := openssl(t, "verify", "-purpose", asked, "-CAfile", files.ca, files.chain)
			require.Equal(t, asked == purpose, ok, "certificate for %s verified as %s: %s", purpose, asked, out)
		}
	}
}

func TestValidityIsRelativeToTheMomentOfIssuing(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	a.SetClock(func() time.Time { return now })

	byDefault := parse(t, issue(t, a, certs.Spec{}))
	require.Equal(t, time.Date(2026, 3, 1, 11, 0, 0, 0, time.UTC), byDefault.NotBefore)
	require.Equal(t, time.Date(2026, 5, 30, 12, 0, 0, 0, time.UTC), byDefault.NotAfter, "90 days later")

	given := parse(t, issue(t, a, certs.Spec{NotBefore: -24 * time.Hour, NotAfter: -time.Minute}))
	require.Equal(t, time.Date(2026, 2, 28, 12, 0, 0, 0, time.UTC), given.NotBefore)
	require.Equal(t, time.Date(2026, 3, 1, 11, 59, 0, 0, time.UTC), given.NotAfter)
}

func TestTheAuthorityIsValidBeforeAndAfterItsLeaves(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})
	const year = 365 * 24 * time.Hour
	leaf := parse(t, issue(t, a, certs.Spec{NotBefore: -5 * year, NotAfter: 5 * year}))

	require.True(t, a.Certificate().NotBefore.Before(leaf.NotBefore))
	require.True(t, a.Certificate().NotAfter.After(leaf.NotAfter))
}

func TestOpenSSLFindsExpiredAndFutureLeaves(t *testing.T) {
	needs.Command(t, needs.OpenSSL)
	a := newAuthority(t, certs.AuthoritySpec{})
	for want, spec := range map[string]certs.Spec{
		"certificate has expired":      {NotBefore: -365 * 24 * time.Hour, NotAfter: -time.Hour},
		"certificate is not yet valid": {NotBefore: time.Hour},
	} {
		files := write(t, a, issue(t, a, spec))
		out, ok := openssl(t, "verify", "-CAfile", files.ca, files.chain)
		require.False(t, ok)
		require.Contains(t, out, want)
		require.NotContains(t, out, "at 1 depth", "the authority is to be valid")
	}
}

func TestSHA1LeafIsSignedWithSHA1AndRefusedByGo(t *testing.T) {
	needs.Command(t, needs.OpenSSL)
	for key, signature := range map[certs.Key]x509.SignatureAlgorithm{certs.RSA1024: x509.SHA1WithRSA, certs.ECDSAP256: x509.ECDSAWithSHA1} {
		a := newAuthority(t, certs.AuthoritySpec{Key: key})
		cert := issue(t, a, certs.Spec{Signature: signature})

		files := write(t, a, cert)
		out, ok := openssl(t, "verify", "-auth_level", "0", "-CAfile", files.ca, files.chain)
		require.True(t, ok, "the signature is right, whatever its hash: %s", out)
		text, _ := openssl(t, "x509", "-noout", "-text", "-in", files.chain)
		require.Regexp(t, `Signature Algorithm: (sha1WithRSAEncryption|ecdsa-with-SHA1)`, text)
		require.ErrorAs(t, parse(t, cert).CheckSignatureFrom(a.Certificate()), new(x509.InsecureAlgorithmError))
	}
}

func TestASignatureThatTheAuthorityCannotMakeNamesTheAuthorityThatCan(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})

	_, err := a.Issue(certs.Spec{Signature: x509.SHA1WithRSA})
	require.EqualError(t, err, `certificate "localhost": signature SHA1-RSA does not go with an authority of kind ecdsa-p256: use one made with NewAuthority(AuthoritySpec{Key: "rsa-2048"})`)
	_, err = a.Issue(certs.Spec{Signature: x509.MD2WithRSA})
	require.ErrorContains(t, err, "cannot be made: want MD5-RSA, SHA1-RSA, SHA256-RSA")
}

func TestASpecThatCannotBeIsRefusedWithAllItsFaults(t *testing.T) {
	a := newAuthority(t, certs.AuthoritySpec{})

	_, err := a.Issue(certs.Spec{Name: "odd", Key: "rsa-1000", Hosts: []string{"a.test", ""}, NotAfter: -2 * time.Hour})
	require.ErrorContains(t, err, `certificate "odd"`)
	require.ErrorContains(t, err, `no kind of key "rsa-1000", have rsa-1024, rsa-2048`)
	require.ErrorContains(t, err, "NotAfter (-2h0m0s) must be later than NotBefore (-1h0m0s)")
	require.ErrorContains(t, err, "Hosts has an empty name")
}

func TestAnAuthoritySaysThatItIsForTests(t *testing.T) {
	for _, spec := range []certs.AuthoritySpec{{}, {CommonName: "partner root"}} {
		require.Contains(t, newAuthority(t, spec).Certificate().Subject.String(), "legacytls test authority (never trust)")
	}
}

func TestAnAuthorityNeverHasAKeyOfTheRepository(t *testing.T) {
	for _, kind := range []certs.Key{certs.RSA1024, certs.RSA2048} {
		a := newAuthority(t, certs.AuthoritySpec{Key: kind})
		embedded := issue(t, a, certs.Spec{Key: kind}).Key.Public().(*rsa.PublicKey)
		require.False(t, embedded.Equal(a.Certificate().PublicKey), "%s", kind)
	}
}

func parse(tb testing.TB, c *certs.Certificate) *x509.Certificate {
	tb.Helper()
	leaf, err := x509.ParseCertificate(c.Chain[0])
	require.NoError(tb, err)
	return leaf
}
