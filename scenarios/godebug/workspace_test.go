package godebug_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// workspace writes a go.work and a module in the directory app, whose path it returns.
func workspace(t *testing.T, goWork, goMod string) string {
	t.Helper()
	return filepath.Join(files(t, map[string]string{
		"go.work":     goWork,
		"app/go.mod":  goMod,
		"app/main.go": program,
	}), "app")
}

func TestInAWorkspaceTheGoLineOfGoWorkCounts(t *testing.T) {
	t.Parallel()
	dir := workspace(t, "go 1.22\n\nuse ./app\n", goMod("go 1.21"))
	for _, release := range []string{"1.22.12", "1.26.11"} {
		require.Equal(t, builtInto(t, release, app(t, "go 1.22")), builtInto(t, release, dir), release)

		without := listing(t, release, dir)
		without.Env = append(without.Env, "GOWORK=off")
		require.Equal(t, "1", settingsOf(prints(t, without))["tlsrsakex"], release)
	}
}

func TestTheGoLineOfGoWorkIsNotBelowThatOfAModule(t *testing.T) {
	t.Parallel()
	dir := workspace(t, "go 1.21\n\nuse ./app\n", goMod("go 1.22"))
	for _, release := range []string{"1.22.12", "1.26.11", "1.27.4"} {
		require.Contains(t, complains(t, listing(t, release, dir)), "listed in go.work file requires go >= 1.22, but go.work lists go 1.21", release)
	}
}

func TestAGoWorkWithoutAGoLineCountsAsGo118(t *testing.T) {
	t.Parallel()
	dir := workspace(t, "use ./app\n", goMod("go 1.17"))
	for _, release := range []string{"1.22.12", "1.26.11", "1.27.4"} {
		want := builtInto(t, release, app(t, "go 1.18"))
		require.NotEmpty(t, want)
		require.Equal(t, want, builtInto(t, release, dir), release)
	}
}

func TestInAWorkspaceTheGodebugLinesOfGoWorkCountAndThoseOfGoModDoNot(t *testing.T) {
	t.Parallel()
	dir := workspace(t, "go 1.26\n\nuse ./app\n\ngodebug tls3des=1\n", goMod("go 1.26", "godebug tlsrsakex=1"))
	require.Equal(t, settingsOf("tls3des=1"), builtInto(t, "1.26.11", dir))
}
