package agent

import (
	"bytes"
	"go/parser"
	"go/token"
	"os/exec"
	"path"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// between are the releases at which the program's files or crypto/tls change; the oldest and
// the newest are built by the other tests.
var between = []string{"1.17.13", "1.20.14", "1.21.13", "1.22.12", "1.26.11"}

func TestProgramCompilesWithEveryKindOfRelease(t *testing.T) {
	server := servePeer(t, tls12(t))
	for _, version := range append(append([]string{}, oldestAndNewest...), between...) {
		version := version
		t.Run("go="+version, func(t *testing.T) {
			p := startAgent(t, version)
			require.Equal(t, "go"+version, p.Hello().Go)
			r := dial(t, p, server.addr)
			require.Empty(t, r.Error)
		})
	}
}

func TestProgramIsTheStandardLibraryAndItselfWithoutTests(t *testing.T) {
	source := Program()
	require.Contains(t, source.Files, source.Dir+"/main.go")
	require.Equal(t, path.Join(source.Module, source.Dir), source.Package)
	for name, content := range source.Files {
		require.False(t, strings.HasSuffix(name, "_test.go"), name)
		file, err := parser.ParseFile(token.NewFileSet(), name, content, parser.ImportsOnly)
		require.NoError(t, err)
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			require.NoError(t, err)
			if !bytes.Contains(content, []byte("//go:build legacytls_http")) && !bytes.Contains(content, []byte("&& legacytls_http")) {
				require.NotEqual(t, "net/http", imported, "%s: makes the first build of a toolchain long", name)
			}
			if strings.Contains(strings.Split(imported, "/")[0], ".") {
				require.Equal(t, "github.com/legacytls/legacytls/internal/agent/protocol", imported, name)
			}
		}
	}
}

func TestModuleIsTheOneThatThePackagesImportByName(t *testing.T) {
	output, err := exec.Command("go", "list", "-m").Output()
	require.NoError(t, err)
	require.Equal(t, strings.TrimSpace(string(output)), Program().Module)
}

func TestProgramMayBeChangedByItsCaller(t *testing.T) {
	source := Program()
	clean := string(source.Files[source.Dir+"/main.go"])
	source.Files[source.Dir+"/main.go"][0] = 'X'
	require.Equal(t, clean, string(Program().Files[source.Dir+"/main.go"]))
}
