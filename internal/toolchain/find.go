package toolchain

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// Toolchain returns the toolchain of a version. It takes the local go command
// if it is that version, then what is in the module cache, then installed
// ones ($HOME/sdk/goX.Y.Z, a goX.Y.Z command in PATH); else the go command
// fetches it from the module proxy, checked against the checksum database. In
// each case its own go command was run and named this version.
//
// The error is an [*UnavailableError], ctx's, or says that v names no release.
// A download lasts as long as ctx lets it; there is one per version.
func (s *Store) Toolchain(ctx context.Context, v Version) (*Toolchain, error) {
	if v.IsZero() || v.IsLang() && v.atLeast(firstPatchZero) {
		return nil, fmt.Errorf("version %q names no release: expected one like %s", v, Releases()[len(releases)-1].Version)
	}
	return s.toolchains.do(ctx, v.name(), always, func() (*Toolchain, error) {
		tc, err := s.find(ctx, v)
		var unavailable *UnavailableError
		if errors.As(err, &unavailable) && unavailable.Version.IsZero() {
			named := *unavailable
			named.Version = v
			return nil, &named
		}
		return tc, err
	})
}

func (s *Store) find(ctx context.Context, v Version) (*Toolchain, error) {
	local, err := s.local(ctx)
	if err != nil {
		return nil, err
	}
	if sameToolchain(local.version, v) {
		return &Toolchain{Version: local.version, GOROOT: local.goroot, Origin: OriginLocal, command: local.path}, nil
	}
	if v.Custom() {
		return nil, &UnavailableError{
			Version: v,
			Reason:  ReasonNoSuchRelease,
			Hint:    fmt.Sprintf("a custom build can only be the local go command, which is %s", local.version),
		}
	}
	for _, find := range []func(context.Context, *localGo, Version) (*Toolchain, error){
		s.fromModuleCache, s.fromHome, s.fromPath, s.fetch,
	} {
		tc, err := find(ctx, local, v)
		if tc != nil || err != nil {
			return tc, err
		}
	}
	return nil, &UnavailableError{Version: v, Reason: ReasonUnknown}
}

func sameToolchain(v, w Version) bool {
	return v.Compare(w) == 0 && v.suffix == w.suffix
}

// The finders below return nil and no error when they have nothing, or nothing
// that works: then the next one is asked. Their error is ctx's.

func (s *Store) fromModuleCache(ctx context.Context, local *localGo, v Version) (*Toolchain, error) {
	cache := local.moduleCache()
	version := "v0.0.1-" + v.name() + "." + runtime.GOOS + "-" + runtime.GOARCH
	// The go command leaves this mark while it unpacks, and when it was stopped then.
	partial := filepath.Join(cache, "cache", "download", "golang.org", "toolchain", "@v", version+".partial")
	if _, err := os.Stat(partial); cache == "" || err == nil {
		return nil, nil
	}
	return s.fromGOROOT(ctx, filepath.Join(cache, "golang.org", "toolchain@"+version), v, OriginModuleCache)
}

func (s *Store) fromHome(ctx context.Context, _ *localGo, v Version) (*Toolchain, error) {
	variable := "HOME"
	if runtime.GOOS == "windows" {
		variable = "USERPROFILE"
	}
	home := lookup(s.env, variable)
	if home == "" {
		return nil, nil
	}
	return s.fromGOROOT(ctx, filepath.Join(home, "sdk", v.name()), v, OriginSDK)
}

// fromPath asks the small programs of golang.org/dl, which know where their
// toolchain is.
func (s *Store) fromPath(ctx context.Context, _ *localGo, v Version) (*Toolchain, error) {
	path, err := lookPath(s.env, v.name())
	if err != nil {
		return nil, nil
	}
	goroot, _, err := s.run(ctx, command{
		path: path,
		args: []string{"env", "GOROOT"},
		base: withoutGo(s.env),
		vars: []string{"GOENV=off", "GOTOOLCHAIN=local"},
	})
	if isContextError(err) {
		return nil, err
	}
	if err != nil || goroot == "" {
		return nil, nil
	}
	return s.fromGOROOT(ctx, goroot, v, OriginSDK)
}

// fromGOROOT returns the toolchain in goroot if its go command runs and is of
// version v.
func (s *Store) fromGOROOT(ctx context.Context, goroot string, v Version, origin Origin) (*Toolchain, error) {
	path := goCommandIn(goroot)
	if _, err := os.Stat(path); err != nil {
		return nil, nil
	}
	got, err := s.versionOf(ctx, path)
	if isContextError(err) {
		return nil, err
	}
	if err != nil || !sameToolchain(got, v) {
		return nil, nil
	}
	return &Toolchain{Version: got, GOROOT: goroot, Origin: origin, command: path}, nil
}

func goCommandIn(goroot string) string {
	name := "go"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(goroot, "bin", name)
}
