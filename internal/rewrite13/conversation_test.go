package rewrite13_test

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/needs"
)

// greeting is what the servers of [startGreeter] answer to the first bytes of a
// client.
const greeting = "good day to you\n"

// startGreeter starts a server of TLS 1.3 with these quirks that answers once and
// closes. Its connections are reported as they end. If groups are given, it has no
// others.
func startGreeter(t *testing.T, quirks fixtures.Quirks, groups ...tls.CurveID) (*harness.Server, <-chan harness.Connection) {
	t.Helper()
	profile := fixtures.TLS13Only()
	profile.Name, profile.Quirks = "tls13-greeter", quirks
	if groups != nil {
		profile.Groups = groups
	}
	return startProfile(t, profile)
}

func startProfile(t *testing.T, profile fixtures.Profile) (*harness.Server, <-chan harness.Connection) {
	t.Helper()
	over := make(chan harness.Connection, 16)
	server := harness.Start(t, profile,
		harness.WithConnectionLog(func(c harness.Connection) { over <- c }),
		harness.WithConn(func(conn net.Conn) {
			if _, err := conn.Read(make([]byte, 64)); err == nil {
				io.WriteString(conn, greeting)
			}
		}))
	return server, over
}

// next returns the server's side of the next connection that ends.
func next(t *testing.T, over <-chan harness.Connection) harness.Connection {
	t.Helper()
	select {
	case c := <-over:
		return c
	case <-time.After(20 * time.Second):
		t.Fatal("no connection has ended")
		return harness.Connection{}
	}
}

// greet connects OpenSSL, which says something, and returns what it prints until
// the server closes.
func greet(t *testing.T, addr string, args ...string) string {
	t.Helper()
	openssl := needs.Command(t, needs.OpenSSL)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	args = append([]string{"s_client", "-connect", addr, "-ign_eof", "-msg"}, args...)
	client := exec.CommandContext(ctx, openssl, args...)
	client.Stdin = strings.NewReader("hello\n")
	out, _ := client.CombinedOutput() // the exit code says nothing that out does not
	require.NoError(t, ctx.Err(), "%s", out)
	return string(out)
}
