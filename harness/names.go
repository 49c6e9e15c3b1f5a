package harness

import (
	"fmt"
	"strings"

	"github.com/legacytls/legacytls/internal/nearest"
	"github.com/legacytls/legacytls/internal/toolchain"
	"github.com/legacytls/legacytls/internal/wire"
)

// VersionName returns the name of a protocol version, for example "TLS 1.2".
func VersionName(version uint16) string { return wire.VersionName(version) }

// GroupName returns the name of a named group, for example "X25519"; "" for 0.
func GroupName(id uint16) string {
	if id == 0 {
		return ""
	}
	return wire.GroupName(id)
}

// CheckGoLine returns an error unless line can stand behind "go" in a go.mod.
func CheckGoLine(line string) error {
	v, err := toolchain.ParseVersion(line)
	if err != nil {
		return fmt.Errorf("go line %q: %w", line, err)
	}
	if strings.HasPrefix(line, "go") || v.Custom() {
		return fmt.Errorf("go line %q: want a Go version as in go.mod, for example 1.21", line)
	}
	return nil
}

// CheckGODEBUG returns an error unless settings is a list of key=value pairs
// separated by commas, as the GODEBUG variable holds them. Go itself ignores
// what is not.
func CheckGODEBUG(settings string) error { return checkPairs(settings) }

// nearestNames is nearest.Names as a phrase for an error message.
func nearestNames(want string, among []string) string {
	near := nearest.Names(want, among, 3)
	if len(near) == 0 {
		return ""
	}
	return "; did you mean " + strings.Join(near, ", ") + "?"
}
