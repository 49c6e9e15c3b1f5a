package toolchain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// settingsOf returns a toolchain's table by name.
func settingsOf(t *testing.T, text string) map[string]Setting {
	t.Helper()
	table, err := requireToolchain(t, text).GODEBUGTable()
	require.NoError(t, err)
	byName := make(map[string]Setting)
	for _, s := range table {
		require.NotContains(t, byName, s.Name)
		byName[s.Name] = s
	}
	return byName
}

// The expected rows are those of https://go.dev/doc/godebug.
func TestTheTableTellsWhatChangedWhenAndHowToGoBack(t *testing.T) {
	table := settingsOf(t, "1.22.12")
	require.Equal(t, Setting{Name: "tlsrsakex", Package: "crypto/tls", Changed: 22, Old: "1"}, table["tlsrsakex"])
	require.Equal(t, Setting{Name: "tls10server", Package: "crypto/tls", Changed: 22, Old: "1"}, table["tls10server"])
	require.Equal(t, Setting{Name: "x509sha1", Package: "crypto/x509"}, table["x509sha1"])
	require.NotContains(t, table, "tls3des")
	require.NotContains(t, table, "multipartfiles", "a comment is no row")
}

func TestTheTableTellsWhatWasRemovedAndWhichValuesAreFatal(t *testing.T) {
	table := settingsOf(t, "1.27.4")
	require.Equal(t, Setting{Name: "tlsrsakex", Removed: 27, Fatal: []string{"1"}}, table["tlsrsakex"])
	require.Equal(t, Setting{Name: "tlskyber", Removed: 24, Fatal: []string{"0"}}, table["tlskyber"])
	require.Equal(t, Setting{Name: "asynctimerchan", Removed: 27, Fatal: []string{"1", "2"}}, table["asynctimerchan"])
	require.Equal(t, Setting{Name: "tlssha1", Package: "crypto/tls", Changed: 25, Old: "1"}, table["tlssha1"])
}

func TestARemovedSettingIsNotFatalBeforeGo127(t *testing.T) {
	require.Equal(t, Setting{Name: "x509sha1", Removed: 24}, settingsOf(t, "1.26.11")["x509sha1"])
}

func TestOldToolchainsHaveNoTable(t *testing.T) {
	table, err := (&Toolchain{Version: version(t, "1.20.14")}).GODEBUGTable()
	require.NoError(t, err)
	require.Empty(t, table)
}

func TestATableThatCannotBeReadIsAnError(t *testing.T) {
	tc := withTable(t, &Toolchain{Version: version(t, "1.26.11")}, "package godebugs\n\nvar All = load()\n")
	_, err := tc.GODEBUGTable()
	require.ErrorContains(t, err, "newer than we understand")

	tc.GOROOT = t.TempDir()
	_, err = tc.GODEBUGTable()
	require.ErrorContains(t, err, "table.go")
}
