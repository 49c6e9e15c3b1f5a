package harness_test

import (
	"bytes"
	"crypto/tls"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// step returns the value of a step, and fails if there is none.
func derived(t testing.TB, d harness.KeyDerivation, name string) harness.DerivationStep {
	t.Helper()
	for _, s := range d.Steps {
		if strings.TrimSpace(s.Name) == name {
			return s
		}
	}
	require.Fail(t, "no step "+name, "%s", d)
	return harness.DerivationStep{}
}

// The client is crypto/tls, which logs the master secret that it has computed itself. What the
// records were opened with, and what both Finished say, follows from it.
func TestTheDerivationLeadsFromTheRandomsToTheFinished(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		p         fixtures.Profile
		b         harness.Backend
		premaster int // bytes, 0 if the backend keeps it to itself
	}{
		{fixtures.AES128SHAOnly(), harness.Legacy(), 48},
		{fixtures.AES128SHAOnly(), harness.CryptoTLS(), 48},
		{fixtures.AES128SHAOnly(), opensslBackend(t), 48},
		{fixtures.TLS12Only(), harness.Legacy(), 32},
		{fixtures.TLS10ECDHE(), harness.Legacy(), 32},
		{fixtures.NoEMS(), harness.Legacy(), 32},
		{fixtures.TLS12Only(), harness.CryptoTLS(), 0},
		{fixtures.TLS12Only(), opensslBackend(t), 0},
	} {
		var keys keyLines
		s, over := watch(t, tc.p, harness.WithBackend(tc.b))
		config := explicitClient(s)
		config.KeyLogWriter = &keys
		_, err := ping(s, config)
		require.NoError(t, err)
		all := next(t, over).KeyDerivations()
		require.Len(t, all, 1)
		d := all[0]
		logged := strings.Fields(keys.sorted()[0])
		require.Equal(t, logged[1], derived(t, d, "client random").Value)
		require.Equal(t, logged[2], derived(t, d, "master secret").Value)
		require.Len(t, derived(t, d, "pre-master secret").Value, 2*tc.premaster, "%s on %s", tc.p.Name, s.Backend)
		require.NotContains(t, derived(t, d, "master secret").From, "that makes", "it is made of what it says")
		for _, side := range []string{"client", "server"} {
			require.Contains(t, derived(t, d, side+" Finished").From, "; as it was sent")
			require.Contains(t, derived(t, d, "key block").Value, derived(t, d, side+" write key").Value)
		}
	}
}

func TestTheDerivationOfTLS13BeginsWithTheTrafficSecrets(t *testing.T) {
	t.Parallel()
	for _, b := range []harness.Backend{harness.CryptoTLS(), opensslBackend(t)} {
		var keys keyLines
		s, over := watch(t, fixtures.TLS13Only(), harness.WithBackend(b))
		config := explicitClient(s)
		config.KeyLogWriter = &keys
		_, err := ping(s, config)
		require.NoError(t, err)
		d := next(t, over).KeyDerivations()[0]
		lines := strings.Join(keys.sorted(), "\n")
		for _, name := range []string{"client handshake traffic secret", "server handshake traffic secret", "client application traffic secret", "server application traffic secret"} {
			require.Contains(t, lines, " "+derived(t, d, name).Value)
		}
		require.Contains(t, derived(t, d, "client Finished").From, "; as it was sent")
		require.Contains(t, derived(t, d, "server Finished").From, "; as it was sent")
	}
}

// Who looks over a shoulder is told what it is.
func TestKeysAreShownWithAWarning(t *testing.T) {
	t.Parallel()
	var shown bytes.Buffer
	s := harness.Start(t, fixtures.AES128SHAOnly(), harness.WithLines(nil), harness.WithKeyDerivation(&shown))
	_, err := ping(s, explicitClient(s))
	require.NoError(t, err)
	require.NoError(t, s.Close())
	lines := strings.Split(shown.String(), "\n")
	require.Regexp(t, "^connection 1 from 127.0.0.1:[0-9]+ to aes128-sha-only on legacy$", lines[0])
	require.Equal(t, "keys of TLS 1.2, TLS_RSA_WITH_AES_128_CBC_SHA", lines[1])
	require.Equal(t, "These are the keys of a test connection. Show nobody those of any other.", lines[2])
	requireFits(t, shown.String())
}

// crypto/tls logs nothing of a session that it resumes: what it logged when the session began
// is found by the ticket.
func TestASessionThatIsResumedHasTheMasterSecretOfItsBeginning(t *testing.T) {
	t.Parallel()
	for _, b := range []harness.Backend{harness.Legacy(), harness.CryptoTLS(), opensslBackend(t)} {
		s, over := watch(t, fixtures.TLS12Only(), harness.WithBackend(b))
		config := explicitClient(s)
		config.ClientSessionCache = tls.NewLRUClientSessionCache(1)
		var masters []string
		for i := 0; i < 3; i++ {
			_, err := ping(s, config)
			require.NoError(t, err)
			c := next(t, over)
			require.Equal(t, i > 0, c.State.Resumed, b.Name())
			requireOpened(t, c.Transcript())
			d := c.KeyDerivations()[0]
			masters = append(masters, derived(t, d, "master secret").Value)
			require.Len(t, masters[i], 96)
			require.Equal(t, masters[0], masters[i])
			require.Contains(t, derived(t, d, "server Finished").From, "; as it was sent")
			if i > 0 {
				require.Empty(t, derived(t, d, "pre-master secret").Value)
				require.Equal(t, "that of the session", derived(t, d, "master secret").From)
			}
		}
	}
}
