package scenarios_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// A program that a release does not build or start is explained by the setting, without
// which the same program connects.
func TestASettingThatAReleaseDoesNotAcceptIsTheCause(t *testing.T) {
	runner := newRunner(t)
	server := serve(t, harness.Scenario{Server: fixtures.Modern()})
	defer server.Close()
	for _, tc := range []struct {
		release  string
		settings harness.Settings
		says     string
	}{
		{"1.27", harness.Settings{GODEBUG: "tlsrsakex=1"}, "Go 1.27 has removed tlsrsakex"},
		{"1.27", harness.Settings{GODEBUG: "x509sha1=1"}, "Go 1.24 has removed x509sha1"},
		{"1.27", harness.Settings{GoMod: "tls3des=1"}, "Go 1.27 has removed tls3des"},
		{"1.27", harness.Settings{Directive: "tls10server=1"}, "Go 1.27 has removed tls10server"},
		{"1.26", harness.Settings{Directive: "x509sha1=1"}, "Go 1.24 has removed x509sha1"},
		{"1.26", harness.Settings{GoMod: "x509sha1=1"}, "Go 1.24 has removed x509sha1"},
		{"1.24", harness.Settings{GoMod: "tlskyber=0"}, "Go 1.24 has removed tlskyber"},
		{"1.24", harness.Settings{Directive: "tlskyber=0"}, "Go 1.24 has removed tlskyber"},
		{"1.21", harness.Settings{Directive: "tlsrsakex=1"}, "tlsrsakex came with Go 1.22"},
		{"1.22", harness.Settings{GoMod: "tlsrsakex=1"}, "go.mod has a godebug line, which Go reads since 1.23"},
	} {
		build := harness.Build{Go: full(t, runner, tc.release), Settings: tc.settings}
		o, err := runner.Connect(context.Background(), build, harness.Client{}, harness.TargetOf(server))
		require.NoError(t, err)
		e := runner.Explain(context.Background(), o, harness.Client{}, harness.TargetOf(server))
		require.Equal(t, harness.CauseGODEBUG, e.Cause, "%s: %s", build, o)
		require.True(t, strings.HasPrefix(e.Lines[0].Text, tc.says), e.String())
		require.True(t, connectAs(t, runner, server, tc.release, harness.Client{}).OK(), "go%s, without the setting", tc.release)
	}
}

// Extended master secret is what a program in FIPS 140-3 mode insists on. With a server that
// has it, or with the setting that is printed, it connects.
func TestMissingExtendedMasterSecretIsTheCauseInFIPSMode(t *testing.T) {
	runner := newRunner(t)
	server := serve(t, harness.Scenario{Server: fixtures.NoEMS()})
	defer server.Close()
	another := serve(t, harness.Scenario{Server: fixtures.TLS12Only()})
	defer another.Close()
	for _, release := range []string{"1.25", "1.26", "1.27"} {
		build := harness.Build{Go: full(t, runner, release), Settings: harness.Settings{GODEBUG: "fips140=on"}}
		o, err := runner.Connect(context.Background(), build, harness.Client{}, harness.TargetOf(server))
		require.NoError(t, err)
		e := runner.Explain(context.Background(), o, harness.Client{}, harness.TargetOf(server))
		require.Equal(t, harness.CauseExtendedMasterSecret, e.Cause, "%s: %s", build, o)
		remedies := recordedIn(e)
		require.Len(t, remedies, 1)
		requireHelps(t, runner, server, harness.Client{}, remedies[0])

		mended, err := runner.Connect(context.Background(), build, harness.Client{}, harness.TargetOf(another))
		require.NoError(t, err)
		require.True(t, mended.OK(), mended.String())
	}
}
