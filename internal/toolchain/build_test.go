package toolchain

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/sweep"
)

// requireBuildError builds and returns why the program does not build.
func requireBuildError(t *testing.T, tc *Toolchain, p Program) *BuildError {
	t.Helper()
	s := newStore(t)
	_, err := s.Build(context.Background(), tc, p)
	var build *BuildError
	require.True(t, errors.As(err, &build), "%v", err)
	require.Equal(t, tc.Version, build.Version)
	programs, err := filepath.Glob(filepath.Join(s.cacheDir, buildsDir, "*", programName()))
	require.NoError(t, err)
	require.Empty(t, programs, "what does not build leaves no program in the cache")
	require.Empty(t, entries(t, filepath.Join(s.cacheDir, worksDir)))
	return build
}

// entries returns the names in a directory, none when it does not exist.
func entries(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if !os.IsNotExist(err) {
		require.NoError(t, err)
	}
	var names []string
	for _, entry := range list {
		names = append(names, entry.Name())
	}
	return names
}

func TestProgramsAreBuiltByTheirToolchainWithTheirDefaults(t *testing.T) {
	for _, text := range sweep.Some(t, 6, []string{"1.12.17", "1.17.13", "1.20.14", "1.21.13", "1.22.12", "1.26.11", "1.27.4"}) {
		text := text
		t.Run(text, func(t *testing.T) {
			s, tc := newStore(t), requireToolchain(t, text)
			for _, goLine := range []string{"1.11", "1.20", "1.21", ""} {
				if goLine != "" && version(t, goLine).Compare(tc.Version) > 0 {
					continue
				}
				p := helloProgram()
				p.GoLine, p.Directives = goLine, []string{"panicnil=1"}
				b, err := s.Build(context.Background(), tc, p)
				require.NoError(t, err, "go line %q", goLine)
				require.Equal(t, "go"+text, output(t, s, b.Path))
				require.Equal(t, tc.Version.atLeast(21), strings.Contains(b.DefaultGODEBUG, "panicnil=1"), b.DefaultGODEBUG)
				tc22 := tc.Version.atLeast(22) && !tc.Version.atLeast(27)
				require.Equal(t, tc22 && goLine != "", strings.Contains(b.DefaultGODEBUG, "tlsrsakex=1"), b.DefaultGODEBUG)
			}
		})
	}
}

// The runtime of Go 1.21 reads the setting that was built in: recover() gives
// nil after panic(nil) only with panicnil=1.
func TestDirectivesActInTheProgramFromGo121On(t *testing.T) {
	sweep.AllOrSkip(t, "builds programs of four kinds")
	const source = "package main\n\nfunc main() {\n\tdefer func() { println(recover() == nil) }()\n\tpanic(nil)\n}\n"
	for _, c := range []struct{ toolchain, goLine, directive, want string }{
		{"1.21.13", "", "panicnil=1", "true"},
		{"1.21.13", "", "panicnil=0", "false"},
		{"1.21.13", "1.20", "panicnil=0", "false"},
		{"1.20.14", "", "panicnil=0", "true"}, // a comment
	} {
		s, tc := newStore(t), requireToolchain(t, c.toolchain)
		b, err := s.Build(context.Background(), tc, Program{
			Module: "example.test/panics", Package: "example.test/panics/cmd/panics",
			Files:  map[string][]byte{"cmd/panics/main.go": []byte(source)},
			GoLine: c.goLine, Directives: []string{c.directive},
		})
		require.NoError(t, err)
		require.Equal(t, c.want, output(t, s, b.Path), "%+v", c)
	}
}

func TestTheUsersEnvironmentDoesNotReachTheProgram(t *testing.T) {
	settingsFile := filepath.Join(t.TempDir(), "env")
	require.NoError(t, os.WriteFile(settingsFile, []byte("GOTOOLCHAIN=local\nGOFLAGS=-buildvcs=false\nGOEXPERIMENT=fieldtrack\n"), 0o666))
	s := newStore(t, "GOENV="+settingsFile, "GODEBUG=tlsrsakex=1", "GOFLAGS=-buildvcs=false", "GOFIPS140=latest",
		"GOARCH=mips", "CGO_ENABLED=1", "GO111MODULE=off", "GOTOOLCHAIN=local", "GOWORK=/nosuch/go.work")
	p := helloProgram()
	p.Files["cgo.go"] = []byte("// +build cgo\n\npackage main\n\nvar _ = cgo_is_on\n")
	for _, text := range sweep.Some(t, 3, []string{"1.17.13", "1.26.11", "1.27.4"}) {
		b, err := s.Build(context.Background(), requireToolchain(t, text), p)
		require.NoError(t, err, text)
		require.Empty(t, b.DefaultGODEBUG)
		require.Equal(t, "go"+text, output(t, newStore(t, "GODEBUG="), b.Path))
	}
}

func TestAGoLineNewerThanTheToolchainIsABuildError(t *testing.T) {
	for toolchain, goLine := range map[string]string{"1.20.14": "1.21", "1.22.12": "1.22.13", "1.26.11": "1.27"} {
		p := helloProgram()
		p.GoLine = goLine
		e := requireBuildError(t, requireToolchain(t, toolchain), p)
		require.Contains(t, e.Error(), fmt.Sprintf("the go line %s is newer than the toolchain go%s", goLine, toolchain))
		require.Empty(t, e.Command)
	}
}

func TestSettingsThatAToolchainRefusesAreBuildErrors(t *testing.T) {
	for _, c := range sweep.Some(t, 2, []struct {
		toolchain         string
		goMod, directives []string
		want              string
	}{
		{"1.17.13", []string{"tls3des=1"}, nil, "unknown directive: godebug"},
		{"1.22.12", []string{"tlsrsakex=1"}, nil, "unknown directive: godebug"},
		{"1.21.13", nil, []string{"tlsrsakex=1"}, `unknown //go:debug setting "tlsrsakex"`},
		{"1.26.11", []string{"nosuch=1"}, nil, `unknown godebug "nosuch"`},
		{"1.26.11", nil, []string{"x509sha1=1"}, "use of removed //go:debug setting"},
		{"1.27.4", []string{"tlsrsakex=1"}, nil, `removed GODEBUG "tlsrsakex" set to old value "1"`},
		{"1.27.4", nil, []string{"tlsrsakex=1"}, `removed GODEBUG "tlsrsakex" set to old value "1"`},
		{"1.26.11", nil, []string{"default=go1.99"}, "too new"},
		{"1.26.11", nil, []string{"no-value"}, "missing key=value"},
	}) {
		p := helloProgram()
		p.GoMod, p.Directives = c.goMod, c.directives
		e := requireBuildError(t, requireToolchain(t, c.toolchain), p)
		require.Contains(t, e.Output, c.want, "%+v", c)
		require.Contains(t, e.Command, " build ")
	}
}

func TestACompilerErrorIsABuildErrorThatNamesTheLine(t *testing.T) {
	p := helloProgram()
	p.Files["main.go"] = []byte("package main\n\nfunc main() { undefined() }\n")
	e := requireBuildError(t, requireToolchain(t, "1.26.11"), p)
	require.Contains(t, e.Output, "main.go:3:15: undefined: undefined")
}

func TestAProgramWithOtherDefaultsThanItsTableGivesIsNotUsed(t *testing.T) {
	real := requireToolchain(t, "1.26.11")
	forged := withTable(t, real, "package godebugs\n\nvar All = []Info{{Name: \"tlsrsakex\", Changed: 22, Old: \"2\"}}\n")
	p := helloProgram()
	p.GoLine = "1.21"
	_, err := newStore(t).Build(context.Background(), forged, p)
	var mismatch *MismatchError
	require.True(t, errors.As(err, &mismatch), "%v", err)
	require.Equal(t, "tlsrsakex=2", mismatch.Want)
	require.Contains(t, mismatch.Got, "tlsrsakex=1")
}

func TestAProgramOfAnotherToolchainIsNotUsed(t *testing.T) {
	real := requireToolchain(t, "1.26.11")
	lying := *real
	lying.Version = version(t, "1.26.10")
	_, err := newStore(t).Build(context.Background(), &lying, helloProgram())
	require.ErrorContains(t, err, `says that it was built by "go1.26.11"`)
}

func TestEachProgramIsBuiltOnceWhoeverAsks(t *testing.T) {
	r := &recorder{}
	tc := requireToolchain(t, "1.26.11")
	s := newStoreWith(t, Options{Trace: r.trace, Progress: r.progress})
	results := make(chan error)
	for i := 0; i < 8; i++ {
		go func() {
			_, err := s.Build(context.Background(), tc, helloProgram())
			results <- err
		}()
	}
	for i := 0; i < 8; i++ {
		require.NoError(t, <-results)
	}
	require.Equal(t, 1, r.count(" build "))
	require.Equal(t, []string{"build", "build+"}, r.kinds())
}

func TestABuildWaitsForItsTurnAndCanGiveUp(t *testing.T) {
	r := &recorder{}
	tc := requireToolchain(t, "1.26.11")
	s := newStoreWith(t, Options{Progress: r.progress})
	for i := 0; i < cap(s.slots); i++ {
		s.slots <- struct{}{}
	}
	parent, cancel := context.WithCancel(context.Background())
	ctx, ended := observed(parent), make(chan error, 1)
	go func() {
		_, err := s.Build(ctx, tc, helloProgram())
		ended <- err
	}()
	<-ctx.waiting
	cancel()
	require.Equal(t, context.Canceled, <-ended)
	require.Empty(t, r.kinds(), "the build began without a place")

	<-s.slots
	_, err := s.Build(context.Background(), tc, helloProgram())
	require.NoError(t, err)
	require.Len(t, s.slots, cap(s.slots)-1, "who gave up and who has built leave no place taken")
}

func TestATracedBuildCanBeRepeatedByHand(t *testing.T) {
	requireUnix(t)
	p := helloProgram()
	p.Files["main.go"] = []byte("package main\n\nfunc main() { undefined() }\n")
	e := requireBuildError(t, requireToolchain(t, "1.26.11"), p)

	_, command, _ := strings.Cut(e.Command, "&& ")
	dir := t.TempDir()
	require.NoError(t, writeTree(dir, map[string][]byte{"main.go": []byte(hello), "go.mod": []byte("module x\n")}))
	before, after, ok := strings.Cut(command, " -o ")
	require.True(t, ok)
	_, after, _ = strings.Cut(after, " ")
	cmd := exec.Command("/bin/sh", "-c", before+" -o "+filepath.Join(dir, "x")+" "+after)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOROOT=/nosuch", "GODEBUG=tlsrsakex=1", "GOFLAGS=-nosuch", "GOENV=", "GOTOOLCHAIN=go1.98.0", "GOEXPERIMENT=nosuch")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	require.Equal(t, "go1.26.11", output(t, newStore(t), filepath.Join(dir, "x")))
}

func TestFailuresOfTheMachineAreNoResults(t *testing.T) {
	tc := requireToolchain(t, "1.26.11")
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o666))
	for name, s := range map[string]*Store{
		"build cache": newStore(t, "GOCACHE="+filepath.Join(file, "cache")),
		"temporary":   newStore(t, "GOTMPDIR="+filepath.Join(file, "tmp")),
		"our cache":   newStoreWith(t, Options{CacheDir: filepath.Join(file, "ours")}),
	} {
		_, err := s.Build(context.Background(), tc, helloProgram())
		var build *BuildError
		require.Error(t, err, name)
		require.False(t, errors.As(err, &build), "%s: %v", name, err)
		require.Contains(t, err.Error(), file, name)
	}
}

func TestAMissingToolchainCommandIsNoResult(t *testing.T) {
	tc := *requireToolchain(t, "1.26.11")
	tc.command = filepath.Join(t.TempDir(), "go")
	_, err := newStore(t).Build(context.Background(), &tc, helloProgram())
	var build *BuildError
	require.Error(t, err)
	require.False(t, errors.As(err, &build), "%v", err)
}
