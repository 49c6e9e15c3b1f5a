package legacy

import (
	"crypto"
	"crypto/tls"
	"sort"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

func TestEverySuiteIsPlayedOrSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	reasons := map[string]bool{}
	for _, s := range fixtures.Suites() {
		played, ok := suiteByID(s.ID)
		lacks := suiteLacks(s.ID)
		require.Equal(t, ok, lacks == "", s.Name)
		if ok {
			require.Equal(t, s, played.Suite)
		} else {
			reasons[lacks] = true
		}
	}
	want := []string{
		"no ChaCha20-Poly1305 of the draft before RFC 7905", "no DSS certificates", "no TLS 1.3",
		"no cipher CAMELLIA-128-CBC", "no cipher CAMELLIA-256-CBC", "no cipher IDEA-CBC", "no cipher SEED-CBC",
		"no export key exchange", "no fixed ECDH key exchange", "no suite in a signalling value",
	}
	var got []string
	for reason := range reasons {
		got = append(got, reason)
	}
	sort.Strings(got)
	require.Equal(t, want, got)
}

func TestASuiteOutsideOfTheRegistryIsNotPlayed(t *testing.T) {
	t.Parallel()
	_, ok := suiteByID(0xfefe)
	require.False(t, ok)
	require.Equal(t, "no suite 0xFEFE", suiteLacks(0xfefe))
}

func TestSuitesOfKnownServersArePlayed(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"NULL-MD5", "NULL-SHA256", "RC4-MD5", "DES-CBC-SHA", "DES-CBC3-SHA", "AES128-SHA", "AES256-SHA256", "AES256-GCM-SHA384",
		"DHE-RSA-AES128-SHA", "ADH-AES256-SHA", "AECDH-NULL-SHA", "ECDHE-ECDSA-AES256-SHA384", "AES128-CCM8",
		"ECDHE-ECDSA-AES256-CCM", "DHE-RSA-CHACHA20-POLY1305",
	} {
		s, err := fixtures.FindSuite(name)
		require.NoError(t, err)
		require.Empty(t, suiteLacks(s.ID), name)
	}
}

func TestThePRFHashIsSHA384WhereTheNameSaysSo(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]crypto.Hash{
		"AES128-SHA":                    crypto.SHA256, // RFC 5246, section 5
		"NULL-MD5":                      crypto.SHA256,
		"AES256-SHA256":                 crypto.SHA256,
		"AES256-CCM":                    crypto.SHA256, // RFC 6655, section 3
		"ECDHE-RSA-CHACHA20-POLY1305":   crypto.SHA256, // RFC 7905, section 2
		"AES256-GCM-SHA384":             crypto.SHA384, // RFC 5288, section 3
		"ECDHE-RSA-AES256-SHA384":       crypto.SHA384, // RFC 5289, section 3.1
		"ECDHE-ECDSA-AES128-GCM-SHA256": crypto.SHA256,
	} {
		s, err := fixtures.FindSuite(name)
		require.NoError(t, err)
		played, ok := suiteByID(s.ID)
		require.True(t, ok, name)
		require.Equal(t, want, played.prfHash, name)
	}
}

func TestAServerNeedsWhatItsProfileNeeds(t *testing.T) {
	t.Parallel()
	p := fixtures.TLS12Only()
	_, err := NewServer(Config{Profile: p})
	require.ErrorContains(t, err, "a server of profile tls12-only needs a Certificate")
	certificate := issue(t, certs.Spec{})
	p.StapleOCSP = true
	_, err = NewServer(Config{Profile: p, Certificate: certificate})
	require.ErrorContains(t, err, "needs an OCSPResponse to staple")
	p.StapleOCSP, p.ClientAuth = false, tls.VerifyClientCertIfGiven
	_, err = NewServer(Config{Profile: p, Certificate: certificate})
	require.ErrorContains(t, err, "needs ClientAuthorities")
}

// RFC 2246, section 7.4.3: MD5 and SHA-1 together have no DigestInfo, so that 36 bytes
// and the 11 of the padding (RFC 8017, section 9.2) go into 64.
func TestTheSmallestKeysSignBeforeTLS12(t *testing.T) {
	t.Parallel()
	key := issue(t, certs.Spec{Key: certs.RSA512}).Key
	how := signatureBefore12(key.Public())
	require.True(t, how.fits(key.Public()))
	signed, err := how.sign(key, []byte("message"))
	require.NoError(t, err)
	require.True(t, how.verify(key.Public(), how.digest([]byte("message")), signed))
	sha512, _ := signatureByScheme(uint16(tls.PKCS1WithSHA512))
	require.False(t, sha512.fits(key.Public()))
}

// RFC 8422, section 5.10: Ed25519 begins with TLS 1.2, so that there is nothing in
// common before it, rather than something broken.
func TestAKeyThatDoesNotSignBeforeTLS12IsNoUseThere(t *testing.T) {
	t.Parallel()
	const ecdsaCBC = 0xC009
	s := serverFor(t, playing([]uint16{ecdsaCBC}, func(p *fixtures.Profile) { p.Certificate.Key = certs.Ed25519 }))
	c := meetServer(t, s)
	c.sayHello(offering(wire.VersionTLS11, ecdsaCBC))
	require.Contains(t, c.requireAlert(alertHandshakeFailure).Reason, "needs a key that signs before TLS 1.2, the server has Ed25519")
}
