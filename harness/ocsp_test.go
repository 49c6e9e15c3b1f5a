package harness_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// stapling are servers on both backends that staple an OCSP response.
func stapling() []fixtures.Profile {
	staple := func(p *fixtures.Profile) { p.StapleOCSP = true }
	return []fixtures.Profile{
		profile(fixtures.TLS12Only(), "stapling", staple),
		profile(fixtures.AES128SHAOnly(), "stapling-old", staple),
		profile(fixtures.TLS13Only(), "stapling-new", staple),
	}
}

func TestAnOCSPResponseIsStapled(t *testing.T) {
	t.Parallel()
	for _, p := range stapling() {
		s, _ := watch(t, p)
		state, err := ping(s, explicitClient(s))
		require.NoError(t, err)
		require.NotEmpty(t, state.OCSPResponse, p.Name)
	}
	s, _ := watch(t, fixtures.TLS12Only())
	state, err := ping(s, explicitClient(s))
	require.NoError(t, err)
	require.Empty(t, state.OCSPResponse, "nobody asked for one")
}

func TestOpenSSLUnderstandsTheOCSPResponse(t *testing.T) {
	t.Parallel()
	command := newOpenSSL(t)
	for _, p := range stapling() {
		for _, b := range []harness.Backend{harness.CryptoTLS(), harness.Legacy()} {
			if b.Supports(p) != nil {
				continue
			}
			s, _ := watch(t, p, harness.WithBackend(b))
			out := command.sClient(t, s, "-status", "-cipher", "ALL:@SECLEVEL=0")
			require.Contains(t, out, "OCSP Response Status: successful", "%s on %s", p.Name, b.Name())
			require.Contains(t, out, "Cert Status: good")
		}
	}
}
