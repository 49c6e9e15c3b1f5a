package harness_test

import (
	"bytes"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/sweep"
)

// Decision 3 of the design: a server never depends on the settings of the
// program that runs it. A child process of this test binary prints what came
// of a table of profiles and clients, under GODEBUG settings that change the
// defaults of crypto/tls.

// serversFile has what came of the table. It is the same for every release: CI
// runs this test under the oldest and the newest.
const serversFile = "testdata/servers.txt"

var update = flag.Bool("update", false, "write testdata instead of comparing with it")

// minorOf is the minor release that this binary was built by.
func minorOf() int {
	m := regexp.MustCompile(`go1\.(\d+)`).FindStringSubmatch(runtime.Version())
	if m == nil {
		return 99 // a development version
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

// variants are the GODEBUG settings that mean something to this release. The
// old values of settings that Go 1.27 removed would end the process.
func variants() []string {
	all := []string{
		"tlsrsakex=0,tls3des=0,tls10server=0,tlsunsafeekm=0",
		"tlsmlkem=0,tlssecpmlkem=0",
		"tlssha1=1",
		"rsa1024min=0",
		"tlsmaxrsasize=16384",
	}
	if minorOf() < 27 {
		all = append(all, "tlsrsakex=1,tls3des=1,tls10server=1,tlsunsafeekm=1,x509keypairleaf=0,x509sha1=1", "tlskyber=0")
	}
	return all
}

// clientsOf are clients that leave nothing to the defaults of this release,
// because those are what the settings change.
func clientsOf(t *testing.T, s *harness.Server) map[string]*tls.Config {
	change := func(f func(*tls.Config)) *tls.Config {
		config := clientOf(t, s)
		f(config)
		return config
	}
	return map[string]*tls.Config{
		"everything": change(func(*tls.Config) {}),
		"tls10":      change(func(c *tls.Config) { c.MaxVersion = tls.VersionTLS10 }),
		"tls11":      change(func(c *tls.Config) { c.MaxVersion = tls.VersionTLS11 }),
		"tls12":      change(func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 }),
		"rsa":        change(func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12; c.CipherSuites = []uint16{aes128} }),
		"3des": change(func(c *tls.Config) {
			c.MaxVersion = tls.VersionTLS12
			c.CipherSuites = []uint16{tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA}
		}),
		"p521":           change(func(c *tls.Config) { c.CurvePreferences = []tls.CurveID{tls.CurveP521, tls.CurveP256} }),
		"no certificate": change(func(c *tls.Config) { c.Certificates = nil; c.MaxVersion = tls.VersionTLS12 }),
	}
}

// measurable are the profiles that are measured.
func measurable(t *testing.T) []fixtures.Profile {
	t.Helper()
	return sweep.Some(t, 40, append(playable(), weakFirst()))
}

// linesOf are the lines of the file about these profiles.
func linesOf(t *testing.T, profiles []fixtures.Profile) string {
	t.Helper()
	recorded, err := os.ReadFile(serversFile)
	require.NoError(t, err)
	var lines strings.Builder
	for _, line := range strings.SplitAfter(strings.ReplaceAll(string(recorded), "\r\n", "\n"), "\n") {
		name, _, _ := strings.Cut(strings.TrimPrefix(line, "= "), ", ")
		if slices.ContainsFunc(profiles, func(p fixtures.Profile) bool { return p.Name == name }) {
			lines.WriteString(line)
		}
	}
	return lines.String()
}

// measure prints a line for each profile and client. Quirks that this Go release may
// mind, or its ClientHello provoke, are left out.
func measure(t *testing.T) {
	for _, p := range measurable(t) {
		s, over := watch(t, pin(p))
		clients := clientsOf(t, s)
		for _, name := range []string{"everything", "tls10", "tls11", "tls12", "rsa", "3des", "p521", "no certificate"} {
			raw, err := net.DialTimeout("tcp", s.Addr, patience)
			require.NoError(t, err)
			state, err := pinged(secured(raw, clients[name], patience))
			c := nextFrom(t, over, raw.LocalAddr().String())
			fmt.Printf("= %s, %s: %s\n", p.Name, name, measurement(state, err, c))
		}
	}
}

// nextFrom is next for the connection of one client: on a busy machine strangers come as
// well, to a port that was that of another server just now.
func nextFrom(t *testing.T, over <-chan harness.Connection, remote string) harness.Connection {
	t.Helper()
	for {
		if c := next(t, over); c.Remote == remote {
			return c
		}
	}
}

// measurement is what both ends say of a connection.
func measurement(state tls.ConnectionState, err error, c harness.Connection) string {
	suite := fixtures.OpenSSLName(c.State.Suite)
	switch {
	case err != nil && c.Alert != nil:
		return fmt.Sprintf("%v (%v)", err, *c.Alert)
	case errors.Is(err, syscall.ECONNRESET) && c.Err != nil:
		return "connection reset"
	case errors.Is(err, io.EOF) && c.Err != nil:
		return "closed"
	case err != nil || state.CipherSuite != c.State.Suite || state.Version != c.State.Version:
		return fmt.Sprintf("the ends differ: %v, %+v, %+v", err, state, c)
	case state.Version == tls.VersionTLS13:
		suite = "any" // crypto/tls looks at the processor
	}
	return tls.VersionName(state.Version) + " " + suite
}

func TestAServerIsTheSameUnderEveryGODEBUGSetting(t *testing.T) {
	if os.Getenv(childVariable) != "" {
		measure(t)
		return
	}
	t.Parallel()
	profiles := measurable(t)
	got := measured(t, "")
	require.Equal(t, 8*len(profiles), strings.Count(got, "= "))
	if *update {
		require.Len(t, profiles, len(playable())+1, "the file is written with LEGACYTLS_SWEEP=all")
		require.NoError(t, os.WriteFile(serversFile, []byte(got), 0o644))
	}
	want := linesOf(t, profiles)
	require.Equal(t, want, got, "%s; if the catalogue changed, run the test with -update", runtime.Version())
	for _, godebug := range variants() {
		require.Equal(t, want, measured(t, godebug), godebug)
	}
}

// measured is what a child prints under the setting.
func measured(t *testing.T, godebug string) string {
	t.Helper()
	cmd := child(t, t.Name(), "GODEBUG="+godebug)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	var lines strings.Builder
	for _, line := range bytes.Split(out, []byte("\n")) {
		if bytes.HasPrefix(line, []byte("= ")) {
			lines.Write(line)
			lines.WriteByte('\n')
		}
	}
	return lines.String()
}
