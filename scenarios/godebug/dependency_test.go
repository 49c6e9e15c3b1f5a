package godebug_test

import (
	"archive/zip"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// dependent writes a program of go line 1.26 that requires a module, which has this
// go.mod and this in front of its package clause. It returns the program's directory.
func dependent(t *testing.T, goLine, dependencyGoMod, before string) string {
	t.Helper()
	return filepath.Join(files(t, map[string]string{
		"app/go.mod":  goMod("go "+goLine, "require example.test/lib v0.0.0", "replace example.test/lib => ../lib"),
		"app/main.go": "package main\n\nimport _ \"example.test/lib\"\n\nfunc main() {}\n",
		"lib/go.mod":  "module example.test/lib\n\n" + dependencyGoMod + "\n",
		"lib/lib.go":  before + "package lib\n",
	}), "app")
}

func TestTheGoLineOfADependencyDoesNotCount(t *testing.T) {
	t.Parallel()
	require.Empty(t, builtInto(t, "1.26.11", dependent(t, "1.26", "go 1.21", "")))
	require.Equal(t, builtInto(t, "1.26.11", app(t, "go 1.22")), builtInto(t, "1.26.11", dependent(t, "1.22", "go 1.21", "")))
}

// It may raise the go line of the module that requires it, and that one counts.
func TestADependencyWithANewerGoLineRaisesOurs(t *testing.T) {
	t.Parallel()
	dir := dependent(t, "1.21", "go 1.24", "")
	require.Contains(t, complains(t, listing(t, "1.26.11", dir)), "updates to go.mod needed")
	prints(t, goCommand(t, "1.26.11", dir, "mod", "tidy"))
	require.Equal(t, builtInto(t, "1.26.11", app(t, "go 1.24")), builtInto(t, "1.26.11", dir))
}

func TestTheGodebugLinesOfADependencyAreNotLookedAt(t *testing.T) {
	t.Parallel()
	dir := dependent(t, "1.26", "go 1.26\n\ngodebug tlsrsakex=1", "")
	require.Empty(t, builtInto(t, "1.26.11", dir))
	prints(t, building(t, "1.27.4", dir))
}

func TestTheDebugLinesOfADependencyDoNotCount(t *testing.T) {
	t.Parallel()
	require.Empty(t, builtInto(t, "1.26.11", dependent(t, "1.26", "go 1.26", "//go:debug tlsrsakex=1\n\n")))
}

func TestADebugLineThatIsRefusedIsRefusedInDependenciesToo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ release, setting, want string }{
		{"1.26.11", "nosuch=1", `unknown //go:debug setting "nosuch"`},
		{"1.27.4", "tlsrsakex=1", removed},
	} {
		dir := dependent(t, "1.26", "go 1.26", "//go:debug "+c.setting+"\n\n")
		require.Contains(t, complains(t, building(t, c.release, dir)), c.want)
	}
}

// An installed program is what is made by go install MODULE@VERSION, outside of any module.
func TestAnInstalledProgramHasTheGoLineOfItsModuleAndNoneOfItsGodebugLines(t *testing.T) {
	t.Parallel()
	bin := t.TempDir()
	install := goCommand(t, "1.26.11", t.TempDir(), "install", "example.test/app@v1.0.0")
	install.Env = append(install.Env, "GOBIN="+bin, "GOMODCACHE="+t.TempDir(), "GOFLAGS=-modcacherw",
		"GOPROXY=file://"+filepath.ToSlash(proxy(t, goMod("go 1.21", "godebug http2debug=1"))), "GOSUMDB=off")
	prints(t, install)
	got := builtIn(t, "1.26.11", filepath.Join(bin, executable("app")))
	require.Equal(t, builtInto(t, "1.26.11", app(t, "go 1.21")), got)
	require.Equal(t, "1", got["tlsrsakex"])
}

// proxy writes a module proxy with version v1.0.0 of a program that has this go.mod.
func proxy(t *testing.T, goMod string) string {
	t.Helper()
	dir := files(t, map[string]string{
		"example.test/app/@v/list":        "v1.0.0\n",
		"example.test/app/@v/v1.0.0.info": `{"Version":"v1.0.0","Time":"2026-01-01T00:00:00Z"}`,
		"example.test/app/@v/v1.0.0.mod":  goMod,
	})
	file, err := os.Create(filepath.Join(dir, "example.test", "app", "@v", "v1.0.0.zip"))
	require.NoError(t, err)
	defer file.Close()
	archive := zip.NewWriter(file)
	for name, text := range map[string]string{"go.mod": goMod, "main.go": program} {
		w, err := archive.Create("example.test/app@v1.0.0/" + name)
		require.NoError(t, err)
		_, err = w.Write([]byte(text))
		require.NoError(t, err)
	}
	require.NoError(t, archive.Close())
	return dir
}
