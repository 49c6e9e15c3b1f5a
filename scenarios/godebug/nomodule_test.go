package godebug_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAFileOutsideOfAModuleHasTheDefaultsOfTheToolchain(t *testing.T) {
	t.Parallel()
	dir := files(t, map[string]string{"main.go": program})
	for _, release := range []string{"1.21.13", "1.22.12", "1.26.11", "1.27.4"} {
		require.Empty(t, builtInto(t, release, dir, "main.go"), release)
	}
}

func TestADebugLineCountsInAFileOutsideOfAModule(t *testing.T) {
	t.Parallel()
	dir := files(t, map[string]string{"main.go": "//go:debug tlsrsakex=1\n\n" + program})
	require.Equal(t, settingsOf("tlsrsakex=1"), builtInto(t, "1.26.11", dir, "main.go"))
}

func TestAFileInsideOfAModuleBelongsToIt(t *testing.T) {
	t.Parallel()
	dir := app(t, "go 1.21")
	require.Equal(t, "1", builtInto(t, "1.26.11", dir, "main.go")["tlsrsakex"])
}

// The modes differ in other settings between the releases, not in those of TLS.
func TestWithModulesOffThereAreTheOldDefaults(t *testing.T) {
	t.Parallel()
	dir := files(t, map[string]string{"main.go": program})
	for release, setting := range map[string]string{"1.22.12": "tlsrsakex=1", "1.26.11": "tlsrsakex=1", "1.27.4": "tlssha1=1"} {
		off := listing(t, release, dir, "main.go")
		off.Env = append(off.Env, "GO111MODULE=off")
		require.Subset(t, settingsOf(prints(t, off)), settingsOf(setting), release)
	}
}
