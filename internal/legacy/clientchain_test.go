package legacy

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
)

// issued returns the chain of a client certificate as a server parses it.
func issued(t *testing.T, a *certs.Authority, spec certs.Spec) []*x509.Certificate {
	t.Helper()
	spec.ForClient = true
	cert, err := a.Issue(spec)
	require.NoError(t, err)
	var chain []*x509.Certificate
	for _, der := range cert.Chain {
		parsed, err := x509.ParseCertificate(der)
		require.NoError(t, err)
		chain = append(chain, parsed)
	}
	return chain
}

func newAuthority(t *testing.T, spec certs.AuthoritySpec) (*certs.Authority, []*x509.Certificate) {
	t.Helper()
	a, err := certs.NewAuthority(spec)
	require.NoError(t, err)
	return a, []*x509.Certificate{a.Certificate()}
}

// What crypto/x509 says of the same chain is an independent judgement, where it still
// judges: it refuses SHA-1.
func TestAClientChainIsVerifiedAsCryptoX509Does(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for _, key := range []certs.Key{certs.RSA2048, certs.ECDSAP256, certs.ECDSAP384, certs.Ed25519} {
		a, roots := newAuthority(t, certs.AuthoritySpec{Key: key})
		_, strangers := newAuthority(t, certs.AuthoritySpec{Key: key})
		for name, c := range map[string]struct {
			chain []*x509.Certificate
			roots []*x509.Certificate
		}{
			"good":              {issued(t, a, certs.Spec{}), roots},
			"stranger":          {issued(t, a, certs.Spec{}), strangers},
			"several roots":     {issued(t, a, certs.Spec{}), append(strangers[:1:1], roots...)},
			"expired":           {issued(t, a, certs.Spec{NotBefore: -2 * time.Hour, NotAfter: -time.Hour}), roots},
			"not yet valid":     {issued(t, a, certs.Spec{NotBefore: time.Hour}), roots},
			"an intermediate":   {issued(t, a, certs.Spec{Issuers: []certs.CA{{}}}), roots},
			"two intermediates": {issued(t, a, certs.Spec{Issuers: []certs.CA{{CommonName: "one"}, {CommonName: "two"}}}), roots},
			"none of it sent":   {issued(t, a, certs.Spec{Issuers: []certs.CA{{}}})[:1], roots},
			"the root itself":   {roots, roots},
			"the root sent too": {append(issued(t, a, certs.Spec{}), roots...), roots},
			"all of it twice":   {twice(issued(t, a, certs.Spec{Issuers: []certs.CA{{}}})), roots},
		} {
			chains, err := verifyClient(c.chain, c.roots, now)
			want, wantErr := byCryptoX509(c.chain, c.roots, now)
			require.Equal(t, wantErr == nil, err == nil, "%s %s: %v, crypto/x509: %v", key, name, err, wantErr)
			require.Equal(t, len(want), len(chains), "%s %s", key, name)
			for i := range want {
				require.Len(t, chains[i], len(want[i]), "%s %s", key, name)
			}
		}
	}
}

func twice(chain []*x509.Certificate) []*x509.Certificate {
	return append(chain[:len(chain):len(chain)], chain...)
}

// What authorities may not do, made with crypto/x509, which judges it as well.
func TestAnAuthorityKeepsToItsLimits(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for name, c := range map[string]struct {
		good         bool
		root, middle func(*x509.Certificate)
		leaf         func(*x509.Certificate)
	}{
		"none":                 {good: true},
		"a path length of one": {good: true, root: func(c *x509.Certificate) { c.MaxPathLen = 1 }},
		"a path length of 0":   {root: func(c *x509.Certificate) { c.MaxPathLenZero = true }},
		"no authority":         {middle: func(c *x509.Certificate) { c.IsCA = false }},
		"for servers alone":    {middle: func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth} }},
		"may not sign":         {middle: func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageDigitalSignature }},
		"critical": {leaf: func(c *x509.Certificate) {
			c.ExtraExtensions = []pkix.Extension{{Id: []int{1, 2, 3, 4}, Critical: true, Value: []byte{5, 0}}}
		}},
		"critical in between": {middle: func(c *x509.Certificate) {
			c.ExtraExtensions = []pkix.Extension{{Id: []int{1, 2, 3, 4}, Critical: true, Value: []byte{5, 0}}}
		}},
	} {
		root, rootKey := certify(t, "root", true, nil, nil, c.root)
		middle, middleKey := certify(t, "middle", true, root, rootKey, c.middle)
		leaf, _ := certify(t, "leaf", false, middle, middleKey, c.leaf)
		chain, roots := []*x509.Certificate{leaf, middle}, []*x509.Certificate{root}
		_, err := verifyClient(chain, roots, now)
		require.Equal(t, c.good, err == nil, "%s: %v", name, err)
		_, err = byCryptoX509(chain, roots, now)
		require.Equal(t, c.good, err == nil, "%s: crypto/x509: %v", name, err)
	}
}

// certify makes a certificate with crypto/x509, signed by itself without an issuer.
func certify(t *testing.T, name string, authority bool, issuer *x509.Certificate, issuerKey *ecdsa.PrivateKey, change func(*x509.Certificate)) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: authority, BasicConstraintsValid: true,
	}
	if change != nil {
		change(template)
	}
	if issuer == nil {
		issuer, issuerKey = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer, key.Public(), issuerKey)
	require.NoError(t, err)
	cert, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return cert, key
}

func byCryptoX509(chain, roots []*x509.Certificate, now time.Time) ([][]*x509.Certificate, error) {
	options := x509.VerifyOptions{
		Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool(), CurrentTime: now,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	for _, root := range roots {
		options.Roots.AddCert(root)
	}
	for _, cert := range chain[1:] {
		options.Intermediates.AddCert(cert)
	}
	return chain[0].Verify(options)
}

// crypto/x509 refuses SHA-1 since Go 1.18, and for good since 1.24.
func TestAClientChainMayBeSignedWithSHA1(t *testing.T) {
	t.Parallel()
	a, roots := newAuthority(t, certs.AuthoritySpec{Key: certs.RSA2048})
	chain := issued(t, a, certs.Spec{Signature: x509.SHA1WithRSA})
	require.Equal(t, x509.SHA1WithRSA, chain[0].SignatureAlgorithm)
	chains, err := verifyClient(chain, roots, time.Now())
	require.NoError(t, err)
	require.Len(t, chains, 1)
}

func TestAClientChainWithAWrongSignatureLeadsNowhere(t *testing.T) {
	t.Parallel()
	a, roots := newAuthority(t, certs.AuthoritySpec{Key: certs.RSA2048})
	chain := issued(t, a, certs.Spec{Form: certs.Form{CorruptSignature: true}})
	_, err := verifyClient(chain, roots, time.Now())
	var own *Error
	require.ErrorAs(t, err, &own)
	require.Equal(t, alertUnknownCA, own.Alert)
}

func TestACertificateForServersIsNoneForClients(t *testing.T) {
	t.Parallel()
	a, roots := newAuthority(t, certs.AuthoritySpec{})
	cert, err := a.Issue(certs.Spec{})
	require.NoError(t, err)
	leaf, err := x509.ParseCertificate(cert.Chain[0])
	require.NoError(t, err)
	_, err = verifyClient([]*x509.Certificate{leaf}, roots, time.Now())
	require.ErrorContains(t, err, "no clientAuth")
	_, err = byCryptoX509([]*x509.Certificate{leaf}, roots, time.Now())
	require.Error(t, err)
}

// Forty certificates of one name and one key issue each other in more ways than
// there is time for.
func TestCertificatesThatIssueEachOtherDoNotKeepTheServerBusy(t *testing.T) {
	t.Parallel()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	var chain []*x509.Certificate
	for i := int64(1); i <= 40; i++ {
		template := &x509.Certificate{
			SerialNumber: big.NewInt(i), Subject: pkix.Name{CommonName: "same"},
			NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
			IsCA: true, BasicConstraintsValid: true,
		}
		der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
		require.NoError(t, err)
		cert, err := x509.ParseCertificate(der)
		require.NoError(t, err)
		chain = append(chain, cert)
	}
	_, strangers := newAuthority(t, certs.AuthoritySpec{})
	_, err = verifyClient(chain, strangers, time.Now())
	require.ErrorContains(t, err, "leads to none of the authorities")
}

// A certificate of version 1 does not say whether it is an authority's: the server
// trusts its own of that kind, and none that a client sends.
func TestAnOldAuthorityIsOneOnlyIfTheServerTrustsIt(t *testing.T) {
	t.Parallel()
	a, _ := newAuthority(t, certs.AuthoritySpec{})
	old := certs.CA{CommonName: "old", Form: certs.Form{Version: 1}}
	root1 := old
	root1.Key = certs.ECDSAP256 // without one the authority's own root issues
	cert, err := a.Issue(certs.Spec{ForClient: true, Root: root1})
	require.NoError(t, err)
	leaf, err := x509.ParseCertificate(cert.Chain[0])
	require.NoError(t, err)
	root, err := x509.ParseCertificate(cert.Roots[0])
	require.NoError(t, err)
	require.Equal(t, 1, root.Version)
	_, err = verifyClient([]*x509.Certificate{leaf}, []*x509.Certificate{root}, time.Now())
	require.NoError(t, err)

	b, roots := newAuthority(t, certs.AuthoritySpec{})
	chain := issued(t, b, certs.Spec{Issuers: []certs.CA{old}})
	require.Equal(t, 1, chain[1].Version)
	_, err = verifyClient(chain, roots, time.Now())
	require.ErrorContains(t, err, "leads to none of the authorities")
}
