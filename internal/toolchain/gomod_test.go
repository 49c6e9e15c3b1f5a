package toolchain

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/sweep"
)

// modFiles are texts of go.mod and go.work that are legal, if unusual.
var modFiles = map[string][]string{
	"go.mod": {
		"module example.test/x\n",
		"module example.test/x\n\ngo 1.21\n",
		"go 1.21\nmodule example.test/x",
		"module example.test/x\r\n\r\ngo 1.21.3\r\n\r\ntoolchain go1.26.11\r\n",
		"// go 1.20\nmodule example.test/x // go 1.20\n  go\t1.23rc1 // go 1.20\n\ttoolchain  go1.26.11//and a comment\n",
		"module \"example.test/x\"\ngo 1.22\ntoolchain default\n",
		"module example.test/x\ngo 1.22\n\ngodebug default=go1.21\ngodebug tls3des=1 // and why\n",
		"module example.test/x\ngo 1.22\ngodebug (\n\tdefault=go1.21 // the old ones\n\n\t// panicnil=1\n\tasynctimerchan=1\n)\ngodebug tlsmaxrsasize=\n",
		"module example.test/x\ngo 1.22\ngodebug(\r\n\tpanicnil=1\r\n)\r\n",
		"module example.test/x\ngo 1.22\n\nrequire (\n\tgo.example.test v1.0.0\n\texample.test/go v1.0.0 // indirect\n)\n\nreplace (\n\tgo.example.test => ./go\n\texample.test/go => \"../with space\"\n)\n" +
			"exclude example.test/go v1.1.0\nretract [v1.0.0, v1.9.9]\nretract ()\n",
	},
	"go.work": {
		"use ./a\n",
		"go 1.21\n\nuse ./a\n",
		"go 1.23.1 // a comment\r\n\r\ntoolchain go1.26.11\r\nuse (\r\n\t./a\r\n\t./go\r\n)\r\n",
		"go 1.23\nuse ./a\nreplace go.example.test => ./go\n", // "go work edit -json" tells no godebug lines
	},
}

// A readFile is what "go mod edit -json" or "go work edit -json" tells of a file.
type readFile struct {
	Go        string
	Toolchain string
	Godebug   []struct{ Key, Value string }

	Module, Require, Replace, Exclude, Retract, Use json.RawMessage
}

// readByGo writes a file and lets a go command read it.
func readByGo(t *testing.T, name, text string) (path string, read readFile) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
	args := []string{"mod", "edit", "-json", path}
	if name == "go.work" {
		args[0] = "work"
	}
	s := newStore(t)
	stdout, output, err := s.run(context.Background(), command{
		path: requireToolchain(t, "1.26.11").Command(), args: args, dir: filepath.Dir(path), base: withoutGo(s.env),
	})
	require.NoError(t, err, "%s\n%s", output, text)
	require.NoError(t, json.Unmarshal([]byte(stdout), &read))
	return path, read
}

func eachModFile(t *testing.T, check func(t *testing.T, name, text string)) {
	for name, texts := range modFiles {
		for _, text := range sweep.Some(t, 2, texts) {
			name, text := name, text
			t.Run(name, func(t *testing.T) { check(t, name, text) })
		}
	}
}

func TestTheMainModuleIsReadAsTheGoCommandReadsIt(t *testing.T) {
	eachModFile(t, func(t *testing.T, name, text string) {
		path, want := readByGo(t, name, text)
		user := settings{"GOMOD": path, "GOWORK": ""}
		withoutLine := "1.16"
		if name == "go.work" {
			user = settings{"GOMOD": "/nosuch/go.mod", "GOWORK": path}
			withoutLine = "1.18"
		}
		m, err := readMainModule(user)
		require.NoError(t, err)
		require.Equal(t, path, m.file)
		if want.Go == "" {
			want.Go = withoutLine
		}
		require.Equal(t, want.Go, m.goLine)

		var godebug []string
		for _, g := range want.Godebug {
			godebug = append(godebug, g.Key+"="+g.Value)
		}
		require.Equal(t, godebug, m.godebug)
	})
}

func TestAnotherGoLineChangesNothingElse(t *testing.T) {
	eachModFile(t, func(t *testing.T, name, text string) {
		_, want := readByGo(t, name, text)
		want.Go, want.Toolchain = "1.19", ""
		_, got := readByGo(t, name, string(mainModule{text: text}.withGoLine("1.19")))
		require.Equal(t, want, got)
	})
}

func TestAWorkspaceThatIsSwitchedOffDoesNotCount(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, writeTree(dir, map[string][]byte{"go.mod": []byte("module x\ngo 1.22\n")}))
	m, err := readMainModule(settings{"GOMOD": filepath.Join(dir, "go.mod"), "GOWORK": "off"})
	require.NoError(t, err)
	require.Equal(t, "1.22", m.goLine)
}

func TestAPackageOfNoModuleIsAnError(t *testing.T) {
	for _, none := range []string{"", os.DevNull} { // GO111MODULE=off, and no go.mod
		_, err := readMainModule(settings{"GOMOD": none})
		require.ErrorContains(t, err, "go mod init")
	}
}

func TestTheGoLineOfADirectoryIsThatOfItsWorkspaceOrModule(t *testing.T) {
	root := t.TempDir()
	require.NoError(t, writeTree(root, map[string][]byte{
		"work/go.work":   []byte("go 1.21.4\nuse ./a\n"),
		"work/a/go.mod":  []byte("module example.test/a\ngo 1.21.2\n"),
		"work/a/b/b.go":  []byte("package b\n"),
		"alone/go.mod":   []byte("module example.test/alone\ngo 1.19\ntoolchain go1.99.0\n"),
		"alone/c/c.go":   []byte("package c\n"),
		"without/go.mod": []byte("module example.test/without\n"),
	}))
	s := newStore(t, "GOWORK=", "GOFLAGS=", "PWD=") // os.Getwd in the go command would believe a PWD
	for dir, want := range map[string]string{"work/a/b": "1.21.4", "alone/c": "1.19", "without": "1.16"} {
		line, err := s.MainGoLine(context.Background(), filepath.Join(root, filepath.FromSlash(dir)))
		require.NoError(t, err, dir)
		require.Equal(t, want, line, dir)
	}
	_, err := s.MainGoLine(context.Background(), root)
	require.ErrorContains(t, err, "belongs to no module")
}
