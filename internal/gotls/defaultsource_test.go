package gotls_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/toolchain"
)

// The hellos are measured with few patch releases and on one kind of
// processor; the source is compared for every toolchain.
func TestEveryToolchainsSourceHasTheDefaultsThatWeSay(t *testing.T) {
	forEachToolchain(t, func(t *testing.T, tc *toolchain.Toolchain) {
		want, ok := gotls.DefaultsOf(tc.Version, "", "tlssha1=1") // the source drops SHA-1 later, in code
		require.True(t, ok)
		source := readSource(t, tc)
		if since(t, tc.Version, "1.17") { // code puts suites in order before
			require.Equal(t, want.Suites, source.suites(t))
		}
		require.Equal(t, want.Groups, source.groups(t))
		require.Equal(t, want.SignatureAlgorithms, source.list(t, "defaultSupportedSignatureAlgorithms", "supportedSignatureAlgorithms"))
		require.Equal(t, want.Versions, intersection(source.list(t, "supportedVersions"), want.Versions))
		if size := setting(t, "tlsmaxrsasize"); size.In(tc.Version) {
			limit, ok := source["defaultMaxRSAKeySize"].(*ast.BasicLit)
			require.True(t, ok)
			require.Equal(t, size.Default, limit.Value)
		}
		require.Equal(t, want.ServerMin == 0x0300, strings.HasPrefix(tc.Version.String(), "1.12"), "the release that forgot SSL 3.0")
	})
}

// A source is what crypto/tls declares: variables, functions and constants, by
// their names.
type source map[string]ast.Node

func readSource(t *testing.T, tc *toolchain.Toolchain) source {
	t.Helper()
	s := make(source)
	files, err := filepath.Glob(filepath.Join(tc.GOROOT, "src", "crypto", "tls", "*.go"))
	require.NoError(t, err)
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		if file.Name.Name == "tls" {
			s.add(file)
		}
	}
	return s
}

func (s source) add(file *ast.File) {
	for _, declaration := range file.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				s[d.Name.Name] = d.Body
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok && len(v.Values) == len(v.Names) {
					for i, name := range v.Names {
						s[name.Name] = v.Values[i]
					}
				}
			}
		}
	}
}

// suites are the default suites as the source computes them from Go 1.17 on.
func (s source) suites(t *testing.T) []uint16 {
	t.Helper()
	suites := s.list(t, "cipherSuitesPreferenceOrder")
	for _, name := range []string{"disabledCipherSuites", "rsaKexCiphers", "tdesCiphers"} {
		if s[name] != nil {
			suites = difference(suites, s.list(t, name))
		}
	}
	return append(suites, s.list(t, "defaultCipherSuitesTLS13")...)
}

// groups are the default groups: a list up to Go 1.26, then a list of which a
// function enables some.
func (s source) groups(t *testing.T) []uint16 {
	t.Helper()
	if s["defaultCurveEnabled"] == nil {
		return s.list(t, "defaultCurvePreferences")
	}
	var enabled []uint16
	ast.Inspect(s["defaultCurveEnabled"], func(n ast.Node) bool {
		if c, ok := n.(*ast.CaseClause); ok {
			for _, e := range c.List {
				enabled = append(enabled, s.value(t, e))
			}
		}
		return true
	})
	return intersection(s.list(t, "curvePreferenceOrder"), enabled)
}

// list returns the values in the last composite literal of the first of the
// names that is declared. Where a function has several, the last is the default.
func (s source) list(t *testing.T, names ...string) []uint16 {
	t.Helper()
	for _, name := range names {
		if s[name] == nil {
			continue
		}
		var last *ast.CompositeLit
		ast.Inspect(s[name], func(n ast.Node) bool {
			if literal, ok := n.(*ast.CompositeLit); ok {
				last = literal
			}
			return true
		})
		require.NotNil(t, last, name)
		var values []uint16
		for _, element := range last.Elts {
			if pair, ok := element.(*ast.KeyValueExpr); ok {
				element = pair.Key
			}
			values = append(values, s.value(t, element))
		}
		return values
	}
	require.Fail(t, "no such list in crypto/tls", names)
	return nil
}

// value returns the number that a constant stands for.
func (s source) value(t *testing.T, e ast.Expr) uint16 {
	t.Helper()
	switch e := e.(type) {
	case *ast.BasicLit:
		n, err := strconv.ParseUint(e.Value, 0, 16)
		require.NoError(t, err)
		return uint16(n)
	case *ast.Ident:
		constant, ok := s[e.Name].(ast.Expr)
		require.True(t, ok, e.Name)
		return s.value(t, constant)
	}
	require.Fail(t, "neither a number nor a name", "%T", e)
	return 0
}

func intersection(list, with []uint16) []uint16 {
	return difference(list, difference(list, with))
}

func difference(list, without []uint16) []uint16 {
	drop := make(map[uint16]bool)
	for _, id := range without {
		drop[id] = true
	}
	var kept []uint16
	for _, id := range list {
		if !drop[id] {
			kept = append(kept, id)
		}
	}
	return kept
}
