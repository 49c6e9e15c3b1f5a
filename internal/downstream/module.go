// Package downstream lets tests use this project as a stranger's module does: modules in
// temporary directories that require it, and what `go test` prints there.
package downstream

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A Module is a module of somebody else's, in a directory of its own.
type Module struct {
	Dir     string // of the package that is tested
	Env     []string
	Scratch string // a directory for other files

	root string // of all files
}

// New writes a module. Without a go.mod among the files it gets one that requires this
// project, of go line 1.21; "require" in a go.mod stands for the lines that do so. The
// package that is tested is in dir, below the root.
func New(t *testing.T, dir string, files map[string]string) *Module {
	t.Helper()
	root := t.TempDir()
	m := &Module{Dir: filepath.Join(root, dir), root: root, Scratch: t.TempDir(), Env: environment()}
	if _, ok := files[filepath.ToSlash(filepath.Join(dir, "go.mod"))]; !ok && dir == "" {
		m.write(t, "go.mod", "module example.com/m\n\ngo 1.21\n\nrequire\n")
	}
	for name, text := range files {
		m.write(t, name, text)
	}
	return m
}

func (m *Module) write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(m.root, filepath.FromSlash(name))
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
	if filepath.Base(name) == "go.mod" {
		text = strings.ReplaceAll(text, "\nrequire\n", "\n"+requirements(t)+"\n")
		sums, err := os.ReadFile(filepath.Join(checkout(t), "go.sum"))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(path), "go.sum"), sums, 0o666))
	}
	require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
}

// requirements are the lines of go.mod that bring this project in, from this checkout.
func requirements(t *testing.T) string {
	t.Helper()
	root := checkout(t)
	text, err := os.ReadFile(filepath.Join(root, "go.mod"))
	require.NoError(t, err)
	_, block, ok := strings.Cut(string(text), "require (")
	require.True(t, ok, "go.mod has no block of requirements")
	return "require (\n\tgithub.com/legacytls/legacytls v0.0.0" + block +
		"\nreplace github.com/legacytls/legacytls => " + root
}

// checkout is the root of this project.
func checkout(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	require.NoError(t, err)
	for {
		text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil && strings.HasPrefix(string(text), "module github.com/legacytls/legacytls\n") {
			return dir
		}
		require.NotEqual(t, dir, filepath.Dir(dir), "no checkout above the test")
		dir = filepath.Dir(dir)
	}
}

// environment is that of a user, who has set nothing.
func environment() []string {
	var env []string
	for _, kv := range os.Environ() {
		switch name, _, _ := strings.Cut(kv, "="); name {
		case "GOFLAGS", "GODEBUG", "GOWORK", "LEGACYTLS_REQUIRE", "LEGACYTLS_CELL", "CI":
		default:
			env = append(env, kv)
		}
	}
	return env
}

// Go runs a go command in the module and returns what it prints.
func (m *Module) Go(t *testing.T, args ...string) (output string, err error) {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Env = m.Dir, m.Env
	text, err := cmd.CombinedOutput()
	return string(text), err
}

// Files returns all files of the module, by their paths below the root.
func (m *Module) Files(t *testing.T) map[string]string {
	t.Helper()
	files := make(map[string]string)
	require.NoError(t, filepath.WalkDir(m.root, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		files[strings.TrimPrefix(path, m.root)] = string(text)
		return err
	}))
	return files
}
