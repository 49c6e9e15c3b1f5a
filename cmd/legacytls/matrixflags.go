package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/toolchain"
)

// matrix adds -go, -goline and -godebug. The returned function is called after
// parsing; its matrix is not resolved yet.
func (f *flags) matrix(defaultGo []string) func() (harness.Matrix, error) {
	releases := f.commaList("go", "Go `releases`: 1.22 (its latest patch release known to legacytls), 1.22.3, 1.22@latest, local, all (default "+strings.Join(defaultGo, ",")+")")
	lines := f.commaList("goline", "go `lines` of go.mod (default: the release's own)")
	godebug := f.wholeList("godebug", "GODEBUG `settings` in the environment, one more variant each time; '' is none")
	return func() (harness.Matrix, error) {
		m := harness.Matrix{Go: *releases}
		if len(m.Go) == 0 {
			m.Go = defaultGo
		}
		m.Boundaries = slices.Contains(m.Go, "all")
		for _, line := range *lines {
			if err := harness.CheckGoLine(line); err != nil {
				return m, usagef("-goline: %w", err)
			}
		}
		for _, g := range *godebug {
			if err := harness.CheckGODEBUG(g); err != nil {
				return m, usagef("-godebug: %w; for example tlsrsakex=1", err)
			}
		}
		m.GoLine, m.GODEBUG = *lines, *godebug
		return m, nil
	}
}

// resolve returns m with full versions.
func resolve(ctx context.Context, r *harness.Runner, m harness.Matrix) (harness.Matrix, error) {
	releases, err := r.Resolve(ctx, m.Go)
	var unavailable *toolchain.UnavailableError
	switch {
	case err == nil:
	case ctx.Err() != nil, errors.As(err, &unavailable):
		return m, err
	default:
		return m, usageError{err}
	}
	m.Go = releases
	if len(m.Builds()) == 0 {
		return m, usagef("-goline: every line is newer than every release (%s), so there is nothing to build", strings.Join(releases, ", "))
	}
	return m, nil
}

// leftOut says which builds of a resolved matrix cannot be.
func leftOut(m harness.Matrix) []string {
	var all []string
	for _, release := range m.Go {
		for _, settings := range m.Variants() {
			if one := (harness.Matrix{Go: []string{release}, Settings: []harness.Settings{settings}}); len(one.Builds()) == 0 {
				all = append(all, fmt.Sprintf("go%s is left out with go line %s, which is newer", release, settings.GoLine))
			}
		}
	}
	return all
}

// unknownSettings returns a warning for each GODEBUG name of a resolved matrix
// that none of its releases knows.
func unknownSettings(ctx context.Context, r *harness.Runner, m harness.Matrix) []string {
	variants := m.Variants()
	for _, s := range variants {
		if s.GODEBUG != "" {
			return r.UnknownSettings(ctx, m.Go, variants)
		}
	}
	return nil // without asking, which would fetch every toolchain
}
