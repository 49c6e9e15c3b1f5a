package wire_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/legacytls/legacytls/internal/wire"
	"github.com/stretchr/testify/require"
)

// The texts of alerts are compared with the source of the Go that runs the
// test, and with that of every other toolchain in the module cache.
func TestAlertTextsAreThoseOfCryptoTLS(t *testing.T) {
	sources := alertSources(t)
	for _, source := range sources {
		source := source
		t.Run(releaseOf(source), func(t *testing.T) {
			texts := alertTexts(t, source)
			require.Greater(t, len(texts), 20, "the source must have been understood")
			for text, want := range texts {
				for _, form := range []string{text, "tls: " + text} {
					code, ok := wire.AlertByGoText(form)
					require.True(t, ok, form)
					require.Equal(t, want, code, form)
				}
				require.NotContains(t, wire.AlertName(want), "alert_", "alert %d has a name", want)
			}
		})
	}
}

// alertSources returns the paths of crypto/tls/alert.go, that of the running Go first.
func alertSources(t *testing.T) []string {
	t.Helper()
	const file = "src/crypto/tls/alert.go"
	out, err := exec.Command("go", "env", "GOROOT", "GOMODCACHE").Output()
	require.NoError(t, err)
	dirs := strings.Split(strings.TrimSpace(string(out)), "\n")
	require.Len(t, dirs, 2)
	others, err := filepath.Glob(filepath.Join(dirs[1], "golang.org", "toolchain@*", filepath.FromSlash(file)))
	require.NoError(t, err)
	return append([]string{filepath.Join(dirs[0], filepath.FromSlash(file))}, others...)
}

// releaseOf names a source by the directory of its toolchain.
func releaseOf(source string) string {
	return filepath.Base(strings.TrimSuffix(filepath.ToSlash(source), "/src/crypto/tls/alert.go"))
}

// alertTexts reads the constants and the map alertText from a source.
func alertTexts(t *testing.T, source string) map[string]uint8 {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
	require.NoError(t, err)
	codes := map[string]uint8{} // by name of the constant
	texts := map[string]uint8{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ValueSpec:
			if len(n.Values) != 1 {
				break
			}
			if value, ok := n.Values[0].(*ast.BasicLit); ok && value.Kind == token.INT {
				code, err := strconv.ParseUint(value.Value, 10, 8)
				require.NoError(t, err)
				codes[n.Names[0].Name] = uint8(code)
			}
		case *ast.KeyValueExpr:
			text, err := strconv.Unquote(n.Value.(*ast.BasicLit).Value)
			require.NoError(t, err)
			code, ok := codes[n.Key.(*ast.Ident).Name]
			require.True(t, ok, n.Key)
			texts[text] = code
		}
		return true
	})
	return texts
}
