package harness

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/toolchain"
)

// A Setting is a GODEBUG setting as a Go release has it in its own table
// (src/internal/godebugs/table.go).
type Setting struct {
	Name    string
	Package string // the package that it is for, for example "crypto/tls"
	Changed int    // N: a go line below 1.N selects Old; 0 if no go line does
	Old     string // the value that brings the old behaviour back
	Removed int    // N: removed in Go 1.N; 0 if it is still there
}

// GODEBUGSettings returns the table of a release (a full version), which is
// fetched if it is not at hand. Releases before Go 1.21 have no table; theirs
// is empty.
func (r *Runner) GODEBUGSettings(ctx context.Context, release string) ([]Setting, error) {
	v, err := toolchain.ParseVersion(release)
	if err != nil {
		return nil, err
	}
	tc, err := r.store.Toolchain(ctx, v)
	if err != nil {
		return nil, err
	}
	table, err := tc.GODEBUGTable()
	if err != nil {
		return nil, err
	}
	settings := make([]Setting, len(table))
	for i, s := range table {
		settings[i] = Setting{Name: s.Name, Package: s.Package, Changed: s.Changed, Old: s.Old, Removed: s.Removed}
	}
	return settings, nil
}

// oldSettings are the settings from before the table, which only the
// environment could set: those that touch TLS, and netdns.
func oldSettings() []string {
	names := []string{"netdns"}
	for _, s := range gotls.Settings() {
		if Go("<1.21").Matches(Build{Go: s.Added[0]}) {
			names = append(names, s.Name)
		}
	}
	return names
}

// UnknownSettings returns a warning for each GODEBUG name in the environments of
// settings that none of the releases has in its table. Go accepts such a name
// there and ignores it.
func (r *Runner) UnknownSettings(ctx context.Context, releases []string, settings []Settings) []string {
	known := oldSettings()
	for _, release := range releases {
		table, err := r.GODEBUGSettings(ctx, release)
		if err != nil {
			return nil // its table may know them; the release is reported when it is used
		}
		for _, s := range table {
			known = append(known, s.Name)
		}
	}
	var warnings []string
	for _, s := range settings {
		for _, pair := range pairs(s.GODEBUG) {
			name, _, _ := strings.Cut(pair, "=")
			warning := fmt.Sprintf("no Go release of this run knows the GODEBUG setting %q%s (Go ignores it)", name, nearestNames(name, known))
			if !slices.Contains(known, name) && !slices.Contains(warnings, warning) {
				warnings = append(warnings, warning)
			}
		}
	}
	return warnings
}
