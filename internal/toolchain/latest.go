package toolchain

import (
	"context"
	"fmt"
	"runtime"
	"strings"
)

// latest returns the newest release of a minor that the module proxy lists for
// this platform.
func (s *Store) latest(ctx context.Context, minor Version) (Version, error) {
	listed, err := s.lists.do(ctx, "", always, func() ([]Version, error) { return s.list(ctx, minor) })
	if err != nil {
		return Version{}, err
	}
	known, _ := fromTable(minor) // zero when the table ends before this minor
	newest := newestOf(minor, append([]Version{known}, listed...))
	if newest.IsZero() {
		return Version{}, fmt.Errorf("the module proxy lists no go %s for %s/%s; nearest that exist: %s",
			minor, runtime.GOOS, runtime.GOARCH, strings.Join(nearestReleases(minor), ", "))
	}
	return newest, nil
}

// newestOf prefers any release to any release candidate.
func newestOf(minor Version, among []Version) Version {
	var newest Version
	for _, v := range among {
		if v.Lang() != minor.Lang() {
			continue
		}
		released, had := v.kind == "", newest.kind == "" && !newest.IsZero()
		if released && !had || released == had && v.Compare(newest) > 0 {
			newest = v
		}
	}
	return newest
}

// list asks the module proxy for the versions of golang.org/toolchain.
func (s *Store) list(ctx context.Context, minor Version) (versions []Version, err error) {
	local, err := s.local(ctx)
	if err != nil {
		return nil, err
	}
	end := s.step(EventResolve, minor, "asking the module proxy for the releases of Go")
	defer func() { end(err) }()
	stdout, output, err := s.run(ctx, command{
		path: local.path,
		args: []string{"list", "-m", "-versions", "golang.org/toolchain"},
		base: withoutGo(s.env),
		vars: fetchVariables(local.settings, "local"),
	})
	if isContextError(err) {
		return nil, err
	}
	if err != nil {
		return nil, unavailable(minor, local.settings, output)
	}
	return parseList(stdout, runtime.GOOS, runtime.GOARCH), nil
}

// parseList picks the releases of one platform from a line like
// "golang.org/toolchain v0.0.1-go1.22.12.linux-amd64 v0.0.1-...".
func parseList(line, goos, goarch string) []Version {
	var versions []Version
	for _, field := range strings.Fields(line) {
		text, ok := strings.CutPrefix(field, "v0.0.1-go")
		text, mine := strings.CutSuffix(text, "."+goos+"-"+goarch)
		if !ok || !mine {
			continue
		}
		v, err := ParseVersion(text)
		if err != nil {
			continue // a form of tomorrow is none that we could build with
		}
		if v.IsLang() {
			v.patch = 0 // go1.20 is the release 1.20.0
		}
		versions = append(versions, v)
	}
	return versions
}
