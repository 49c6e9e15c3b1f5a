package godebug_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAGodebugLineWinsOverTheGoLineForItsOwnSettingAlone(t *testing.T) {
	t.Parallel()
	want := builtInto(t, "1.26.11", app(t, "go 1.21"))
	require.Equal(t, "1", want["tlsrsakex"])
	want["tlsrsakex"] = "0"
	require.Equal(t, want, builtInto(t, "1.26.11", app(t, "go 1.21", "godebug tlsrsakex=0")))
}

func TestADebugLineWinsOverGoModForItsOwnSettingAlone(t *testing.T) {
	t.Parallel()
	dir := files(t, map[string]string{
		"go.mod":  goMod("go 1.26", "godebug (\n\ttlsrsakex=1\n\ttls3des=1\n)"),
		"main.go": "//go:debug tlsrsakex=0\n\n" + program,
	})
	require.Equal(t, settingsOf("tlsrsakex=0,tls3des=1"), builtInto(t, "1.26.11", dir))
}

func TestTheLastOfTwoGodebugLinesWins(t *testing.T) {
	t.Parallel()
	require.Equal(t, settingsOf("tlsrsakex=0"), builtInto(t, "1.26.11", app(t, "go 1.26", "godebug tlsrsakex=1", "godebug tlsrsakex=0")))
	require.Equal(t, settingsOf("tlsrsakex=1"), builtInto(t, "1.26.11", app(t, "go 1.26", "godebug tlsrsakex=0", "godebug tlsrsakex=1")))
}

func TestDefaultTakesThePlaceOfTheGoLine(t *testing.T) {
	t.Parallel()
	for _, release := range []string{"1.23.12", "1.26.11", "1.27.4"} {
		want := builtInto(t, release, app(t, "go 1.21"))
		require.NotEmpty(t, want)
		require.Equal(t, want, builtInto(t, release, app(t, "go 1.23", "godebug default=go1.21")), release)
		inSource := files(t, map[string]string{"go.mod": goMod("go 1.23"), "main.go": "//go:debug default=go1.21\n\n" + program})
		require.Equal(t, want, builtInto(t, release, inSource), release)
	}
}

func TestOtherLinesWinOverDefault(t *testing.T) {
	t.Parallel()
	want := builtInto(t, "1.26.11", app(t, "go 1.21"))
	want["tlsrsakex"] = "0"
	for _, lines := range []string{"tlsrsakex=0\n\tdefault=go1.21", "default=go1.21\n\ttlsrsakex=0"} {
		require.Equal(t, want, builtInto(t, "1.26.11", app(t, "go 1.26", "godebug (\n\t"+lines+"\n)")))
	}
}

func TestDefaultInADebugLineWinsOverDefaultInGoMod(t *testing.T) {
	t.Parallel()
	dir := files(t, map[string]string{
		"go.mod":  goMod("go 1.26", "godebug default=go1.21"),
		"main.go": "//go:debug default=go1.22\n\n" + program,
	})
	require.Equal(t, builtInto(t, "1.26.11", app(t, "go 1.22")), builtInto(t, "1.26.11", dir))
}

func TestDefaultIsAnUnknownSettingBeforeGo123(t *testing.T) {
	t.Parallel()
	for _, release := range []string{"1.21.13", "1.22.12"} {
		dir := files(t, map[string]string{"go.mod": goMod("go 1.21"), "main.go": "//go:debug default=go1.21\n\n" + program})
		require.Contains(t, complains(t, building(t, release, dir)), `unknown //go:debug setting "default"`, release)
	}
}

func TestDefaultIsAReleaseThatTheToolchainKnows(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"go1.27": "default=go1.27 too new (toolchain is go1.26.11)",
		"1.21":   "value for default= must be goVERSION",
	} {
		require.Contains(t, complains(t, listing(t, "1.26.11", app(t, "go 1.26", "godebug default="+value))), want)
	}
}
