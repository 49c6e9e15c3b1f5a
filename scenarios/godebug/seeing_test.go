package godebug_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// builtIn returns what go version -m tells of the settings in a program; nil if it does
// not mention them.
func builtIn(t *testing.T, release, path string) map[string]string {
	t.Helper()
	for _, line := range lines(t, goCommand(t, release, t.TempDir(), "version", "-m", path)) {
		if _, godebug, ok := strings.Cut(line, "build\tDefaultGODEBUG="); ok {
			return settingsOf(godebug)
		}
	}
	return nil
}

func TestGoListGoVersionAndTheProgramTellTheSame(t *testing.T) {
	t.Parallel()
	for _, release := range []string{"1.22.12", "1.26.11", "1.27.4"} {
		path := client(t, release, "1.21")
		want := builtInto(t, release, app(t, "go 1.21"))
		require.NotEmpty(t, want)
		require.Equal(t, want, builtIn(t, release, path), release)
		require.Equal(t, want, settingsOf(prints(t, started(path, "", "buildinfo"))), release)
	}
}

func TestWithoutAnySettingThereIsNoDefaultGODEBUG(t *testing.T) {
	t.Parallel()
	path := client(t, "1.26.11", "")
	require.Nil(t, builtIn(t, "1.26.11", path))
	require.Empty(t, prints(t, started(path, "", "buildinfo")))
}

func TestTheBuildInfoDoesNotKnowTheEnvironment(t *testing.T) {
	t.Parallel()
	require.Empty(t, prints(t, started(client(t, "1.26.11", ""), "tlsrsakex=1", "setenv:tls3des=1", "buildinfo")))
}

func TestSettingsWithoutACounter(t *testing.T) {
	t.Parallel()
	counters := lines(t, started(client(t, "1.26.11", ""), "", "counters"))
	for _, name := range []string{"tlsrsakex", "tls3des", "tls10server", "tlsunsafeekm", "tlssha1", "tlsmaxrsasize", "rsa1024min", "x509negativeserial"} {
		require.Contains(t, counters, "/godebug/non-default-behavior/"+name+":events")
	}
	for _, name := range []string{"tlsmlkem", "tlssecpmlkem", "fips140"} {
		require.NotContains(t, counters, "/godebug/non-default-behavior/"+name+":events")
	}
}

func TestCountersBeginWithGo121(t *testing.T) {
	t.Parallel()
	require.Empty(t, prints(t, started(client(t, "1.20.14", ""), "", "counters")))
	require.Contains(t, lines(t, started(client(t, "1.21.13", ""), "", "counters")), "/godebug/non-default-behavior/x509sha1:events")
}

func TestTheCounterGoesWithTheSetting(t *testing.T) {
	t.Parallel()
	counters := lines(t, started(client(t, "1.27.4", ""), "", "counters"))
	require.Contains(t, counters, "/godebug/non-default-behavior/tlssha1:events")
	require.NotContains(t, counters, "/godebug/non-default-behavior/tlsrsakex:events")
}

func TestACounterCountsTheConnectionsThatNeededTheSetting(t *testing.T) {
	t.Parallel()
	toolchainOf(t, "1.26.11")
	runner, err := harness.NewRunner(harness.RunnerOptions{})
	require.NoError(t, err)
	defer func() { require.NoError(t, runner.Close()) }()
	old := connected(t, runner, fixtures.AES128SHAOnly(), harness.Settings{GODEBUG: "tlsrsakex=1"})
	require.Equal(t, map[string]uint64{"tlsrsakex": 1}, old.Counters)
	modern := connected(t, runner, fixtures.TLS12Only(), harness.Settings{GODEBUG: "tlsrsakex=1,tls3des=0"})
	require.Empty(t, modern.Counters)
}

// connected is what comes of one connection of a program of its own.
func connected(t *testing.T, runner *harness.Runner, p fixtures.Profile, settings harness.Settings) harness.Outcome {
	t.Helper()
	server, err := harness.Serve(context.Background(), p, harness.WithLines(nil))
	require.NoError(t, err)
	defer server.Close()
	o, err := runner.Connect(context.Background(), harness.Build{Go: "1.26.11", Settings: settings}, harness.Client{}, harness.TargetOf(server))
	require.NoError(t, err)
	require.True(t, o.OK(), o.String())
	return o
}
