package toolchain

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// The parts of the cache directory with test binaries, and with those that were not built
// for it.
const (
	testsDir = "tests"
	keptDir  = "kept"
)

// firstTestInfo is the minor release whose test binaries began to have the settings of
// their build in them.
const firstTestInfo = 24

// A TestPackage is a package of the user's, whose test binary is built as the user builds
// it: with the user's environment, GOFLAGS, go.mod, vendor directory or workspace.
type TestPackage struct {
	Dir   string   // where its files are
	Path  string   // import path of the test binary, as its build info has it; "" if not known
	Flags []string // flags of go test that decide what is built, such as -race
	Cgo   bool

	// GoLine, if not empty, is the go line whose GODEBUG defaults the binary is to have.
	// The user's go.mod stays as it is. In a workspace, toolchains before Go 1.23 can have
	// none above its own.
	GoLine string

	// Directives are "key=value" settings for //go:debug lines in the test.
	Directives []string
}

// BuildTest builds the test binary of a package (go test -c), or finds that it is up to
// date. It is kept in the cache directory; nothing is written where the package is.
//
// Errors are those of [Store.Toolchain] and [Store.Build]; a [*BuildError] whose Requirement is not empty says
// that the toolchain is too old for the module or one of its dependencies.
func (s *Store) BuildTest(ctx context.Context, v Version, p TestPackage) (*Binary, error) {
	if err := checkTestToolchain(v, p); err != nil {
		return nil, err
	}
	tc, err := s.Toolchain(ctx, v)
	if err != nil {
		return nil, err
	}
	b := &testBuild{store: s, toolchain: tc, TestPackage: p}
	if err := b.describe(ctx); err != nil {
		return nil, err
	}
	dir, unlock, err := lockedDir(filepath.Join(s.cacheDir, testsDir, b.key()))
	if err != nil {
		return nil, s.cacheError(err)
	}
	defer unlock()
	return b.build(ctx, dir)
}

// checkTestToolchain refuses what could not be built in any case.
func checkTestToolchain(v Version, p TestPackage) error {
	if !v.atLeast(firstGODEBUG) {
		return &BuildError{Version: v, Output: fmt.Sprintf("github.com/legacytls/legacytls requires go >= 1.21 (running go %s)", v)}
	}
	if p.GoLine == "" {
		return nil
	}
	return checkGoLine(v, p.GoLine)
}

// A testBuild is one call of BuildTest.
type testBuild struct {
	TestPackage
	store     *Store
	toolchain *Toolchain

	settings settings  // of the user, in this directory
	tests    testFiles // what the sources say
	module   mainModule
}

// askForSettings are the arguments with which a go command tells the settings that decide
// about tests. Told all of them, it would run a C compiler.
func askForSettings() []string {
	return []string{"env", "-json", "GOEXPERIMENT", "GOFIPS140", "GOFLAGS", "GOMOD", "GOWORK"}
}

// describe finds out what there is to be built.
func (b *testBuild) describe(ctx context.Context) error {
	stdout, output, err := b.run(ctx, askForSettings()...)
	if err == nil {
		err = json.Unmarshal([]byte(stdout), &b.settings)
	}
	if err != nil {
		return b.failed(ctx, askForSettings(), output, err)
	}
	if b.module, err = readMainModule(b.settings); err != nil {
		return err
	}
	b.tests, err = readTestFiles(b.toolchain.Version, b.TestPackage)
	return err
}

// key names the place of the binary in the cache.
func (b *testBuild) key() string {
	h := sha256.New()
	for _, field := range append([]string{
		"legacytls test 1", b.toolchain.identity(), runtime.GOOS, runtime.GOARCH, b.Dir, b.settings["GOFLAGS"], b.settings["GOEXPERIMENT"], b.settings["GOWORK"],
		fmt.Sprint(b.Cgo), b.GoLine, strings.Join(b.Directives, ","),
	}, b.Flags...) {
		fmt.Fprintf(h, "%d:%s", len(field), field)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// build runs go test -c in a directory of the cache that nobody else writes to.
func (b *testBuild) build(ctx context.Context, dir string) (*Binary, error) {
	s := b.store
	s.trimTests()
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	flags, err := b.flags(dir)
	if err != nil {
		return nil, err
	}
	end := s.step(EventBuild, b.toolchain.Version, "compiling the tests in "+b.Dir+" with "+b.toolchain.Version.name()+b.suffix())
	path := filepath.Join(dir, filepath.Base(b.Dir)+".test")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	args := append(append([]string{"test", "-c", "-vet=off", "-o", path}, flags...), ".")
	_, output, err := b.run(ctx, args...)
	if err != nil {
		err = b.failed(ctx, args, output, err)
		end(err)
		return nil, err
	}
	if path, err = settle(path); err != nil {
		err = s.cacheError(err)
		end(err)
		return nil, err
	}
	binary, err := b.check(ctx, path, flags)
	end(err)
	return binary, err
}

// suffix returns ", defaults of go line 1.21" if there is one of its own.
func (b *testBuild) suffix() string {
	if b.GoLine == "" {
		return ""
	}
	return ", defaults of go line " + b.GoLine
}

// run runs the toolchain's go command as the user would, in the package's directory.
func (b *testBuild) run(ctx context.Context, args ...string) (stdout, output string, err error) {
	return b.store.run(ctx, b.command(args...))
}

func (b *testBuild) command(args ...string) command {
	cgo := "CGO_ENABLED=0"
	if b.Cgo {
		cgo = "CGO_ENABLED=1"
	}
	return command{
		path: b.toolchain.command,
		args: args,
		dir:  b.Dir,
		base: withoutHandOver(b.store.env),
		vars: []string{"GOTOOLCHAIN=local", "GODEBUG=", "GOROOT=", "GOOS=" + runtime.GOOS, "GOARCH=" + runtime.GOARCH, cgo},
	}
}

// failed tells a package that does not compile from a machine that cannot compile it.
func (b *testBuild) failed(ctx context.Context, args []string, output string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return err
	}
	return buildFailure(b.toolchain.Version, b.command(args...), output, err)
}

// check reads back what was built, and compares the GODEBUG defaults with what the go line,
// the godebug lines and the directives give by the toolchain's table.
func (b *testBuild) check(ctx context.Context, path string, flags []string) (*Binary, error) {
	line := b.module.goLine
	if b.GoLine != "" {
		line = b.GoLine
	}
	lines, err := b.directives()
	if err != nil {
		return nil, err
	}
	lines = append(append([]string(nil), b.tests.directives...), lines...)
	want, err := b.toolchain.DefaultGODEBUG(line, b.fips(b.module.godebug), lines)
	if err != nil {
		return nil, err
	}
	name, got, err := b.readBack(ctx, path, flags)
	switch {
	case err != nil:
		return nil, err
	case b.Path != "" && b.Path != name:
		return nil, fmt.Errorf("the package in %s is %s, but this test is of %s: run it in the directory of its package", b.Dir, name, b.Path)
	case got != want:
		return nil, &MismatchError{Version: b.toolchain.Version, GoLine: line, Want: want, Got: got}
	}
	return &Binary{Path: path, DefaultGODEBUG: got, GoLine: line}, nil
}

// fips adds to godebug lines what GOFIPS140 stands for (https://go.dev/doc/security/fips140).
func (b *testBuild) fips(godebug []string) []string {
	if mode := b.settings["GOFIPS140"]; mode != "" && mode != "off" {
		return append([]string{"fips140=on"}, godebug...)
	}
	return godebug
}

// readBack reads the import path and the GODEBUG defaults of a test binary. Those of older
// toolchains do not have them where others can read them; their go command is asked, and
// what it said stands beside the binary from then on.
func (b *testBuild) readBack(ctx context.Context, path string, flags []string) (name, godebug string, err error) {
	if b.toolchain.Version.atLeast(firstTestInfo) {
		return readBuildInfo(b.toolchain.Version, path)
	}
	listed := filepath.Join(filepath.Dir(path), "listed")
	if text, err := os.ReadFile(listed); err == nil {
		if name, godebug, ok := strings.Cut(string(text), " "); ok {
			return name, godebug, nil
		}
	}
	name, godebug, err = b.list(ctx, flags)
	if err == nil {
		err = holds(path, godebug)
	}
	if err == nil {
		err = os.WriteFile(listed, []byte(name+" "+godebug), 0o666)
	}
	return name, godebug, err
}

// list asks the go command for the import path and the GODEBUG defaults of the test binary
// that it builds with these flags.
func (b *testBuild) list(ctx context.Context, flags []string) (name, godebug string, err error) {
	format := "{{if not .ForTest}}{{.ImportPath}} {{.DefaultGODEBUG}}{{end}}"
	args := append(append([]string{"list", "-test", "-f", format}, flags...), ".")
	stdout, output, err := b.run(ctx, args...)
	if err != nil {
		return "", "", b.failed(ctx, args, output, err)
	}
	listed := make(map[string]string)
	for _, line := range strings.Split(stdout, "\n") {
		name, godebug, _ := strings.Cut(line, " ")
		listed[name] = godebug
	}
	for name, godebug := range listed {
		tested := strings.TrimSuffix(name, ".test") // example.test is no test binary, example.test.test is its own
		if _, ok := listed[tested]; ok && tested != name {
			return name, godebug, nil
		}
	}
	return "", "", fmt.Errorf("go %s: expected a test binary in the list of packages, got %q", b.toolchain.Version, stdout)
}

// holds returns an error if a binary does not have what it was to be linked with.
func holds(path, value string) error {
	content, err := os.ReadFile(path)
	if err == nil && !bytes.Contains(content, []byte(value)) {
		err = fmt.Errorf("%s does not have the default GODEBUG %q that go list tells", path, value)
	}
	return err
}

// MainGoLine returns the go line that a program built in dir has its GODEBUG defaults from:
// that of go.mod, or of go.work in a workspace. The user's go command finds the file.
func (s *Store) MainGoLine(ctx context.Context, dir string) (string, error) {
	local, err := s.local(ctx)
	if err != nil {
		return "", err
	}
	stdout, output, err := s.run(ctx, command{path: local.path, args: askForSettings(), dir: dir, base: withoutHandOver(s.env)})
	if err != nil {
		return "", fmt.Errorf("go env: %w: %s", err, oneLine(output))
	}
	var user settings
	if err := json.Unmarshal([]byte(stdout), &user); err != nil {
		return "", err
	}
	m, err := readMainModule(user)
	return m.goLine, err
}

// Keep returns a copy of a program in the cache, which is there when the original is gone, for
// a day at least.
func (s *Store) Keep(path string) (string, error) {
	s.trimTests()
	_, sum, err := measure(path)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(s.cacheDir, keptDir, sum[:32])
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", s.cacheError(err)
	}
	touchDir(dir)
	kept := filepath.Join(dir, filepath.Base(path))
	if err := linkProgram(path, kept); err != nil {
		return "", s.cacheError(err)
	}
	return kept, nil
}
