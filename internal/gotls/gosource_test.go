package gotls_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/toolchain"
)

// readings are the forms in which Go's source reads settings: os.Getenv up to
// Go 1.17, internal/godebug from Go 1.18 on. A name with # is one that Go does not document.
var readings = []*regexp.Regexp{
	regexp.MustCompile(`godebug\.(?:Get|New|Value)\("#?(\w+)"\)`),
	regexp.MustCompile(`strings\.Contains\((?:os\.Getenv\("GODEBUG"\)|e), "(\w+)=`),
	regexp.MustCompile(`goDebugString\("(\w+)"\)`),
}

// settingsReadBy returns the settings that crypto, the packages below it and
// net/http read.
func settingsReadBy(t *testing.T, tc *toolchain.Toolchain) []string {
	t.Helper()
	found := make(map[string]bool)
	for _, dir := range []string{"crypto", filepath.Join("net", "http")} {
		err := filepath.WalkDir(filepath.Join(tc.GOROOT, "src", dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			for _, form := range readings {
				for _, match := range form.FindAllSubmatch(source, -1) {
					found[string(match[1])] = true
				}
			}
			return err
		})
		require.NoError(t, err)
	}
	var names []string
	for name := range found {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
