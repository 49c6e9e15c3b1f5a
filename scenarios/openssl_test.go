package scenarios_test

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/scenarios"
)

// noAnswer is what a line of expectation says for a server that does not answer
// OpenSSL, which has no deadline of its own.
const noAnswer = "no answer"

// opensslComplains is in what OpenSSL prints when something fails: its own errors, and
// those of the connection.
const opensslComplains = `:error:|errno=`

func TestOpenSSLMeetsWhatTheCatalogueSays(t *testing.T) {
	openssl := needs.Command(t, needs.OpenSSL)
	version, err := exec.Command(openssl, "version").Output()
	require.NoError(t, err)
	if !strings.HasPrefix(string(version), "OpenSSL 3.0.") {
		needs.Missing(t, needs.OpenSSL, "the catalogue says what OpenSSL 3.0 meets, here is "+strings.TrimSpace(string(version)))
	}
	for _, m := range sweep.Some(t, 5, scenarios.Meetings()) {
		m := m
		t.Run(m.Server.Name, func(t *testing.T) {
			t.Parallel()
			printed := sClient(t, openssl, m)
			if _, err := fixtures.FindSuite(m.OpenSSL); err == nil {
				require.Contains(t, printed, "Cipher is "+m.OpenSSL+"\n")
				require.Contains(t, printed, "Verification: OK")
				require.NotRegexp(t, opensslComplains, printed)
				return
			}
			if m.OpenSSL == noAnswer {
				require.NotRegexp(t, opensslComplains+`|Cipher is [A-Z]`, printed)
				return
			}
			require.Regexp(t, opensslComplains, printed)
			require.Contains(t, printed, m.OpenSSL)
		})
	}
}

// sClient returns what openssl s_client prints about a server, with its defaults on
// any machine.
func sClient(t *testing.T, openssl string, m scenarios.Meeting) string {
	t.Helper()
	server := harness.Start(t, m.Server)
	roots := filepath.Join(t.TempDir(), "roots.pem")
	require.NoError(t, os.WriteFile(roots, server.RootsPEM, 0o600))
	patience := 20 * time.Second
	if m.OpenSSL == noAnswer {
		patience = 500 * time.Millisecond
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	args := append([]string{"s_client", "-connect", server.Addr, "-CAfile", roots, "-verify_return_error", "-cipher", "DEFAULT:@SECLEVEL=2"}, nameArgs(m.Client)...)
	if _, err := fixtures.FindSuite(m.OpenSSL); err != nil {
		args = append(args, "-ign_eof") // it is the server that ends the connection, perhaps after the handshake
	}
	cmd := exec.CommandContext(ctx, openssl, args...)
	cmd.Env = append(os.Environ(), "OPENSSL_CONF="+os.DevNull)
	out, _ := cmd.CombinedOutput() // the exit code says nothing that out does not
	if m.OpenSSL != noAnswer {
		require.NoError(t, ctx.Err(), "%s", out)
	}
	return string(out)
}

// nameArgs offers the server name and the protocols that the Go client offers.
func nameArgs(c harness.Client) []string {
	args := []string{"-servername", "localhost"}
	switch {
	case net.ParseIP(c.ServerName) != nil:
		args = []string{"-noservername"}
	case c.ServerName != "":
		args[1] = c.ServerName
	}
	if len(c.ALPN) > 0 {
		args = append(args, "-alpn", strings.Join(c.ALPN, ","))
	}
	return args
}
