package godebug_test

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// withTests is a program and a package with tests, in the package and outside of it. Each
// file has a //go:debug line of its own, for a setting that is named after it here.
func withTests(t *testing.T, goLine string) string {
	t.Helper()
	return files(t, map[string]string{
		"go.mod":              goMod("go " + goLine),
		"main.go":             "//go:debug tlsrsakex=1\n\n" + program,
		"main_test.go":        "//go:debug tls3des=1\n\npackage main\n",
		"lib/lib.go":          "//go:debug tlsmlkem=0\n\npackage lib\n",
		"lib/lib_test.go":     "//go:debug tlssha1=1\n\npackage lib\n",
		"lib/outside_test.go": "//go:debug rsa1024min=0\n\npackage lib_test\n",
	})
}

// builtIntoAll returns the settings of all programs and test binaries of a module, by
// import path, as the command of the page lists them.
func builtIntoAll(t *testing.T, release, dir string) map[string]map[string]string {
	t.Helper()
	out := prints(t, goCommand(t, release, dir, "list", "-test", "-f", formatOfAll, "./..."))
	all := make(map[string]map[string]string)
	for _, line := range strings.Split(out, "\n") {
		path, godebug, _ := strings.Cut(line, " ")
		if !strings.Contains(line, "[") { // what the test binary is made of
			all[path] = settingsOf(godebug)
		}
	}
	return all
}

func TestATestBinaryHasTheGoLineOfItsModule(t *testing.T) {
	t.Parallel()
	dir := files(t, map[string]string{"go.mod": goMod("go 1.21"), "lib.go": "package lib\n", "lib_test.go": "package lib\n"})
	for _, release := range []string{"1.22.12", "1.26.11", "1.27.4"} {
		want := builtInto(t, release, app(t, "go 1.21"))
		require.NotEmpty(t, want)
		require.Equal(t, want, builtIntoAll(t, release, dir)["example.test/app.test"], release)
	}
}

func TestATestBinaryHasTheDebugLinesOfItsTestFiles(t *testing.T) {
	t.Parallel()
	got := builtIntoAll(t, "1.26.11", withTests(t, "1.26"))["example.test/app/lib.test"]
	require.Subset(t, got, settingsOf("tlssha1=1,rsa1024min=0"))
}

func TestTheDebugLinesOfTestFilesAreNotForTheProgram(t *testing.T) {
	t.Parallel()
	require.Equal(t, settingsOf("tlsrsakex=1"), builtIntoAll(t, "1.26.11", withTests(t, "1.26"))["example.test/app"])
}

func TestTheDebugLinesOfAProgramAreForItsOwnTestsAlone(t *testing.T) {
	t.Parallel()
	all := builtIntoAll(t, "1.26.11", withTests(t, "1.26"))
	require.Equal(t, settingsOf("tlsrsakex=1,tls3des=1"), all["example.test/app.test"])
	require.NotContains(t, all["example.test/app/lib.test"], "tlsrsakex")
}

func TestTheDebugLinesOfAPackageAreForItsOwnTests(t *testing.T) {
	t.Parallel()
	all := builtIntoAll(t, "1.26.11", withTests(t, "1.26"))
	require.Equal(t, settingsOf("tlsmlkem=0,tlssha1=1,rsa1024min=0"), all["example.test/app/lib.test"])
}

func TestAGodebugLineIsForTheProgramAndAllTests(t *testing.T) {
	t.Parallel()
	dir := files(t, map[string]string{
		"go.mod":          goMod("go 1.26", "godebug tlsrsakex=1"),
		"main.go":         program,
		"lib/lib.go":      "package lib\n",
		"lib/lib_test.go": "package lib\n",
	})
	require.Equal(t, map[string]map[string]string{
		"example.test/app":          {"tlsrsakex": "1"},
		"example.test/app/lib.test": {"tlsrsakex": "1"},
	}, builtIntoAll(t, "1.26.11", dir))
}

// testsItself is a module whose test says what panic(nil) does, which the setting panicnil
// decides, and what its build info tells of the settings.
func testsItself(t *testing.T, before string) string {
	t.Helper()
	return files(t, map[string]string{"go.mod": goMod("go 1.21"), "app_test.go": before + `package app

import (
	"runtime/debug"
	"testing"
)

func TestPanic(t *testing.T) {
	defer func() {
		println("recovered nil:", recover() == nil)
		info, _ := debug.ReadBuildInfo()
		println("settings in the build info:", len(info.Settings) > 0)
	}()
	panic(nil)
}
`})
}

// tests runs the tests in a directory.
func tests(t *testing.T, release, dir string) *exec.Cmd {
	t.Helper()
	return goCommand(t, release, dir, "test", "-v", "-count=1", "-vet=off", ".")
}

func TestATestRunsWithItsDebugLines(t *testing.T) {
	t.Parallel()
	for before, want := range map[string]string{"//go:debug panicnil=1\n\n": "recovered nil: true", "": "recovered nil: false"} {
		require.Contains(t, prints(t, tests(t, "1.26.11", testsItself(t, before))), want, before)
	}
}

func TestATestBinaryHasBuildInfoFromGo124On(t *testing.T) {
	t.Parallel()
	for release, has := range map[string]bool{"1.23.12": false, "1.24.13": true} {
		dir, binary := testsItself(t, ""), filepath.Join(t.TempDir(), executable("app.test"))
		prints(t, goCommand(t, release, dir, "test", "-c", "-vet=off", "-o", binary, "."))
		require.Equal(t, has, builtIn(t, release, binary) != nil, release)
		require.Contains(t, prints(t, exec.Command(binary)), fmt.Sprintf("settings in the build info: %t", has), release)
	}
}

// Within a test a setting is tried as harness.RequireNeeded does it.
func TestTSetenvActsForTheLengthOfATest(t *testing.T) {
	t.Parallel()
	dir := files(t, map[string]string{"go.mod": goMod("go 1.26"), "app_test.go": `package app

import "testing"

func recovered() {
	defer func() { println("recovered nil:", recover() == nil) }()
	panic(nil)
}

func TestPanic(t *testing.T) {
	t.Run("with", func(t *testing.T) {
		t.Setenv("GODEBUG", "panicnil=1")
		recovered()
	})
	recovered()
}
`})
	require.Regexp(t, "(?s)recovered nil: true.*recovered nil: false", prints(t, tests(t, "1.26.11", dir)))
}
