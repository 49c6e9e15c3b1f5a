package peers_test

import (
	"context"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/peers"
)

// asked connects OpenSSL to a server that asks with a cookie, and returns what it
// prints.
func asked(t *testing.T, args ...string) string {
	t.Helper()
	openssl := needs.Command(t, needs.OpenSSL)
	server := harness.Start(t, fixtures.TLS13Only(), harness.WithBackend(peers.CookieRequest("a cookie")))
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	out, _ := exec.CommandContext(ctx, openssl, append([]string{"s_client", "-connect", server.Addr, "-msg"}, args...)...).CombinedOutput()
	require.NoError(t, ctx.Err(), "%s", out)
	return string(out)
}

func TestARequestWithACookieIsAnsweredByASecondHello(t *testing.T) {
	t.Parallel()
	out := asked(t)
	require.Contains(t, out, "61 20 63 6f 6f 6b 69 65", "the client sends it back")
	require.Contains(t, out, "alert number 80")
}

func TestAClientWithoutTLS13IsNotAskedAgain(t *testing.T) {
	t.Parallel()
	require.Contains(t, asked(t, "-tls1_2"), "alert number 70")
}
