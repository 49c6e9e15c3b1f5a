package harness

import (
	"context"
	"os"
	"runtime/debug"
	"testing"

	"github.com/legacytls/legacytls/internal/testrun"
	"github.com/legacytls/legacytls/internal/toolchain"
)

// A program is the test binary of some cells.
type program struct {
	path   string
	goLine string // that it was built with, "" for the running one
	err    error  // why there is none
}

// program returns the test binary of a cell. Each is made once.
func (a *across) program(t *testing.T, c Build) *program {
	t.Helper()
	c.GODEBUG = ""
	p := a.programs[c]
	if p == nil {
		if testing.Verbose() && c != a.own() {
			t.Logf("building the tests with %s", c)
		}
		p = a.provide(c)
		a.programs[c] = p
	}
	return p
}

// own is the build of this process, which needs no other.
func (a *across) own() Build { return Build{Go: runningRelease()} }

func (a *across) provide(c Build) *program {
	if c == a.own() {
		path, err := a.runningProgram()
		return &program{path: path, err: err}
	}
	v, err := toolchain.ParseVersion(c.Go)
	if err != nil {
		return &program{err: err}
	}
	if testing.Short() && c.Go != runningRelease() {
		return &program{err: &toolchain.UnavailableError{Version: v, Reason: "-short leaves out other toolchains than the running go" + toolchain.Reason(runningRelease())}}
	}
	binary, err := a.store.BuildTest(context.Background(), v, toolchain.TestPackage{
		Dir:        a.dir,
		Path:       mainPath(),
		Flags:      buildFlags(),
		Cgo:        testrun.Cgo,
		GoLine:     c.GoLine,
		Directives: pairs(c.Directive),
	})
	if err != nil {
		return &program{err: err}
	}
	return &program{path: binary.Path, goLine: binary.GoLine}
}

// runningProgram is the binary of this process. The go command removes it at the end, which
// whoever is shown its command does not want.
func (a *across) runningProgram() (string, error) {
	path, err := os.Executable()
	if err != nil || !testing.Verbose() {
		return path, err
	}
	return a.store.Keep(path)
}

// mainPath is the import path of the running test binary. Before Go 1.24 none has it.
func mainPath() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Path
	}
	return ""
}

// buildFlags are the flags with which the running binary was built, as far as they decide
// how a test behaves. Before Go 1.24 a test binary has none of them but -race, which shows.
func buildFlags() []string {
	var flags []string
	if testrun.Race {
		flags = append(flags, "-race")
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return flags
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "-tags", "-ldflags", "-gcflags", "-asan", "-msan", "-trimpath":
			flags = append(flags, s.Key+"="+s.Value)
		}
	}
	return flags
}
