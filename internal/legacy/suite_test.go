package legacy

import (
	"crypto"
	"sort"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
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
