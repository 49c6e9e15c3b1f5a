package toolchain

import (
	"context"
	"fmt"
	"sort"
	"strings"
)

// specLocal is the specification of the user's own go command.
const specLocal = "local"

// Resolve turns a specification of a Go version into a version that
// [Store.Toolchain] takes:
//
//   - "1.22" is the newest 1.22 in the table of [Releases];
//   - "1.22.3", "go1.22.3", "1.27rc1" are that release, whether or not it exists;
//   - "local" is the user's own go command;
//   - "1.22@latest" is the newest 1.22 that the module proxy knows; it is not
//     older than the one in the table, and a release candidate only if there is no release.
//
// Anything else is an error that names the nearest valid ones. Only "local"
// and "@latest" run a command; their error can be an [*UnavailableError].
func (s *Store) Resolve(ctx context.Context, spec string) (Version, error) {
	if spec == specLocal {
		return s.resolveLocal(ctx)
	}
	text, latest := strings.CutSuffix(spec, "@latest")
	v, err := ParseVersion(text)
	if err != nil || v.Custom() || latest && !v.IsLang() {
		return Version{}, fmt.Errorf("no Go version %q: expected a minor (%s), a release (%s), a minor@latest or %q",
			spec, strings.Join(minors(), ", "), releases[len(releases)-1], specLocal)
	}
	first := Releases()[0].Version
	if v.Compare(minorOf(first)) < 0 {
		return Version{}, fmt.Errorf("go %s is too old: the oldest supported is %s", v, first)
	}
	switch {
	case latest:
		return s.latest(ctx, v)
	case v.IsLang():
		return fromTable(v)
	default:
		return v, nil
	}
}

func (s *Store) resolveLocal(ctx context.Context) (Version, error) {
	l, err := s.local(ctx)
	if err != nil {
		return Version{}, err
	}
	return l.version, nil
}

// fromTable returns the table's release of a minor.
func fromTable(minor Version) (Version, error) {
	for _, r := range Releases() {
		if r.Minor == minor.Lang() {
			return r.Version, nil
		}
	}
	return Version{}, fmt.Errorf("go %s is not in the table of releases of %s; nearest: %s; or name a release like %[1]s.0, or %[1]s@latest",
		minor, TableDate, strings.Join(nearestReleases(minor), ", "))
}

// minors returns the minors of the table.
func minors() []string {
	var names []string
	for _, r := range Releases() {
		names = append(names, r.Minor)
	}
	return names
}

// nearestReleases returns the three releases of the table nearest to v, the
// nearest first.
func nearestReleases(v Version) []string {
	table := Releases()
	distance := func(w Version) int {
		d := w.major*1000 + w.minor - v.major*1000 - v.minor
		if d < 0 {
			return -d
		}
		return d
	}
	sort.SliceStable(table, func(i, j int) bool {
		return distance(table[i].Version) < distance(table[j].Version)
	})
	var names []string
	for _, r := range table[:3] {
		names = append(names, r.Version.String())
	}
	return names
}
