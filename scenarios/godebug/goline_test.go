package godebug_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestThePatchReleaseInAGoLineDoesNotMatter(t *testing.T) {
	t.Parallel()
	want := builtInto(t, "1.26.11", app(t, "go 1.21"))
	require.Equal(t, "1", want["tlsrsakex"])
	for _, line := range []string{"go 1.21.0", "go 1.21.13"} {
		require.Equal(t, want, builtInto(t, "1.26.11", app(t, line)), line)
	}
}

func TestAReleaseCandidateInAGoLineTurnsNothingBack(t *testing.T) {
	t.Parallel()
	require.Contains(t, builtInto(t, "1.26.11", app(t, "go 1.22")), "tls3des")
	require.Empty(t, builtInto(t, "1.26.11", app(t, "go 1.22rc1")))
}

func TestSettingsWhoseDefaultNeverChangedAreInNoGoLine(t *testing.T) {
	t.Parallel()
	for release, names := range map[string][]string{"1.23.12": {"x509sha1", "tlsmaxrsasize"}, "1.26.11": {"tlsmaxrsasize"}} {
		got := builtInto(t, release, app(t, "go 1.11"))
		require.Equal(t, "1", got["tlsrsakex"])
		for _, name := range names {
			require.NotContains(t, got, name, release)
			prints(t, listing(t, release, app(t, "go 1.23", "godebug "+name+"=1"))) // which is a setting
		}
	}
}

func TestAModuleWithoutAGoLineCountsAsGo116(t *testing.T) {
	t.Parallel()
	for release, setting := range map[string]string{
		"1.21.13": "panicnil=1", "1.22.12": "tlsrsakex=1", "1.26.11": "tls3des=1", "1.27.4": "tlssha1=1",
	} {
		got := builtInto(t, release, app(t))
		require.Subset(t, got, settingsOf(setting), release)
		require.Equal(t, builtInto(t, release, app(t, "go 1.16")), got, release)
	}
}

// A go command that may hand over takes goX.Y.Z from PATH, if it is there.
func TestAToolchainLineOnlyChoosesTheToolchain(t *testing.T) {
	t.Parallel()
	dir := app(t, "go 1.21", "toolchain go1.27.4")
	stays := listing(t, "1.26.11", dir)
	require.Equal(t, builtInto(t, "1.26.11", app(t, "go 1.21")), settingsOf(prints(t, stays)))

	handsOver := listing(t, "1.26.11", dir)
	handsOver.Env = append(handsOver.Env, mayHandOver(t, "1.27.4")...)
	got := settingsOf(prints(t, handsOver))
	require.Equal(t, builtInto(t, "1.27.4", app(t, "go 1.21")), got)
	require.NotContains(t, got, "tlsrsakex")
}

// mayHandOver are variables for a go command that may hand over to one other toolchain.
func mayHandOver(t *testing.T, release string) []string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("uses a symbolic link")
	}
	bin := t.TempDir()
	require.NoError(t, os.Symlink(toolchainOf(t, release).Command(), filepath.Join(bin, "go"+release)))
	return []string{"GOTOOLCHAIN=path", "PATH=" + bin + string(os.PathListSeparator) + os.Getenv("PATH")}
}
