package toolchain

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path"
	"runtime"
	"sort"
	"strings"
)

// directivesFile is the generated file with the //go:debug lines. They must
// stand before the package clause of a file of the main package; which file
// does not matter.
const directivesFile = "zz_directives.go"

// A plan is a program and a toolchain, checked and with everything filled in.
type plan struct {
	toolchain *Toolchain
	goLine    string
	tag       string            // build tag, "" for none
	dir       string            // the main package's directory below the module's root, "." for the root
	files     map[string][]byte // all that is written, by slash-separated path
	key       string            // names the result in the cache
}

// newPlan checks p and generates go.mod and directives. Its error is a
// [*BuildError] when p is well formed but not for this toolchain.
func newPlan(tc *Toolchain, p Program) (*plan, error) {
	pl := &plan{toolchain: tc, goLine: p.GoLine, tag: p.Tag, files: make(map[string][]byte)}
	if pl.goLine == "" {
		pl.goLine = tc.Version.Lang()
	}
	if err := errors.Join(checkModule(p), checkTag(p.Tag), checkFiles(p.Files), checkPairs("directive", p.Directives), checkPairs("godebug line", p.GoMod)); err != nil {
		return nil, err
	}
	if err := checkGoLine(tc.Version, pl.goLine); err != nil {
		return nil, err
	}
	var err error
	if pl.dir, err = packageDir(p); err != nil {
		return nil, err
	}
	for name, content := range p.Files {
		pl.files[name] = content
	}
	pl.files["go.mod"] = goMod(p.Module, pl.goLine, p.GoMod)
	if len(p.Directives) > 0 {
		pl.files[path.Join(pl.dir, directivesFile)] = directives("main", p.Directives)
	}
	pl.key = pl.hash()
	return pl, nil
}

func checkModule(p Program) error {
	if p.Module == "" || strings.ContainsAny(p.Module, " \t\r\n\"`") {
		return fmt.Errorf("program: %q is not a module path", p.Module)
	}
	return nil
}

// checkTag refuses what the go command would take for several tags.
func checkTag(tag string) error {
	if strings.ContainsAny(tag, ", \t\r\n") {
		return fmt.Errorf("program: tag %q: expected one build tag", tag)
	}
	return nil
}

func checkFiles(files map[string][]byte) error {
	for name := range files {
		switch {
		case name == "" || name != path.Clean(name) || path.IsAbs(name) || name == ".." || strings.HasPrefix(name, "../") || strings.ContainsAny(name, `\:`):
			return fmt.Errorf("program: file %q: expected a clean slash-separated path below the module's root", name)
		case name == "go.mod" || path.Base(name) == directivesFile:
			return fmt.Errorf("program: file %q is generated and must not be among the sources", name)
		}
	}
	return nil
}

// checkPairs only keeps a setting from becoming several lines. What is wrong
// with it otherwise is for the toolchain to say.
func checkPairs(what string, pairs []string) error {
	for _, pair := range pairs {
		if pair == "" || strings.ContainsAny(pair, "\r\n") {
			return fmt.Errorf("program: %s %q: expected key=value on one line", what, pair)
		}
	}
	return nil
}

// checkGoLine refuses a line that is newer than the toolchain, as the go
// command does from 1.21 on. Older ones would compile as far as they can.
func checkGoLine(v Version, goLine string) error {
	line, err := ParseVersion(goLine)
	if err != nil || line.Custom() || strings.HasPrefix(goLine, "go") {
		return fmt.Errorf("program: go line %q: expected a version like 1.21 or 1.21.0", goLine)
	}
	if line.Compare(v) > 0 {
		return &BuildError{
			Version: v,
			Output:  fmt.Sprintf("the go line %s is newer than the toolchain go%s; use a go line of at most %s", goLine, v, v.Lang()),
		}
	}
	return nil
}

// packageDir returns the directory of the main package below the root.
func packageDir(p Program) (string, error) {
	dir := p.Package
	switch {
	case dir == "" || dir == p.Module:
		dir = "."
	case strings.HasPrefix(dir, p.Module+"/"):
		dir = strings.TrimPrefix(dir, p.Module+"/")
	}
	dir = path.Clean(dir)
	for name := range p.Files {
		if path.Dir(name) == dir && strings.HasSuffix(name, ".go") {
			return dir, nil
		}
	}
	return "", fmt.Errorf("program: no Go file for package %q: expected %q, or a path below it that has files", p.Package, p.Module)
}

func goMod(module, goLine string, settings []string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "module %s\n\ngo %s\n", module, goLine)
	for _, setting := range settings {
		fmt.Fprintf(&b, "\ngodebug %s\n", setting)
	}
	return []byte(b.String())
}

// directives returns a file of a package with //go:debug lines.
func directives(pkg string, settings []string) []byte {
	var b strings.Builder
	for _, setting := range settings {
		fmt.Fprintf(&b, "//go:debug %s\n", setting)
	}
	fmt.Fprintf(&b, "\npackage %s\n", pkg)
	return []byte(b.String())
}

// names returns the paths of all files, sorted.
func (pl *plan) names() []string {
	names := make([]string, 0, len(pl.files))
	for name := range pl.files {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// hash covers everything that decides the result. Lengths keep neighbours apart.
func (pl *plan) hash() string {
	h := sha256.New()
	field := func(b []byte) {
		fmt.Fprintf(h, "%d:", len(b))
		h.Write(b)
	}
	field([]byte("legacytls program 3"))
	field([]byte(pl.toolchain.identity()))
	field([]byte(runtime.GOOS + "/" + runtime.GOARCH))
	field([]byte(pl.dir))
	field([]byte(pl.tag))
	for _, name := range pl.names() {
		field([]byte(name))
		field(pl.files[name])
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// identity names the toolchain in the cache. A custom build can change without
// changing its version, so when and where it was built counts as well.
func (tc *Toolchain) identity() string {
	if !tc.Version.Custom() {
		return tc.Version.name()
	}
	info, err := os.Stat(goCommandIn(tc.GOROOT))
	if err != nil {
		return tc.Version.name() + " in " + tc.GOROOT
	}
	return fmt.Sprintf("%s in %s of %d", tc.Version.name(), tc.GOROOT, info.ModTime().UnixNano())
}
