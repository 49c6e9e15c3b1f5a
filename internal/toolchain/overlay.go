package toolchain

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// overlaidTest is the file that the go command is told to see in the package. It is nowhere
// but in the cache.
const overlaidTest = "zz_legacytls_defaults_test.go"

// directives are the //go:debug lines that the test binary gets besides its own. The go
// line is one of them where the toolchain knows it as such.
func (b *testBuild) directives() []string {
	if b.GoLine == "" || !b.toolchain.Version.atLeast(firstGodebugLine) {
		return b.Directives
	}
	return append([]string{"default=go" + b.GoLine}, b.Directives...)
}

// flags returns the flags for go test and go list. What the go command is to see instead of
// the user's files, or besides them, is written to dir.
//
// A //go:debug line gives the defaults of another go line without touching the one of
// go.mod, in workspaces and with vendored code too, and whatever the dependencies require.
// Toolchains before Go 1.23 do not know it, and see another go.mod.
func (b *testBuild) flags(dir string) ([]string, error) {
	flags := append([]string(nil), b.Flags...)
	if strings.Contains(b.settings["GOFLAGS"], "-mod=mod") {
		flags = append(flags, "-mod=readonly") // or it could write to go.mod
	}
	seen := make(map[string][]byte)
	if lines := b.directives(); len(lines) > 0 {
		seen[filepath.Join(b.Dir, overlaidTest)] = directives(b.tests.name, lines)
	}
	if b.GoLine != "" && !b.toolchain.Version.atLeast(firstGodebugLine) {
		seen[b.module.file] = b.module.withGoLine(b.GoLine)
	}
	if len(seen) == 0 {
		return flags, nil
	}
	if strings.Contains(b.settings["GOFLAGS"], "-overlay") {
		return nil, fmt.Errorf("GOFLAGS has an -overlay, and the go command takes one alone, which a go line needs: %s", b.settings["GOFLAGS"])
	}
	overlay, err := writeOverlay(dir, seen)
	if err != nil {
		return nil, b.store.cacheError(err)
	}
	return append(flags, "-overlay="+overlay), nil
}

// writeOverlay writes the file that the flag -overlay takes (go help build).
func writeOverlay(dir string, seen map[string][]byte) (string, error) {
	var overlay struct{ Replace map[string]string }
	overlay.Replace = make(map[string]string)
	for path, content := range seen {
		file := filepath.Join(dir, "overlay-"+filepath.Base(path))
		if err := os.WriteFile(file, content, 0o666); err != nil {
			return "", err
		}
		overlay.Replace[path] = file
	}
	text, err := json.MarshalIndent(overlay, "", "\t")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "overlay.json")
	return path, os.WriteFile(path, text, 0o666)
}
