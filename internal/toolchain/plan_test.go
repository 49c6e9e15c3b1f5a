package toolchain

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMalformedProgramsAreRefusedBeforeAnythingRuns(t *testing.T) {
	tc := &Toolchain{Version: Version{major: 1, minor: 26, patch: 11}, command: "/must/not/run"}
	for want, change := range map[string]func(*Program){
		"not a module path":                  func(p *Program) { p.Module = "" },
		`"a b" is not a module path`:         func(p *Program) { p.Module = "a b" },
		`file "../x.go"`:                     func(p *Program) { p.Files["../x.go"] = nil },
		`file "/x.go"`:                       func(p *Program) { p.Files["/x.go"] = nil },
		`file "a//x.go"`:                     func(p *Program) { p.Files["a//x.go"] = nil },
		`file "go.mod" is generated`:         func(p *Program) { p.Files["go.mod"] = nil },
		`tag "a,b"`:                          func(p *Program) { p.Tag = "a,b" },
		`directive "a=b\npackage x"`:         func(p *Program) { p.Directives = []string{"a=b\npackage x"} },
		`godebug line "": expected`:          func(p *Program) { p.GoMod = []string{""} },
		`go line "go1.21": expected`:         func(p *Program) { p.GoLine = "go1.21" },
		`go line "1.21-x": expected`:         func(p *Program) { p.GoLine = "1.21-x" },
		`no Go file for package "./cmd"`:     func(p *Program) { p.Package = "./cmd" },
		`no Go file for package "other/mod"`: func(p *Program) { p.Package = "other/mod" },
	} {
		p := helloProgram()
		change(&p)
		_, err := newStore(t).Build(context.Background(), tc, p)
		require.ErrorContains(t, err, want)
		var build *BuildError
		require.False(t, errors.As(err, &build), "a mistake of the caller is no result of the build")
	}
}

func TestTheMainPackageCanBeNamedInThreeWays(t *testing.T) {
	tc := &Toolchain{Version: Version{major: 1, minor: 26, patch: 11}}
	for name, want := range map[string]string{
		"": ".", "example.test/hello": ".", "example.test/hello/cmd/x": "cmd/x", "./cmd/x": "cmd/x", "cmd/x": "cmd/x",
	} {
		p := helloProgram()
		p.Package, p.Directives = name, []string{"panicnil=1"}
		p.Files["cmd/x/main.go"] = []byte(hello)
		pl, err := newPlan(tc, p)
		require.NoError(t, err)
		require.Equal(t, want, pl.dir)
	}
}

func TestTheGeneratedFilesSayWhatWasAskedFor(t *testing.T) {
	p := helloProgram()
	p.GoMod, p.Directives = []string{"tls3des=1", "default=go1.21"}, []string{"tlsrsakex=1", "panicnil=1"}
	pl, err := newPlan(&Toolchain{Version: version(t, "1.26.11")}, p)
	require.NoError(t, err)
	require.Equal(t, "module example.test/hello\n\ngo 1.26\n\ngodebug tls3des=1\n\ngodebug default=go1.21\n", string(pl.files["go.mod"]))
	require.Equal(t, "//go:debug tlsrsakex=1\n//go:debug panicnil=1\n\npackage main\n", string(pl.files[directivesFile]))
}

func TestEverythingThatDecidesTheResultIsInTheKey(t *testing.T) {
	keys := make(map[string]string)
	add := func(what, toolchain string, change func(*Program)) {
		p := helloProgram()
		change(&p)
		pl, err := newPlan(&Toolchain{Version: version(t, toolchain)}, p)
		require.NoError(t, err)
		require.NotContains(t, keys, pl.key, "%s has the key of %s", what, keys[pl.key])
		keys[pl.key] = what
	}
	add("plain", "1.26.11", func(p *Program) {})
	add("toolchain", "1.26.10", func(p *Program) {})
	add("go line", "1.26.11", func(p *Program) { p.GoLine = "1.21" })
	add("directive", "1.26.11", func(p *Program) { p.Directives = []string{"a=b"} })
	add("godebug line", "1.26.11", func(p *Program) { p.GoMod = []string{"a=b"} })
	add("tag", "1.26.11", func(p *Program) { p.Tag = "a" })
	add("module", "1.26.11", func(p *Program) { p.Module += "2" })
	add("content", "1.26.11", func(p *Program) { p.Files["main.go"] = []byte(hello + "\n") })
	add("file", "1.26.11", func(p *Program) { p.Files["data"] = nil })
	add("package", "1.26.11", func(p *Program) { p.Files["x/main.go"] = []byte(hello) })
	add("package below", "1.26.11", func(p *Program) { p.Files["x/main.go"] = []byte(hello); p.Package = "./x" })
}

func TestAnEqualProgramHasTheSameKey(t *testing.T) {
	key := func(goLine string) string {
		p := helloProgram()
		p.GoLine = goLine
		pl, err := newPlan(&Toolchain{Version: version(t, "1.26.11")}, p)
		require.NoError(t, err)
		return pl.key
	}
	require.Equal(t, key(""), key("1.26"))
}
