package toolchain

import (
	"context"
	"debug/buildinfo"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Minor releases that brought flags of go build.
const (
	firstTrimpath = 13 // https://go.dev/doc/go1.13#go-command
	firstBuildVCS = 18 // https://go.dev/doc/go1.18#go-command
	firstDebug    = 13 // programs name their toolchain in a form that debug/buildinfo reads
)

// Build builds a program, or takes it from the cache: there is one build per
// program, toolchain and settings, whoever asks. The user's GODEBUG, GOFLAGS
// and the like do not come in; cgo is off.
//
// A [*BuildError] is a result: the program does not load or compile. A
// [*MismatchError] says that the default GODEBUG in the program is not the one
// that the toolchain's table gives for what was asked. Other errors are ctx's,
// those of a malformed Program, and those of this machine.
func (s *Store) Build(ctx context.Context, tc *Toolchain, p Program) (*Binary, error) {
	pl, err := newPlan(tc, p)
	if err != nil {
		return nil, err
	}
	found := true
	provide := func() (*Binary, error) {
		want, err := tc.DefaultGODEBUG(pl.goLine, p.GoMod, p.Directives)
		if err != nil {
			return nil, err
		}
		b, err := s.fromCacheOrBuild(ctx, pl, want)
		found = err == nil && b.Cached
		return b, err
	}
	b, err := s.binaries.do(ctx, pl.key, never, provide)
	if err == nil && !b.there() {
		s.binaries.forget(pl.key) // somebody emptied the cache behind our back
		b, err = s.binaries.do(ctx, pl.key, never, provide)
	}
	if err != nil {
		return nil, err
	}
	result := *b
	result.Cached = found
	return &result, nil
}

func (s *Store) fromCacheOrBuild(ctx context.Context, pl *plan, want string) (*Binary, error) {
	v := pl.toolchain.Version
	if b := s.cached(pl.key); b != nil {
		s.progress(Event{Kind: EventCached, Version: v, Text: "built before with " + pl.describe(), Done: true})
		b.Cached = true
		return b, b.check(pl, want)
	}
	if failed := s.failedBefore(pl); failed != nil {
		s.progress(Event{Kind: EventCached, Version: v, Text: "failed before with " + pl.describe(), Done: true})
		return nil, failed
	}
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	end := s.step(EventBuild, v, "building with "+pl.describe())
	b, err := s.build(ctx, pl)
	if err == nil {
		err = b.check(pl, want)
	}
	end(err)
	return b, err
}

// describe returns "go1.22.12, go line 1.21".
func (pl *plan) describe() string {
	return pl.toolchain.Version.name() + ", go line " + pl.goLine
}

// build compiles into a temporary directory and puts the result into the cache.
func (s *Store) build(ctx context.Context, pl *plan) (*Binary, error) {
	local, err := s.local(ctx)
	if err != nil {
		return nil, err
	}
	work, err := s.workDir()
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	source, entry := filepath.Join(work, "source"), filepath.Join(work, "entry")
	if err := errors.Join(writeTree(source, pl.files), os.Mkdir(entry, 0o777)); err != nil {
		return nil, s.cacheError(err)
	}
	c := command{
		path: pl.toolchain.command,
		args: pl.buildArgs(filepath.Join(entry, programName())),
		dir:  source,
		base: withoutGo(s.env),
		vars: buildVariables(local.settings),
	}
	_, output, err := s.run(ctx, c)
	if isContextError(err) {
		return nil, err
	}
	if err != nil {
		err = buildFailure(pl.toolchain.Version, c, strings.ReplaceAll(output, work, "$WORK"), err)
		var failed *BuildError
		if errors.As(err, &failed) {
			s.rememberFailure(pl, work, failed)
		}
		return nil, err
	}
	return s.publish(pl, entry)
}

func (pl *plan) buildArgs(output string) []string {
	args := []string{"build", "-o", output, "-ldflags=-w"} // nobody debugs it, and it links faster
	if pl.toolchain.Version.atLeast(firstTrimpath) {
		args = append(args, "-trimpath")
	}
	if pl.toolchain.Version.atLeast(firstBuildVCS) {
		args = append(args, "-buildvcs=false")
	}
	if pl.tag != "" {
		args = append(args, "-tags", pl.tag)
	}
	return append(args, "./"+pl.dir)
}

// accidents are texts of failures that say nothing about the program.
var accidents = [...]string{
	"no space left on device",
	"not enough space on the disk",
	"disk quota exceeded",
	"read-only file system",
	"permission denied",
	"not a directory",
	"cannot allocate memory",
	"out of memory",
	"too many open files",
	"resource temporarily unavailable",
	"input/output error",
	"signal: ",
	"text file busy",
}

// buildFailure tells a program that does not compile from a machine that
// cannot compile it.
func buildFailure(v Version, c command, output string, err error) error {
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() < 0 {
		return fmt.Errorf("go %s: %s: %w: %s", v, c.path, err, oneLine(output))
	}
	for _, accident := range accidents {
		if strings.Contains(output, accident) {
			return fmt.Errorf("go %s could not build on this machine (disk, memory or rights; not the program): %s", v, oneLine(output))
		}
	}
	return &BuildError{Version: v, Command: c.String(), Output: output}
}

// check reads the toolchain and the default GODEBUG back from the file.
func (b *Binary) check(pl *plan, want string) error {
	v := pl.toolchain.Version
	if !v.atLeast(firstDebug) {
		return nil
	}
	var err error
	if _, b.DefaultGODEBUG, err = readBuildInfo(v, b.Path); err != nil {
		return err
	}
	if b.DefaultGODEBUG != want {
		return &MismatchError{Version: v, GoLine: pl.goLine, Want: want, Got: b.DefaultGODEBUG}
	}
	return nil
}

// readBuildInfo reads the import path and the default GODEBUG back from a program, which
// must be of this toolchain.
func readBuildInfo(v Version, path string) (name, godebug string, err error) {
	info, err := buildinfo.ReadFile(path)
	if err != nil {
		return "", "", fmt.Errorf("program built by go %s: %w", v, err)
	}
	built, err := ParseVersion(info.GoVersion)
	if err != nil || built.Compare(v) != 0 {
		return "", "", fmt.Errorf("program built by go %s says that it was built by %q", v, info.GoVersion)
	}
	for _, setting := range info.Settings {
		if setting.Key == "DefaultGODEBUG" {
			godebug = setting.Value
		}
	}
	return info.Path, godebug, nil
}
