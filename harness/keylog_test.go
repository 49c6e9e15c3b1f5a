package harness_test

import (
	"crypto/tls"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// A keyLines writer keeps lines.
type keyLines struct{ lockedBuffer }

// sorted are the lines, but for what TLS 1.3 has for a connection that goes on: not every
// implementation says all of that.
func (k *keyLines) sorted() []string {
	var lines []string
	for _, line := range strings.Split(strings.TrimSpace(string(k.bytes())), "\n") {
		if line != "" && !strings.HasPrefix(line, "EXPORTER_SECRET ") {
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return lines
}

// The client is crypto/tls, which logs what it has computed itself.
func TestTheSecretsThatAServerLogsAreThoseOfItsClient(t *testing.T) {
	t.Parallel()
	quirky := profile(fixtures.TLS13Only(), "rewritten", func(p *fixtures.Profile) { p.Quirks.UserCanceled = true })
	for _, tc := range []struct {
		p       fixtures.Profile
		backend harness.Backend
		lines   int // of each connection
	}{
		{fixtures.AES128SHAOnly(), harness.Legacy(), 1},
		{fixtures.TLS12Only(), harness.Legacy(), 1},
		{fixtures.TLS10ECDHE(), harness.Legacy(), 1},
		{fixtures.TLS12Only(), harness.CryptoTLS(), 1},
		{fixtures.TLS13Only(), harness.CryptoTLS(), 4},
		{quirky, harness.CryptoTLS(), 4},
		{fixtures.AES128SHAOnly(), opensslBackend(t), 1},
		{fixtures.TLS12Only(), opensslBackend(t), 1},
		{fixtures.TLS13Only(), opensslBackend(t), 4},
	} {
		var server, client keyLines
		s, over := watch(t, tc.p, harness.WithBackend(tc.backend), harness.WithKeyLog(&server))
		config := explicitClient(s)
		config.KeyLogWriter = &client
		for i := 1; i <= 2; i++ {
			conn, err := dial(s, config)
			require.NoError(t, err)
			if tc.p.Name != "rewritten" { // whose client reads no data
				require.NoError(t, echo(conn, "a line"))
			}
			conn.Close()
			next(t, over)
			require.Len(t, client.sorted(), i*tc.lines, "%s on %s", tc.p.Name, s.Backend)
			require.Equal(t, client.sorted(), server.sorted(), "%s on %s", tc.p.Name, s.Backend)
		}
	}
}

// A broken writer breaks no handshake.
func TestAKeyLogThatCannotBeWrittenIsLost(t *testing.T) {
	t.Parallel()
	for _, b := range []harness.Backend{harness.Legacy(), harness.CryptoTLS(), opensslBackend(t)} {
		s, _ := watch(t, fixtures.TLS12Only(), harness.WithBackend(b), harness.WithKeyLog(broken{}))
		_, err := ping(s, explicitClient(s))
		require.NoError(t, err, b.Name())
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

// Without the option nothing is logged, whatever the environment says.
func TestNoKeysAreLoggedUnasked(t *testing.T) {
	t.Parallel()
	s, over := watchOpenSSL(t, fixtures.TLS12Only())
	_, err := ping(s, &tls.Config{RootCAs: s.Roots, ServerName: "localhost"})
	require.NoError(t, err)
	require.NotContains(t, next(t, over).Log, "CLIENT_RANDOM")
}
