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

// directives are the //go:debug lines that the test binary gets besides its own. A go line
// below that of the module is one of them, or the old values that it stands for.
func (b *testBuild) directives() ([]string, error) {
	lines := append([]string(nil), b.Directives...)
	switch {
	case b.GoLine == "":
	case b.toolchain.Version.atLeast(firstGodebugLine):
		lines = append(lines, "default=go"+b.GoLine)
	case !b.raises():
		old, err := b.toolchain.DefaultGODEBUG(b.GoLine, nil, nil)
		if err != nil {
			return nil, err
		}
		if old != "" {
			lines = append(lines, strings.Split(old, ",")...)
		}
	}
	return lines, nil
}

// raises says whether the go line is above that of the module.
func (b *testBuild) raises() bool {
	asked, err := ParseVersion(b.GoLine)
	if err != nil {
		return false
	}
	own, err := ParseVersion(b.module.goLine)
	return err == nil && asked.Compare(own) > 0
}

// flags returns the flags for go test and go list. What the go command is to see instead of
// the user's files, or besides them, is written to dir.
//
// //go:debug lines give the defaults of another go line without touching the one of go.mod,
// in workspaces and with vendored code too, and whatever the dependencies require. Before
// Go 1.23 they cannot give those of a line above it: then the toolchain sees another go.mod.
// It reads go.work where it is, whatever it is told to see.
func (b *testBuild) flags(dir string) ([]string, error) {
	flags := append([]string(nil), b.Flags...)
	if strings.Contains(b.settings["GOFLAGS"], "-mod=mod") {
		flags = append(flags, "-mod=readonly") // or it could write to go.mod
	}
	seen := make(map[string][]byte)
	lines, err := b.directives()
	if err != nil {
		return nil, err
	}
	if len(lines) > 0 {
		seen[filepath.Join(b.Dir, overlaidTest)] = directives(b.tests.name, lines)
	}
	if b.GoLine != "" && b.raises() && !b.toolchain.Version.atLeast(firstGodebugLine) {
		if b.module.isWork() {
			return nil, &BuildError{Version: b.toolchain.Version, Output: fmt.Sprintf("the tests are in a workspace of go line %s, and none above it can be had there before Go 1.%d (GOWORK=off leaves it)", b.module.goLine, firstGodebugLine)}
		}
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
