package toolchain

import (
	"sort"
	"strconv"
	"strings"
)

// firstGodebugLine is the minor release that began to read godebug lines of
// go.mod and the key "default" (https://go.dev/doc/go1.23#go-command).
const firstGodebugLine = 23

// DefaultGODEBUG returns the GODEBUG setting that this toolchain builds into a
// program, by its table: the old value of every setting that changed after the
// go line, then the godebug lines of go.mod, then the //go:debug directives,
// each "key=value"; "default=go1.N" among them takes the place of the go line.
// Sorted by key, joined with commas. It is empty for toolchains before Go 1.21.
//
// The rule is that of cmd/go/internal/load/godebug.go. It says nothing of
// settings that the toolchain refuses to build with.
func (tc *Toolchain) DefaultGODEBUG(goLine string, goMod, directives []string) (string, error) {
	table, err := tc.GODEBUGTable()
	if err != nil || len(table) == 0 {
		return "", err
	}
	asked := make(map[string]string)
	if tc.Version.atLeast(firstGodebugLine) {
		add(asked, goMod)
	}
	add(asked, directives)
	if v, ok := asked["default"]; ok && tc.Version.atLeast(firstGodebugLine) {
		goLine = strings.TrimPrefix(v, "go")
		delete(asked, "default")
	}
	values := oldDefaults(table, goLine)
	for key, value := range asked {
		values[key] = value
	}
	return join(values), nil
}

// oldDefaults returns the settings that a go line turns back. As in the go
// command, the line of a release candidate (1.22rc1) turns nothing back.
func oldDefaults(table []Setting, goLine string) map[string]string {
	values := make(map[string]string)
	minor, ok := minorOfLine(goLine)
	if !ok {
		return values
	}
	for _, s := range table {
		if minor < s.Changed { // 0 in rows of removed settings
			values[s.Name] = s.Old
		}
	}
	return values
}

// minorOfLine returns the N of 1.N and 1.N.P.
func minorOfLine(goLine string) (int, bool) {
	parts := strings.SplitN(goLine, ".", 3)
	if len(parts) < 2 || parts[0] != "1" {
		return 0, false
	}
	n, err := strconv.Atoi(parts[1])
	return n, err == nil
}

func add(values map[string]string, pairs []string) {
	for _, pair := range pairs {
		if key, value, ok := strings.Cut(pair, "="); ok {
			values[key] = value
		}
	}
}

func join(values map[string]string) string {
	pairs := make([]string, 0, len(values))
	for key, value := range values {
		pairs = append(pairs, key+"="+value)
	}
	// Keys are compared, not pairs: "a1=" comes after "a=".
	sort.Slice(pairs, func(i, j int) bool {
		a, _, _ := strings.Cut(pairs[i], "=")
		b, _, _ := strings.Cut(pairs[j], "=")
		return a < b
	})
	return strings.Join(pairs, ",")
}
