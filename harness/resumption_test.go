package harness_test

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
)

// resumes reports for each of two connections whether it resumed a session, as
// both ends have it.
func resumes(t *testing.T, p fixtures.Profile) [2]bool {
	t.Helper()
	s, over := watch(t, p)
	config := explicitClient(s)
	config.ClientSessionCache = tls.NewLRUClientSessionCache(1)
	var resumed [2]bool
	for i := range resumed {
		state, err := ping(s, config)
		require.NoError(t, err)
		resumed[i] = next(t, over).State.Resumed
		require.Equal(t, state.DidResume, resumed[i], "the two ends differ")
	}
	return resumed
}

func TestASessionIsResumed(t *testing.T) {
	t.Parallel()
	for _, p := range []fixtures.Profile{fixtures.RSAKeyExchangeOnly(), fixtures.ECDHECBCOnly(), fixtures.TLS13Only()} {
		require.Equal(t, [2]bool{false, true}, resumes(t, p), p.Name)
	}
}

func TestAServerWithoutTicketsResumesNothing(t *testing.T) {
	t.Parallel()
	for _, p := range []fixtures.Profile{fixtures.RSAKeyExchangeOnly(), fixtures.TLS13Only()} {
		p = profile(p, "no-tickets", func(p *fixtures.Profile) { p.NoSessionTickets = true })
		require.Equal(t, [2]bool{false, false}, resumes(t, p))
	}
}
