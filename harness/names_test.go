package harness_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
)

func TestGoLinesAreChecked(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"1.21", "1.22.3", "1.27rc1"} {
		require.NoError(t, harness.CheckGoLine(good), good)
	}
	for _, bad := range []string{"", "go1.21", "1", "one", "1.21-custom", "local"} {
		require.Error(t, harness.CheckGoLine(bad), bad)
	}
}

func TestGODEBUGIsChecked(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"", "tlsrsakex=1", "tlsrsakex=1,tls3des=1"} {
		require.NoError(t, harness.CheckGODEBUG(good), good)
	}
	for _, bad := range []string{"tlsrsakex", "tlsrsakex=1,", "=1", "a="} {
		require.ErrorContains(t, harness.CheckGODEBUG(bad), "want key=value", bad)
	}
}

func TestBuildsAreNamedForPeople(t *testing.T) {
	t.Parallel()
	require.Equal(t, "go1.22.12", build("1.22.12", harness.Settings{}).String())
	require.Equal(t, "default", harness.Settings{}.String())
	all := harness.Settings{GoLine: "1.21", GODEBUG: "a=1", Directive: "b=2", GoMod: "c=3", Uses: "X"}
	require.Equal(t, "go1.22.12, GODEBUG=a=1, go line 1.21, //go:debug b=2, go.mod godebug c=3, uses tls.X", build("1.22.12", all).String())
}

func TestAlertsAreNamedAsIANANamesThem(t *testing.T) {
	t.Parallel()
	require.Equal(t, "handshake_failure(40)", harness.HandshakeFailure.String())
	require.Equal(t, "alert protocol_version(70) from the server", harness.Alert{From: harness.ServerSide, Code: 70}.String())
	require.Equal(t, "TLS 1.0", harness.VersionName(0x0301))
	require.Equal(t, "", harness.GroupName(0))
}
