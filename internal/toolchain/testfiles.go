package toolchain

import (
	"fmt"
	"go/build"
	"runtime"
	"strings"
)

// testFiles is what the sources of a package say about its test binary.
type testFiles struct {
	name       string   // of the package
	directives []string // the //go:debug lines that count, as key=value
}

// readTestFiles reads the files of a package that this toolchain builds.
func readTestFiles(v Version, tested TestPackage) (testFiles, error) {
	context := build.Default
	context.GOOS, context.GOARCH, context.CgoEnabled = runtime.GOOS, runtime.GOARCH, tested.Cgo
	context.ReleaseTags = nil
	for n := 1; n <= v.Minor(); n++ {
		context.ReleaseTags = append(context.ReleaseTags, fmt.Sprint("go1.", n))
	}
	for _, flag := range tested.Flags {
		if tags, ok := strings.CutPrefix(flag, "-tags="); ok {
			context.BuildTags = append(context.BuildTags, strings.Split(tags, ",")...)
		}
		if flag == "-race" {
			context.BuildTags = append(context.BuildTags, "race")
		}
	}
	p, err := context.ImportDir(tested.Dir, 0)
	if err != nil {
		return testFiles{}, err
	}
	tests := testFiles{name: p.Name}
	for _, list := range [][]build.Directive{p.Directives, p.TestDirectives, p.XTestDirectives} {
		for _, d := range list {
			if words := strings.Fields(d.Text); len(words) == 2 && words[0] == "//go:debug" {
				tests.directives = append(tests.directives, words[1])
			}
		}
	}
	return tests, nil
}
