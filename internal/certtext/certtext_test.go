package certtext_test

import (
	"crypto/x509"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/certtext"
)

// crypto/x509 is the judge where it parses a certificate.
func TestCertificatesAreReadAsCryptoX509ReadsThem(t *testing.T) {
	t.Parallel()
	parsed, refused := 0, 0
	for name, chain := range zoo(t) {
		for _, der := range chain {
			got, err := certtext.Read(der)
			want, refusal := x509.ParseCertificate(der)
			if refusal != nil { // then a person wants to know all the more
				if err == nil {
					refused++
					require.NotContains(t, []string{got.Subject, got.Issuer, got.Key, got.Signature, got.NotBefore, got.NotAfter}, "", name)
				}
				continue
			}
			parsed++
			require.NoError(t, err, name)
			require.Equal(t, want.NotBefore.UTC().Format("2006-01-02 15:04:05"), got.NotBefore, name)
			require.Equal(t, want.NotAfter.UTC().Format("2006-01-02 15:04:05"), got.NotAfter, name)
			if want.SignatureAlgorithm != x509.UnknownSignatureAlgorithm && !strings.HasSuffix(want.SignatureAlgorithm.String(), "RSAPSS") {
				require.Equal(t, want.SignatureAlgorithm.String(), got.Signature, name)
			}
			require.True(t, strings.HasPrefix(got.Key, want.PublicKeyAlgorithm.String()) || want.PublicKeyAlgorithm == x509.UnknownPublicKeyAlgorithm, "%s: %s", name, got.Key)
			require.Equal(t, want.Subject.CommonName != "", strings.Contains(got.Subject, "CN="), name)
		}
	}
	require.Greater(t, parsed, 30)
	require.Greater(t, refused, 5)
}

func TestWhatIsNoCertificateIsAnErrorWithWhatCameBefore(t *testing.T) {
	t.Parallel()
	for _, der := range [][]byte{nil, {0x30}, {0x30, 0x80}, {0x04, 0x01, 0x00}, {0x30, 0x02, 0x30, 0x00}} {
		_, err := certtext.Read(der)
		require.Error(t, err, "%x", der)
	}
}

// What is in a name comes from outside, and goes to a terminal.
func TestANameCannotBreakALine(t *testing.T) {
	t.Parallel()
	name := certtext.Name([]byte("\x30\x11\x31\x0f\x30\x0d\x06\x03\x55\x04\x03\x0c\x06a\n\x1b[2J"))
	require.Equal(t, `CN=a\n\x1b[2J`, name)
}

func FuzzRead(f *testing.F) {
	for _, chain := range zoo(f) {
		f.Add(chain[0])
	}
	f.Fuzz(func(t *testing.T, der []byte) {
		c, _ := certtext.Read(der)
		for _, text := range []string{c.Subject, c.Issuer, c.Key, c.Signature, c.NotBefore, c.NotAfter} {
			require.LessOrEqual(t, len(text), 100+10*len(der))
			require.NotContains(t, text, "\n")
		}
	})
}

// zoo returns the chains of the certificates of package certs that can be made here.
func zoo(tb testing.TB) map[string][][]byte {
	tb.Helper()
	authority, err := certs.Shared()
	require.NoError(tb, err)
	all := make(map[string][][]byte)
	for _, spec := range certs.Zoo() {
		cert, err := authority.Issue(spec)
		require.NoError(tb, err, spec.Name)
		all[spec.Name] = cert.Chain
	}
	return all
}
