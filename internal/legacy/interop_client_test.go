package legacy_test

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
)

// request is for one connection in this version, which verifies the certificate.
func (s *server) request(version uint16) foreign.Request {
	return foreign.Request{Addr: s.addr, Version: version, RootsPEM: s.roots}
}

func connect(tb testing.TB, c *foreign.Client, r foreign.Request) foreign.Result {
	tb.Helper()
	got, err := c.Connect(context.Background(), r)
	require.NoError(tb, err)
	return got
}

// requireConnects asserts that all goes well, in the version of the request.
func requireConnects(tb testing.TB, c *foreign.Client, r foreign.Request) foreign.Result {
	tb.Helper()
	got := connect(tb, c, r)
	require.Empty(tb, got.Problem, got.Output)
	require.Empty(tb, got.Alert, got.Output)
	require.True(tb, got.Echoed, got.Output)
	require.Equal(tb, r.Version, got.Version, got.Output)
	return got
}

// requireRefused asserts that there was no handshake, and the server's alert, "" for
// none.
func requireRefused(tb testing.TB, c *foreign.Client, r foreign.Request, alert string) foreign.Result {
	tb.Helper()
	got := connect(tb, c, r)
	require.Equal(tb, alert, got.Alert, got.Output)
	require.NotEmpty(tb, got.Problem, got.Output)
	require.False(tb, got.Echoed, got.Output)
	return got
}

// The clients that send lines, in the order of the time that they take: Java has its virtual
// machines to start.
func allClients() []string { return []string{"openssl", "gnutls", "java"} }

// andCurl are allClients and the one that speaks HTTP: see startFor.
func andCurl() []string { return append(allClients(), "curl") }

// eachClient runs a subtest for each of the foreign clients with these names, in a cut for
// the first of them.
func eachClient(t *testing.T, names []string, test func(t *testing.T, c *foreign.Client)) {
	t.Helper()
	for _, name := range sweep.Some(t, len(names), names) {
		open := map[string]func(testing.TB) *foreign.Client{
			"openssl": foreign.OpenSSL, "gnutls": foreign.GnuTLS, "java": foreign.Java, "curl": foreign.Curl,
		}[name]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

// eachVersion calls test with the versions in which the client has the suite.
func eachVersion(c *foreign.Client, suite uint16, test func(version uint16)) {
	for version := wire.VersionSSL30; version <= wire.VersionTLS12; version++ {
		if c.Lacks(version, suite) == "" {
			test(version)
		}
	}
}

// command runs a program with what package foreign has no request for, and returns all that
// it prints. It is not to look at the policies of the system.
func command(t *testing.T, path string, arguments ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, arguments...)
	cmd.Env = append(os.Environ(), "LC_ALL=C", "OPENSSL_CONF="+os.DevNull, "GNUTLS_SYSTEM_PRIORITY_FILE="+os.DevNull)
	cmd.Stdin = strings.NewReader("")
	out, _ := cmd.CombinedOutput() // how it ended is judged by what it printed
	require.NoError(t, ctx.Err(), "%s", out)
	return string(out)
}

// sClient makes a connection with openssl s_client, and ends it.
func sClient(t *testing.T, s *server, arguments ...string) string {
	t.Helper()
	all := append([]string{"s_client", "-connect", s.addr, "-cipher", "ALL:@SECLEVEL=0"}, arguments...)
	return command(t, needs.Command(t, needs.OpenSSL), all...)
}
