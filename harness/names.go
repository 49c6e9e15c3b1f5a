package harness

import (
	"crypto/tls"
	"fmt"
	"strconv"
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

// configurableGroups are the named groups that some crypto/tls has.
func configurableGroups() []tls.CurveID {
	return []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384, tls.CurveP521, 4588, 4587, 4589}
}

// FindGroup returns the named group with the name, written as IANA or NIST
// write it ("secp256r1", "P-256"), or as a number.
func FindGroup(name string) (tls.CurveID, error) {
	if id, err := strconv.ParseUint(name, 0, 16); err == nil {
		return tls.CurveID(id), nil
	}
	plain := func(s string) string { return strings.ToLower(strings.ReplaceAll(s, "-", "")) }
	aliases := map[string]tls.CurveID{"p256": tls.CurveP256, "p384": tls.CurveP384, "p521": tls.CurveP521}
	if id, ok := aliases[plain(name)]; ok {
		return id, nil
	}
	var names []string
	for _, id := range configurableGroups() {
		known := wire.GroupName(uint16(id))
		if plain(known) == plain(name) {
			return id, nil
		}
		names = append(names, known)
	}
	return 0, fmt.Errorf("no named group %q; known are %s, or a number", name, strings.Join(names, ", "))
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
