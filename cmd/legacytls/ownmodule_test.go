package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// An ownModule is the program of docs/own-module.md with its tests, in files.
type ownModule struct {
	t   *testing.T
	dir string
}

// newOwnModule writes each piece of the page to the file that its first line names.
func newOwnModule(t *testing.T) ownModule {
	t.Helper()
	needToolchains(t, "1.27.4")
	page, err := os.ReadFile("../../docs/own-module.md")
	require.NoError(t, err)
	m := ownModule{t, t.TempDir()}
	pieces := regexp.MustCompile("(?s)```(?:go)?\n// (\\S+)\n(.*?)```").FindAllStringSubmatch(string(page), -1)
	require.Len(t, pieces, 4)
	for _, piece := range pieces {
		m.write(piece[1], piece[2])
	}
	return m
}

func (m ownModule) write(file, content string) {
	m.t.Helper()
	path := filepath.Join(m.dir, filepath.FromSlash(file))
	require.NoError(m.t, os.MkdirAll(filepath.Dir(path), 0o777))
	require.NoError(m.t, os.WriteFile(path, []byte(content), 0o666))
}

// edit replaces words in a file that has them.
func (m ownModule) edit(file, words, by string) {
	m.t.Helper()
	content, err := os.ReadFile(filepath.Join(m.dir, filepath.FromSlash(file)))
	require.NoError(m.t, err)
	require.Contains(m.t, string(content), words)
	m.write(file, strings.Replace(string(content), words, by, 1))
}

// goCommand runs the go command of Go 1.27 in a directory of m.
func (m ownModule) goCommand(dir string, args ...string) (string, error) {
	m.t.Helper()
	command := exec.Command("go", args...)
	command.Dir = filepath.Join(m.dir, dir)
	command.Env = append(os.Environ(), "GOENV=off", "GOFLAGS=", "GOTOOLCHAIN=go1.27.4")
	out, err := command.CombinedOutput()
	return string(out), err
}

func TestAModuleOfItsOwnRunsAsThePageSays(t *testing.T) {
	m := newOwnModule(t)
	out, err := m.goCommand("tlstest", "test", "-count=1", "./...")
	require.NoError(t, err, out)
	out, err = m.goCommand(".", "list", "./...")
	require.NoError(t, err, out)
	require.Equal(t, "example.com/partner/cmd/app\n", out)
}

func TestAModuleOfItsOwnThatIsBuiltInAnotherWayIsNoticed(t *testing.T) {
	for name, difference := range map[string]struct{ file, words, by, names string }{
		"a go line above the program's": {"tlstest/go.mod", "go 1.24", "go 1.25", "tlssha1=1"},
		"no godebug line":               {"tlstest/go.mod", "godebug tlsmlkem=0", "", "tlsmlkem=0"},
		"a directive of the program":    {"cmd/app/main.go", "package main", "//go:debug http2client=0\npackage main", "http2client=0"},
		"a directive of the tests":      {"tlstest/settings_test.go", "package tlstest", "//go:debug http2client=0\npackage tlstest", "http2client=0"},
	} {
		t.Run(name, func(t *testing.T) {
			m := newOwnModule(t)
			m.edit(difference.file, difference.words, difference.by)
			out, err := m.goCommand("tlstest", "test", "-count=1", ".")
			require.Error(t, err, out)
			require.Contains(t, out, "the program is built with")
			require.Equal(t, 1, strings.Count(out, difference.names), out)
		})
	}
}

// The program does not build any more; its tests do.
func TestASettingThatWasRemovedIsNoticedInAModuleOfItsOwn(t *testing.T) {
	m := newOwnModule(t)
	m.edit("go.mod", "tlsmlkem=0", "tlsrsakex=1")
	m.edit("tlstest/go.mod", "godebug tlsmlkem=0", "")
	const removed = `removed GODEBUG "tlsrsakex" set to old value "1"`
	out, err := m.goCommand(".", "build", "./...")
	require.Error(t, err, out)
	require.Contains(t, out, removed)
	out, err = m.goCommand("tlstest", "test", "-count=1", "-run", "^$", ".")
	require.NoError(t, err, out)
	out, err = m.goCommand("tlstest", "test", "-count=1", ".")
	require.Error(t, err, out)
	require.Contains(t, out, removed)
}

func TestAGoLineBelowTheProgramsCannotBe(t *testing.T) {
	m := newOwnModule(t)
	m.write("partner.go", "package partner\n")
	m.write("tlstest/partner_test.go", "package tlstest\n\nimport _ \"example.com/partner\"\n")
	m.edit("tlstest/go.mod", "go 1.24", "go 1.23")
	out, err := m.goCommand("tlstest", "test", "-count=1", ".")
	require.Error(t, err, out)
	require.Contains(t, out, "updates to go.mod needed")
	out, err = m.goCommand("tlstest", "mod", "tidy")
	require.NoError(t, err, out)
	out, err = m.goCommand("tlstest", "list", "-m", "-f", "{{.GoVersion}}")
	require.NoError(t, err, out)
	require.Equal(t, "1.24\n", out)
}

func TestAWorkspaceOverrulesTheGoModFilesOfBoth(t *testing.T) {
	m := newOwnModule(t)
	m.write("go.work", "go 1.25\n\ngodebug http2client=0\n\nuse (\n\t.\n\t./tlstest\n)\n")
	settings := func(dir string, args ...string) string {
		out, err := m.goCommand(dir, append([]string{"list", "-f", "{{.DefaultGODEBUG}}"}, args...)...)
		require.NoError(t, err, out)
		return strings.TrimSpace(out)
	}
	for _, got := range []string{settings(".", "./cmd/app"), settings("tlstest", "-test", ".")} {
		require.NotContains(t, got, "tlsmlkem=0", "of both go.mod files")
		require.NotContains(t, got, "tlssha1=1", "of go line 1.24")
		require.Contains(t, got, "tlssecpmlkem=0", "of go line 1.25")
		require.Contains(t, got, "http2client=0", "of go.work")
	}
	t.Setenv("GOWORK", "off")
	require.Contains(t, settings("tlstest", "-test", "."), "tlsmlkem=0")
}
