package harness_test

import (
	"crypto/tls"
	"errors"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// A settingTB is a fakeTB that has an environment, the real one.
type settingTB struct {
	fakeTB
	t *testing.T
}

func (s *settingTB) Setenv(name, value string) { s.t.Setenv(name, value) }

// needed returns what RequireNeeded fails with, "" if it does not, where the environment has
// godebug.
func needed(t *testing.T, godebug, setting string, connect func(testing.TB) error) string {
	t.Helper()
	t.Setenv("GODEBUG", godebug)
	tb := &settingTB{t: t}
	tb.run(func(testing.TB) { harness.RequireNeeded(tb, setting, connect) })
	require.Equal(t, godebug, os.Getenv("GODEBUG"), "what the environment had")
	require.Empty(t, tb.errors)
	return strings.Join(tb.fatals, "\n")
}

// minor is that of the Go that runs this.
func minor(t *testing.T) string {
	t.Helper()
	parts := strings.Split(strings.TrimPrefix(runtime.Version(), "go"), ".")
	require.GreaterOrEqual(t, len(parts), 2, runtime.Version())
	return parts[1]
}

// A server without ECDHE, as a program of the newest go line meets it.
func TestAWorkaroundThatIsNeededPasses(t *testing.T) {
	s := harness.Start(t, fixtures.AES128SHAOnly(), harness.WithLines(nil))
	connect := func(testing.TB) error {
		_, err := ping(s, &tls.Config{RootCAs: s.Roots, ServerName: "localhost"})
		return err
	}
	text := needed(t, "tlsrsakex=0", "tlsrsakex=1", connect)
	switch minor(t) {
	case "21":
		require.Contains(t, text, "GODEBUG=tlsrsakex=1 is not needed yet: "+runtime.Version()+" does not have it, which came with Go 1.22")
	case "22", "23", "24", "25", "26":
		require.Empty(t, text)
		require.Empty(t, needed(t, "tlsrsakex=0,http2debug=1", "tlsrsakex=1", connect), "among others")
	default:
		require.Contains(t, text, "GODEBUG=tlsrsakex=1 does not help any more: Go 1.27 has removed tlsrsakex, this is "+runtime.Version())
		require.Contains(t, text, "the client reports: remote error: tls: handshake failure")
	}
}

func TestAWorkaroundThatIsNotNeededFails(t *testing.T) {
	s := harness.Start(t, fixtures.TLS12Only(), harness.WithLines(nil))
	text := needed(t, "", "tlsrsakex=1", func(testing.TB) error {
		_, err := ping(s, &tls.Config{RootCAs: s.Roots, ServerName: "localhost"})
		return err
	})
	if minor(t) == "21" {
		require.Contains(t, text, "is not needed yet")
		return
	}
	require.Contains(t, text, "GODEBUG=tlsrsakex=1 is not needed any more: the client connects without it")
	require.Contains(t, text, "Take it out, and this test with it")
}

func TestAWorkaroundThatDoesNotHelpFails(t *testing.T) {
	var tried []string
	text := needed(t, "a=1,tlsmlkem=0,b=2", "tlsmlkem=0", func(testing.TB) error {
		tried = append(tried, os.Getenv("GODEBUG"))
		return errors.New("it is down")
	})
	require.Equal(t, []string{"a=1,b=2", "a=1,b=2,tlsmlkem=0"}, tried)
	require.Equal(t, "GODEBUG=tlsmlkem=0 does not help any more\n    with it the client reports:    it is down\n    without it the client reports: it is down", text)
}

func TestWhatIsNoWorkaroundIsRefused(t *testing.T) {
	never := func(testing.TB) error {
		t.Error("it was tried")
		return nil
	}
	for setting, want := range map[string]string{
		"tlsrsakex":             `"tlsrsakex": want one GODEBUG setting, for example tlsrsakex=1`,
		"tlsrsakex=1,tls3des=1": "want one GODEBUG setting",
		"fips140=on":            "fips140 is read at start of a program, so that no test can try it",
	} {
		require.Contains(t, needed(t, "", setting, never), want)
	}
}
