package godebug_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/toolchain"
)

// What Go 1.27 says of an old value: the go command of one in the source, a program of one
// in its environment.
const (
	removed = `removed GODEBUG "tlsrsakex" set to old value "1"`
	fatal   = "fatal error: " + removed + " in environment"
)

func TestTheGoCommandOfGo127DiesOfAnOldValueInItsEnvironment(t *testing.T) {
	t.Parallel()
	dir := app(t, "go 1.26")
	for _, args := range [][]string{{"version"}, {"env"}, {"build"}, {"mod", "edit", "-go=1.25"}} {
		cmd := goCommand(t, "1.27.4", dir, args...)
		cmd.Env = append(cmd.Env, "GODEBUG=tlsrsakex=1")
		require.Contains(t, complains(t, cmd), fatal, args)
	}
}

func TestAnOlderGoCommandDiesOfItAsSoonAsItHandsOver(t *testing.T) {
	t.Parallel()
	dir := app(t, "go 1.21", "toolchain go1.27.4")
	stays := goCommand(t, "1.26.11", dir, "version")
	stays.Env = append(stays.Env, "GODEBUG=tlsrsakex=1")
	require.Contains(t, prints(t, stays), "go1.26.11")

	handsOver := goCommand(t, "1.26.11", dir, "version")
	handsOver.Env = append(append(handsOver.Env, "GODEBUG=tlsrsakex=1"), mayHandOver(t, "1.27.4")...)
	require.Contains(t, complains(t, handsOver), fatal)
}

func TestAnOldValueInGoModStopsEveryCommandThatLoadsTheModule(t *testing.T) {
	t.Parallel()
	dir := app(t, "go 1.26", "godebug tlsrsakex=1")
	for _, args := range [][]string{{"build"}, {"run", "."}, {"test"}, {"vet"}, {"list"}, {"mod", "tidy"}} {
		require.Contains(t, complains(t, goCommand(t, "1.27.4", dir, args...)), removed, args)
	}
}

// takingOut are the arguments of the go command that takes a line out.
func takingOut() []string { return []string{"mod", "edit", "-dropgodebug=tlsrsakex"} }

func TestGoModEditTakesTheLineOut(t *testing.T) {
	t.Parallel()
	dir := app(t, "go 1.26", "godebug tlsrsakex=1")
	prints(t, goCommand(t, "1.27.4", dir, takingOut()...))
	text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	require.NoError(t, err)
	require.NotContains(t, string(text), "tlsrsakex")
	require.NotContains(t, builtInto(t, "1.27.4", dir), "tlsrsakex")
}

func TestAnOldValueInGoWorkStopsTheGoCommandAndOneInItsModulesDoesNot(t *testing.T) {
	t.Parallel()
	require.Contains(t, complains(t, listing(t, "1.27.4", workspace(t, "go 1.26\n\nuse ./app\n\ngodebug tlsrsakex=1\n", goMod("go 1.26")))), removed)
	dir := workspace(t, "go 1.26\n\nuse ./app\n", goMod("go 1.26", "godebug tlsrsakex=1"))
	require.NotContains(t, builtInto(t, "1.27.4", dir), "tlsrsakex")
}

func TestTheFinalValueOfARemovedSettingBuilds(t *testing.T) {
	t.Parallel()
	for _, p := range []toolchain.Program{{GoMod: []string{"tlsrsakex=0"}}, {Directives: []string{"tlsrsakex=0"}}} {
		p.Module, p.Files = "example.test/app", map[string][]byte{"main.go": []byte(program)}
		prints(t, started(build(t, "1.27.4", p), ""))
	}
}

// Go 1.24 removed x509sha1.
func TestUntilGo126ARemovedSettingDoesNotBuildWithAnyValue(t *testing.T) {
	t.Parallel()
	for _, release := range []string{"1.24.13", "1.26.11"} {
		for _, value := range []string{"x509sha1=0", "x509sha1=1"} {
			requireNotBuilt(t, release, toolchain.Program{GoMod: []string{value}})
			requireNotBuilt(t, release, toolchain.Program{Directives: []string{value}})
		}
	}
}

func requireNotBuilt(t *testing.T, release string, p toolchain.Program) {
	t.Helper()
	tc := toolchainOf(t, release)
	s, err := store()
	require.NoError(t, err)
	p.Module, p.Files = "example.test/app", map[string][]byte{"main.go": []byte(program)}
	_, err = s.Build(context.Background(), tc, p)
	var failed *toolchain.BuildError
	require.True(t, errors.As(err, &failed), "go%s: %v", release, err)
	require.Contains(t, failed.Output, "x509sha1")
}

// Go 1.24 removed tlskyber, and Go 1.27 tlsrsakex.
func TestAnOldGoLineLosesARemovedSettingWithoutAWord(t *testing.T) {
	t.Parallel()
	kyber := app(t, "go 1.22")
	require.Equal(t, "0", builtInto(t, "1.23.12", kyber)["tlskyber"])
	require.NotContains(t, builtInto(t, "1.24.13", kyber), "tlskyber")
	for _, dir := range []string{app(t, "go 1.21"), app(t, "go 1.26", "godebug default=go1.21")} {
		require.Equal(t, "1", builtInto(t, "1.26.11", dir)["tlsrsakex"])
		prints(t, goCommand(t, "1.27.4", dir, "vet", "."))
		got := builtInto(t, "1.27.4", dir)
		require.NotContains(t, got, "tlsrsakex")
		require.Equal(t, "1", got["tlssha1"], "which is not removed")
	}
}
