package toolchain

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/sweep"
)

// small is a test that says who built it, with cgo or without, and whether recover gives nil
// after panic(nil), as with the GODEBUG defaults of go lines before 1.21.
const small = `package small

import (
	"fmt"
	"runtime"
	"testing"
)

func TestSmall(t *testing.T) {
	defer func() { fmt.Println(runtime.Version(), cgo, recover() == nil) }()
	panic(nil)
}
`

// A tree is files of a module, or of more.
type tree map[string]string

// with returns the files of the small package in a directory, and these.
func (files tree) with(dir string) tree {
	all := tree{
		dir + "/small_test.go": small,
		dir + "/cgo_test.go":   "//go:build cgo\n\npackage small\n\nconst cgo = \"cgo\"\n",
		dir + "/nocgo_test.go": "//go:build !cgo\n\npackage small\n\nconst cgo = \"no cgo\"\n",
	}
	for name, content := range files {
		all[name] = content
	}
	return all
}

// write writes the files and returns where.
func (files tree) write(t *testing.T) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir()) // as the go command tells it
	require.NoError(t, err)
	for name, content := range files {
		require.NoError(t, writeTree(root, map[string][]byte{name: []byte(content)}))
	}
	return root
}

// readAll returns the contents of all files below root.
func readAll(t *testing.T, root string) tree {
	t.Helper()
	files := tree{}
	require.NoError(t, filepath.Walk(root, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, path)
		require.NoError(t, err)
		content, err := os.ReadFile(path)
		files[filepath.ToSlash(name)] = string(content)
		return err
	}))
	return files
}

// offline returns a Store of a user without settings, whose go command fetches no modules.
func offline(t *testing.T, cache string, vars ...string) *Store {
	t.Helper()
	env := append(os.Environ(), "GOENV=off", "GOFLAGS=", "GOWORK=", "GOPROXY=off", "GO111MODULE=", "GOFIPS140=")
	return newStoreWith(t, Options{CacheDir: cache, Env: append(env, vars...)})
}

// buildTest builds and requires that no file of the user's has changed.
func buildTest(t *testing.T, s *Store, v, root string, p TestPackage) (*Binary, error) {
	t.Helper()
	requireToolchain(t, v)
	p.Dir = filepath.Join(root, p.Dir)
	before := readAll(t, root)
	b, err := s.BuildTest(context.Background(), version(t, v), p)
	require.Equal(t, before, readAll(t, root))
	return b, err
}

func TestTestsAreBuiltWithTheDefaultsThatAreAskedFor(t *testing.T) {
	sweep.AllOrSkip(t, "builds tests with every way to set a default")
	const (
		dependency = "require example.test/dep v1.0.0\n"
		importing  = "package small\n\nimport _ \"example.test/dep\"\n"
		modules    = "# example.test/dep v1.0.0\n## explicit; go 1.17\nexample.test/dep\n"
	)
	vendored := func(goLine string) tree {
		return tree{
			"go.mod": "module example.test/small\n\ngo " + goLine + "\n\n" + dependency, "dep_test.go": importing,
			"vendor/modules.txt": modules, "vendor/example.test/dep/dep.go": "package dep\n",
		}
	}
	for _, c := range []struct {
		what, toolchain string
		files           tree
		dir             string
		p               TestPackage
		flags           string // GOFLAGS
		goLine, want    string
	}{
		{
			what: "another go line", toolchain: "1.22.12",
			files:  tree{"go.mod": "module example.test\n\ngo 1.22\n\ntoolchain go1.26.11\n", "new_test.go": "//go:build go1.23\n\n//go:debug default=go1.23\n\npackage small\n"},
			p:      TestPackage{GoLine: "1.20", Path: "example.test.test"},
			goLine: "1.20", want: "go1.22.12 no cgo true",
		}, {
			what: "the go line of a workspace", toolchain: "1.22.12", dir: "a",
			files:  tree{"go.work": "go 1.22.1\n\ntoolchain go1.22.12\n\nuse ./a\n", "a/go.mod": "module example.test/small\n\ngo 1.20\n"},
			p:      TestPackage{Cgo: true, GoLine: "1.22.1"},
			goLine: "1.22.1", want: "go1.22.12 cgo false",
		}, {
			what: "a go line below that of a workspace", toolchain: "1.22.12", dir: "a",
			files:  tree{"go.work": "go 1.22\n\nuse ./a\n", "a/go.mod": "module example.test/small\n\ngo 1.22\n"},
			p:      TestPackage{Cgo: true, GoLine: "1.21"},
			goLine: "1.21", want: "go1.22.12 cgo false",
		}, {
			what: "a go line above that of a module with vendored code", toolchain: "1.22.12",
			files:  vendored("1.21"),
			p:      TestPackage{GoLine: "1.22"},
			goLine: "1.22", want: "go1.22.12 no cgo false",
		}, {
			what: "another go line of a module with vendored code", toolchain: "1.22.12",
			files:  vendored("1.22"),
			p:      TestPackage{GoLine: "1.21.0", Directives: []string{"panicnil=1"}},
			goLine: "1.21.0", want: "go1.22.12 no cgo true",
		}, {
			what: "the first toolchain with a directive for the go line", toolchain: "1.23.12",
			files:  vendored("1.23.1"),
			p:      TestPackage{GoLine: "1.20"},
			goLine: "1.20", want: "go1.23.12 no cgo true",
		}, {
			what: "a workspace with godebug lines", toolchain: "1.27.4", dir: "a",
			files: tree{
				"go.work":  "go 1.27\n\ngodebug (\n\ttlsmaxrsasize=4096\n\tpanicnil=1\n)\n\nuse ./a\n",
				"a/go.mod": "module example.test/small\n\ngo 1.26\n\ngodebug default=go1.21\n",
			},
			p:      TestPackage{Cgo: true, GoLine: "1.21", Directives: []string{"panicnil=0"}, Path: "example.test/small.test"},
			goLine: "1.21", want: "go1.27.4 cgo false",
		}, {
			what: "no go line at all, and leave to write one", toolchain: "1.27.4", flags: "-mod=mod",
			files:  tree{"go.mod": "module example.test/small\n", "x_test.go": "//go:debug panicnil=0\n\npackage small_test\n"},
			goLine: "1.16", want: "go1.27.4 no cgo false",
		},
	} {
		c := c
		t.Run(c.what, func(t *testing.T) {
			s := offline(t, "", "GOFLAGS="+c.flags)
			c.p.Dir = c.dir
			b, err := buildTest(t, s, c.toolchain, c.files.with("./"+c.dir).write(t), c.p)
			require.NoError(t, err)
			require.Equal(t, c.goLine, b.GoLine)
			require.Equal(t, c.want, strings.SplitN(output(t, s, b.Path), "\n", 2)[0])
		})
	}
}

func TestWhatIsUpToDateIsNotLinkedAgain(t *testing.T) {
	sweep.AllOrSkip(t, "links tests again and again")
	const v = "1.26.11"
	root, cache := tree{"go.mod": "module example.test/small\n\ngo 1.26\n"}.with(".").write(t), t.TempDir()
	built, errs := make([]*Binary, 3), make([]error, 3)
	release := requireToolchain(t, v).Version
	var all sync.WaitGroup
	for i := range built {
		i, s := i, offline(t, cache) // each as another process would
		all.Add(1)
		go func() {
			defer all.Done()
			built[i], errs[i] = s.BuildTest(context.Background(), release, TestPackage{Dir: root})
		}()
	}
	all.Wait()
	require.NoError(t, errors.Join(errs...))
	first := built[0]
	require.Equal(t, []*Binary{first, first, first}, built)
	linked, err := filepath.Glob(filepath.Join(cache, testsDir, "*", "build-*"))
	require.NoError(t, err)
	require.Len(t, linked, 1)

	t.Run("unless the package is another", func(t *testing.T) {
		_, err := buildTest(t, offline(t, cache), v, root, TestPackage{Path: "example.test/other.test"})
		require.ErrorContains(t, err, "is example.test/small.test, but this test is of example.test/other.test: run it in the directory of its package")
	})
	t.Run("after a change it is, and what ran before stays", func(t *testing.T) {
		require.NoError(t, os.WriteFile(filepath.Join(root, "more_test.go"), []byte("package small\n\nimport \"fmt\"\n\nfunc init() { fmt.Println(\"more\") }\n"), 0o666))
		s := offline(t, cache)
		second, err := buildTest(t, s, v, root, TestPackage{})
		require.NoError(t, err)
		require.NotEqual(t, first.Path, second.Path)
		require.NotContains(t, output(t, s, first.Path), "more\n")
		require.Contains(t, output(t, s, second.Path), "more\n")
	})
}

// The last //go:debug line for a key counts, and those of an external test come last.
func TestTestsWithOtherDefaultsThanAreAskedForAreNotUsed(t *testing.T) {
	sweep.AllOrSkip(t, "builds tests that are not used")
	root := tree{
		"go.mod":    "module example.test/small\n\ngo 1.23\n",
		"x_test.go": "//go:debug default=go1.22\n\npackage small_test\n",
	}.with(".").write(t)
	for _, v := range []string{"1.23.12", "1.27.4"} {
		_, err := buildTest(t, offline(t, ""), v, root, TestPackage{GoLine: "1.20"})
		var mismatch *MismatchError
		require.True(t, errors.As(err, &mismatch), "%v", err)
		require.Contains(t, mismatch.Want, "panicnil=1")
		require.NotContains(t, mismatch.Got, "panicnil=1")
	}
}

func TestTestsThatAToolchainRefusesAreBuildErrors(t *testing.T) {
	for _, c := range []struct{ what, toolchain, goMod, test, want string }{
		{"a compiler error", "1.27.4", "module example.test/small\ngo 1.21\n", "package small\n\nvar _ = undefined\n", "more_test.go:3:9: undefined: undefined"},
		{"a removed setting", "1.27.4", "module example.test/small\ngo 1.27\ngodebug tlsrsakex=1\n", "package small\n", `removed GODEBUG "tlsrsakex" set to old value "1"`},
		{"a removed setting of the tests", "1.27.4", "module example.test/small\ngo 1.27\n", "//go:debug tlsrsakex=1\n\npackage small\n", `removed GODEBUG "tlsrsakex" set to old value "1"`},
		{"godebug lines before there were any", "1.22.12", "module example.test/small\ngo 1.22\ngodebug panicnil=1\n", "package small\n", "unknown directive: godebug"},
	} {
		root := tree{"go.mod": c.goMod, "more_test.go": c.test}.with(".").write(t)
		_, err := buildTest(t, offline(t, ""), c.toolchain, root, TestPackage{})
		var build *BuildError
		require.True(t, errors.As(err, &build), "%s: %v", c.what, err)
		require.Contains(t, build.Output, c.want, c.what)
		require.Contains(t, build.Command, " test -c ", c.what)
		require.Empty(t, build.Requirement(), c.what)
	}
}

func TestGoLinesAboveTheToolchainAreNamed(t *testing.T) {
	sweep.AllOrSkip(t, "asks many releases")
	for _, c := range []struct {
		dir   string
		files tree
		want  string
	}{
		{"", tree{"go.mod": "module example.test/small\ngo 1.25\n"}, "go.mod requires go >= 1.25"},
		{"a", tree{
			"a/go.mod":      "module example.test/small\ngo 1.21\nrequire example.test/dep v1.0.0\nreplace example.test/dep => ../dep\n",
			"a/dep_test.go": "package small\n\nimport _ \"example.test/dep\"\n",
			"dep/go.mod":    "module example.test/dep\ngo 1.25.3\n", "dep/dep.go": "package dep\n",
		}, "../dep requires go >= 1.25.3"},
		{"", tree{
			"go.mod":             "module example.test/small\ngo 1.21\nrequire example.test/dep v1.0.0\n",
			"dep_test.go":        "package small\n\nimport _ \"example.test/dep\"\n",
			"vendor/modules.txt": "# example.test/dep v1.0.0\n## explicit; go 1.25\nexample.test/dep\n", "vendor/example.test/dep/dep.go": "package dep\n",
		}, "example.test/dep in vendor/modules.txt requires go >= 1.25"},
		{"a", tree{"go.work": "go 1.25\nuse ./a\n", "a/go.mod": "module example.test/small\ngo 1.21\n"}, "../go.work requires go >= 1.25"},
		{"a", tree{
			"go.work": "go 1.21\nuse ./a\nuse ./b\n", "a/go.mod": "module example.test/small\ngo 1.21\n", "b/go.mod": "module example.test/b\ngo 1.25\n",
		}, "../b listed in go.work file requires go >= 1.25"},
	} {
		for _, v := range []string{"1.21.13", "1.22.12", "1.24.13"} {
			_, err := buildTest(t, offline(t, ""), v, c.files.with("./"+c.dir).write(t), TestPackage{Dir: c.dir})
			var build *BuildError
			require.True(t, errors.As(err, &build), "go%s: %v", v, err)
			require.Equal(t, c.want, build.Requirement(), "go%s: %s", v, build.Output)
		}
	}
}

func TestWhatCouldNotBeBuiltInAnyCaseIsNotTried(t *testing.T) {
	r := &recorder{}
	s := newStoreWith(t, Options{Trace: r.trace})
	for _, c := range []struct{ toolchain, goLine, want string }{
		{"1.20.14", "", "github.com/legacytls/legacytls requires go >= 1.21"},
		{"1.22.12", "1.23", "the go line 1.23 is newer than the toolchain go1.22.12"},
		{"1.22.12", "new", `go line "new"`},
	} {
		_, err := s.BuildTest(context.Background(), version(t, c.toolchain), TestPackage{Dir: t.TempDir(), GoLine: c.goLine})
		require.ErrorContains(t, err, c.want)
	}
	require.Empty(t, r.lines)
}

func TestAWorkspaceHasNoGoLineAboveItsOwnBeforeGo123(t *testing.T) {
	root := tree{"go.work": "go 1.21\nuse ./a\n", "a/go.mod": "module example.test/small\ngo 1.20\n"}.with("a").write(t)
	_, err := buildTest(t, offline(t, ""), "1.22.12", root, TestPackage{Dir: "a", GoLine: "1.22"})
	var build *BuildError
	require.True(t, errors.As(err, &build), "%v", err)
	require.Contains(t, build.Output, "workspace of go line 1.21, and none above it can be had there before Go 1.23")
}

func TestTwoOverlaysAreOneTooMany(t *testing.T) {
	root := tree{"go.mod": "module example.test/small\ngo 1.26\n"}.with(".").write(t)
	_, err := buildTest(t, offline(t, "", "GOFLAGS=-overlay=/tmp/overlay.json"), "1.26.11", root, TestPackage{GoLine: "1.21"})
	require.ErrorContains(t, err, "GOFLAGS has an -overlay")
}

func TestABinaryWithoutWhatGoListTellsIsNotUsed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "small.test")
	require.NoError(t, os.WriteFile(path, []byte("...panicnil=1,tls10server=1..."), 0o777))
	require.NoError(t, holds(path, "panicnil=1,tls10server=1"))
	require.ErrorContains(t, holds(path, "panicnil=1,tls3des=1"), `does not have the default GODEBUG "panicnil=1,tls3des=1"`)
}

func TestFIPS140IsOneOfTheDefaults(t *testing.T) {
	for mode, want := range map[string][]string{"": {"a=1"}, "off": {"a=1"}, "latest": {"fips140=on", "a=1"}, "v1.0.0": {"fips140=on", "a=1"}} {
		b := testBuild{settings: settings{"GOFIPS140": mode}}
		require.Equal(t, want, b.fips([]string{"a=1"}), mode)
	}
}
