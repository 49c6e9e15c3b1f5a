package toolchain

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/sweep"
)

// withTable returns a copy of tc that has another table of settings.
func withTable(t *testing.T, tc *Toolchain, table string) *Toolchain {
	t.Helper()
	changed := *tc
	changed.GOROOT = t.TempDir()
	path := filepath.Join(changed.GOROOT, "src", "internal", "godebugs", "table.go")
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
	require.NoError(t, os.WriteFile(path, []byte(table), 0o666))
	return &changed
}

// listed returns what the toolchain's own "go list" gives as DefaultGODEBUG.
func listed(t *testing.T, s *Store, tc *Toolchain, p Program) string {
	t.Helper()
	pl, err := newPlan(tc, p)
	require.NoError(t, err)
	local, err := s.local(context.Background())
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, writeTree(dir, pl.files))
	_, out, err := s.run(context.Background(), command{
		path: tc.Command(), args: []string{"list", "-f", "{{.DefaultGODEBUG}}", "."}, dir: dir,
		base: withoutGo(s.env), vars: buildVariables(local.settings),
	})
	require.NoError(t, err, out)
	return out
}

// settingCases are go lines and settings, and where the toolchains take them.
var settingCases = []struct {
	toolchains        string
	goLine            string
	goMod, directives []string
}{
	{"1.21.13 1.22.12 1.26.11 1.27.4", "1.16", nil, nil},
	{"1.21.13 1.22.12 1.26.11 1.27.4", "1.20", nil, nil},
	{"1.21.13 1.22.12 1.26.11 1.27.4", "1.21", nil, nil},
	{"1.21.13 1.22.12 1.26.11 1.27.4", "1.21.0", nil, nil},
	{"1.22.12 1.26.11 1.27.4", "1.22rc1", nil, nil},
	{"1.22.12 1.26.11 1.27.4", "1.22.12", nil, nil},
	{"1.26.11 1.27.4", "1.24", nil, nil},
	{"1.27.4", "1.27", nil, nil},
	{"1.22.12 1.26.11", "1.21", nil, []string{"tlsrsakex=0", "zipinsecurepath=0"}},
	{"1.22.12 1.26.11", "1.22", nil, []string{"tlsrsakex=1"}},
	{"1.27.4", "1.27", nil, []string{"tlsrsakex=0"}},
	{"1.26.11 1.27.4", "1.24", []string{"tlssha1=0", "tlsmlkem=0"}, []string{"tlsmlkem=1"}},
	{"1.26.11 1.27.4", "1.26", []string{"default=go1.21"}, nil},
	{"1.26.11 1.27.4", "1.21", []string{"default=go1.21", "panicnil=1"}, []string{"default=go1.25"}},
	{"1.26.11 1.27.4", "1.26", nil, []string{"default=go1.22.3"}},
	{"1.21.13 1.22.12 1.26.11 1.27.4", "1.21", nil, []string{"http2debug=1", "http2client=0", "http2debug=2"}},
}

func TestTheDefaultGODEBUGIsTheOneOfGoList(t *testing.T) {
	sweep.AllOrSkip(t, "asks many releases")
	for _, text := range []string{"1.21.13", "1.22.12", "1.26.11", "1.27.4"} {
		text := text
		t.Run(text, func(t *testing.T) {
			s, tc := newStore(t), requireToolchain(t, text)
			for _, c := range settingCases {
				if !strings.Contains(c.toolchains, text) {
					continue
				}
				got, err := tc.DefaultGODEBUG(c.goLine, c.goMod, c.directives)
				require.NoError(t, err)
				p := helloProgram()
				p.GoLine, p.GoMod, p.Directives = c.goLine, c.goMod, c.directives
				require.Equal(t, listed(t, s, tc, p), got, "%+v", c)
			}
		})
	}
}

func TestAGoLineBelow122BringsRSAKeyExchangeBackUpToGo126(t *testing.T) {
	for text, want := range map[string]bool{"1.21.13": false, "1.22.12": true, "1.26.11": true, "1.27.4": false} {
		got, err := requireToolchain(t, text).DefaultGODEBUG("1.21", nil, nil)
		require.NoError(t, err)
		require.Equal(t, want, strings.Contains(got, "tlsrsakex=1"), text)
	}
}

func TestKeysAreSortedAsKeys(t *testing.T) {
	// As pairs "a1=x" would come before "a=x": '1' is less than '='.
	require.Equal(t, "a=x,a1=x,b=y", join(map[string]string{"b": "y", "a1": "x", "a": "x"}))
}
