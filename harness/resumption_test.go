package harness_test

import (
	"crypto/tls"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
)

// resumes reports for each of two connections whether it resumed a session, as
// both ends have it.
func resumes(t *testing.T, p fixtures.Profile) [2]bool {
	t.Helper()
	s, over := watch(t, p)
	config := clientOf(t, s)
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

func TestAServerThatForgetsItsSessionsIssuesTicketsAndResumesNothing(t *testing.T) {
	t.Parallel()
	p := profile(fixtures.ECDHECBCOnly(), "forgetful", func(p *fixtures.Profile) { p.Quirks.ForgetSessions = true })
	require.Equal(t, [2]bool{false, false}, resumes(t, p))

	s, over := watch(t, p)
	config := explicitClient(s)
	config.ClientSessionCache = tls.NewLRUClientSessionCache(1)
	for _, ticket := range []int{0, 192} {
		_, err := ping(s, config)
		require.NoError(t, err)
		require.Len(t, next(t, over).Hello.Ticket, ticket, "the client has a ticket to offer the second time")
	}
}

// Go clients resume by tickets alone; OpenSSL does without them.
func TestASessionIsResumedByItsID(t *testing.T) {
	t.Parallel()
	command := newOpenSSL(t)
	for _, forgets := range []bool{false, true} {
		s, over := watch(t, profile(fixtures.ECDHECBCOnly(), "ids", func(p *fixtures.Profile) {
			p.SessionIDs, p.Quirks.ForgetSessions = true, forgets
		}))
		file := filepath.Join(t.TempDir(), "session")
		command.sClient(t, s, "-tls1_2", "-no_ticket", "-sess_out", file)
		require.False(t, next(t, over).State.Resumed)
		out := command.sClient(t, s, "-tls1_2", "-no_ticket", "-sess_in", file)
		require.Contains(t, out, map[bool]string{false: "Reused, TLSv1.", true: "New, TLSv1."}[forgets])
		require.Equal(t, !forgets, next(t, over).State.Resumed)
	}
}

func TestWithoutSessionIDsThereIsNothingToResumeBy(t *testing.T) {
	t.Parallel()
	command := newOpenSSL(t)
	s, _ := watch(t, fixtures.ECDHECBCOnly())
	out := command.sClient(t, s, "-tls1_2", "-no_ticket")
	require.Regexp(t, `Session-ID: *\n`, out)
}

func TestAServerWithoutTicketsResumesNothing(t *testing.T) {
	t.Parallel()
	for _, p := range []fixtures.Profile{fixtures.RSAKeyExchangeOnly(), fixtures.TLS13Only()} {
		p = profile(p, "no-tickets", func(p *fixtures.Profile) { p.NoSessionTickets = true })
		require.Equal(t, [2]bool{false, false}, resumes(t, p))
	}
}
