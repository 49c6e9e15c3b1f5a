package toolchain

import (
	"go/build"
	"runtime"
	"strings"
)

// testFiles is what the sources of a package say about its test binary.
type testFiles struct {
	name       string   // of the package
	directives []string // the //go:debug lines that count, as key=value
}

// readTestFiles reads the files in a directory that are built with these flags.
func readTestFiles(dir string, flags []string, cgo bool) (testFiles, error) {
	context := build.Default
	context.GOOS, context.GOARCH, context.CgoEnabled = runtime.GOOS, runtime.GOARCH, cgo
	for _, flag := range flags {
		if tags, ok := strings.CutPrefix(flag, "-tags="); ok {
			context.BuildTags = strings.Split(tags, ",")
		}
	}
	p, err := context.ImportDir(dir, 0)
	if err != nil {
		return testFiles{}, err
	}
	tests := testFiles{name: p.Name}
	for _, list := range [][]build.Directive{p.Directives, p.TestDirectives, p.XTestDirectives} {
		for _, d := range list {
			if pair, ok := strings.CutPrefix(d.Text, "//go:debug"); ok {
				tests.directives = append(tests.directives, strings.TrimSpace(pair))
			}
		}
	}
	return tests, nil
}
