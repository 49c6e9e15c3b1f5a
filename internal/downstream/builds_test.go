package downstream_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/downstream"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/sweep"
)

// tells returns a test that tells under what it runs (testdata/tells_test.go), with
// another matrix and with rules.
func tells(matrix, rules string) map[string]string {
	text := strings.Replace(source("tells_test.go"), `Go: []string{"1.22", "1.27"}`, matrix, 1)
	return map[string]string{"m_test.go": strings.Replace(text, "\t})\n}\n", "\t}"+rules+")\n}\n", 1)}
}

// withFile adds a file to others.
func withFile(files map[string]string, name, text string) map[string]string {
	files[name] = text
	return files
}

// newModule is for tests whose modules other releases build, which takes seconds each.
func newModule(t *testing.T, dir string, files map[string]string) *downstream.Module {
	t.Helper()
	if !sweep.All(t, "modules that this Go builds, and one that others do") {
		t.Skip("other releases compile this module")
	}
	return otherModule(t, dir, files)
}

func otherModule(t *testing.T, dir string, files map[string]string) *downstream.Module {
	t.Helper()
	if testing.Short() {
		t.Skip("compiles a module with other releases: not with -short")
	}
	requireToolchains(t)
	return downstream.New(t, dir, files)
}

const refusedText = "remote error: tls: handshake failure"

// What the releases say comes from the tables: RSA key exchange is offered by default until
// Go 1.21, by a go line of 1.21 until Go 1.26, and never in Go 1.27.
func TestOtherToolchainsAndGoLinesRunTheTest(t *testing.T) {
	m := newModule(t, "", tells(`Go: []string{"1.22", "1.26", "1.27"}, GoLine: []string{"", "1.20", "1.22"}, GODEBUG: []string{"", "tlsrsakex=0"}`, ""))
	before := m.Files(t)
	r := m.Test(t)
	require.True(t, r.Passed, r.Text)
	for cell, want := range map[string]string{
		"go1.22.12":                                 `go1.22.12, go line 1.21, GODEBUG "": <nil>`,
		"go1.22.12,GODEBUG=tlsrsakex=0":             `go1.22.12, go line 1.21, GODEBUG "tlsrsakex=0": ` + refusedText,
		"go1.22.12,goline=1.20":                     `go1.22.12, go line 1.20, GODEBUG "": <nil>`,
		"go1.22.12,goline=1.22":                     `go1.22.12, go line 1.22, GODEBUG "": ` + refusedText,
		"go1.26.11":                                 `go1.26.11, go line 1.21, GODEBUG "": <nil>`,
		"go1.26.11,goline=1.22":                     `go1.26.11, go line 1.22, GODEBUG "": ` + refusedText,
		"go1.26.11,goline=1.20,GODEBUG=tlsrsakex=0": `go1.26.11, go line 1.20, GODEBUG "tlsrsakex=0": ` + refusedText,
		"go1.27.4":                                  `go1.27.4, go line 1.21, GODEBUG "": ` + refusedText,
		"go1.27.4,goline=1.20":                      `go1.27.4, go line 1.20, GODEBUG "": ` + refusedText,
	} {
		require.Contains(t, r.Outputs["TestTells/"+cell], want+"\n", cell)
	}
	require.Len(t, r.Results, 1+3*3*2)
	require.Equal(t, before, m.Files(t), "the caller's tree")
}

// A program of Go 1.27 dies of the old value of a removed setting.
func TestABuildThatDoesNotStartIsAResult(t *testing.T) {
	sweep.AllOrSkip(t, "builds a module for two releases")
	const matrix = `Go: []string{"1.26", "1.27"}, GODEBUG: []string{"tlsrsakex=1"}`
	expected := `, harness.Rule{When: harness.Go(">=1.27").GODEBUG("tlsrsakex=1"), Want: harness.DoesNotStart("removed GODEBUG")}`
	t.Run("expected", func(t *testing.T) {
		r := otherModule(t, "", tells(matrix, expected)).Test(t)
		require.True(t, r.Passed, r.Text)
		require.Contains(t, r.Outputs["TestTells/go1.26.11,GODEBUG=tlsrsakex=1"], ": <nil>\n")
		require.Contains(t, r.Outputs["TestTells/go1.27.4,GODEBUG=tlsrsakex=1"], `as expected: fatal error: removed GODEBUG "tlsrsakex" set to old value "1" in environment`)
	})
	t.Run("not expected", func(t *testing.T) {
		r := newModule(t, "", tells(matrix, "")).Test(t)
		require.Equal(t, []string{"pass", "fail"}, []string{r.Results["TestTells/go1.26.11,GODEBUG=tlsrsakex=1"], r.Results["TestTells/go1.27.4,GODEBUG=tlsrsakex=1"]})
		text := r.Outputs["TestTells/go1.27.4,GODEBUG=tlsrsakex=1"]
		require.Contains(t, text, "the process ended before a test began (exit status 2)")
		require.Contains(t, text, `harness.Rule{When: harness.Go("=1.27.4").GODEBUG("tlsrsakex=1"), Want: harness.DoesNotStart(`)
	})
	t.Run("expected of one that starts", func(t *testing.T) {
		r := newModule(t, "", tells(matrix, strings.ReplaceAll(expected, ">=1.27", ">=1.26"))).Test(t)
		require.Equal(t, "fail", r.Results["TestTells/go1.26.11,GODEBUG=tlsrsakex=1"])
		require.Contains(t, r.Outputs["TestTells/go1.26.11,GODEBUG=tlsrsakex=1"], `a test begins, want does not start: error "removed GODEBUG"`)
	})
	t.Run("for another reason", func(t *testing.T) {
		r := newModule(t, "", tells(matrix, strings.ReplaceAll(expected, "removed GODEBUG", "unknown GODEBUG"))).Test(t)
		require.Equal(t, "fail", r.Results["TestTells/go1.27.4,GODEBUG=tlsrsakex=1"])
		require.Contains(t, r.Outputs["TestTells/go1.27.4,GODEBUG=tlsrsakex=1"], `want does not start: error "unknown GODEBUG"`)
	})
}

func TestABuildThatDoesNotCompileIsAResult(t *testing.T) {
	broken := "//go:build go1.27\n\npackage m\n\nvar _ = undefinedInGo127\n"
	r := newModule(t, "", withFile(tells(`Go: []string{"1.22", "1.27"}`, ""), "new_test.go", broken)).Test(t)
	require.Equal(t, []string{"pass", "fail"}, []string{r.Results["TestTells/go1.22.12"], r.Results["TestTells/go1.27.4"]}, r.Text)
	require.Contains(t, r.Outputs["TestTells/go1.27.4"], "new_test.go:5:9: undefined: undefinedInGo127")

	expected := `, harness.Rule{When: harness.Go(">=1.27"), Want: harness.DoesNotBuild("undefinedInGo127")}`
	r = newModule(t, "", withFile(tells(`Go: []string{"1.22", "1.27"}`, expected), "new_test.go", broken)).Test(t)
	require.True(t, r.Passed, r.Text)
}

func TestAToolchainThatCannotBeHad(t *testing.T) {
	const matrix = `Go: []string{"1.27.99"}, GODEBUG: []string{""}`
	const name = "TestTells/go1.27.99"
	m := newModule(t, "", tells(matrix, ""))
	m.Env = append(m.Env, "GOPROXY=off")
	r := m.Test(t)
	require.Equal(t, "skip", r.Results[name], r.Text)
	require.Contains(t, r.Outputs[name], `go 1.27.99 is unavailable: GOPROXY names no module proxy; GOPROXY is "off"`)

	m.Env = append(m.Env, "LEGACYTLS_REQUIRE=toolchains")
	r = m.Test(t)
	require.Equal(t, "fail", r.Results[name])
	require.Contains(t, r.Outputs[name], "toolchains is required by LEGACYTLS_REQUIRE")

	m = newModule(t, "", tells(matrix, `, harness.Rule{Want: harness.CannotBeHad("GOPROXY names no module proxy")}`))
	m.Env = append(m.Env, "GOPROXY=off", "LEGACYTLS_REQUIRE=toolchains")
	require.True(t, m.Test(t).Passed)
}

func TestShortRunsWhatNeedsNoOtherToolchain(t *testing.T) {
	other := "1.22.12"
	m := newModule(t, "", tells(`Go: []string{runtime.Version()[2:], "1.22"}, GoLine: []string{"", "1.21"}`, ""))
	own := "TestTells/" + runtime.Version()
	r := m.Test(t, "-short")
	require.True(t, r.Passed, r.Text)
	require.Equal(t, []string{"pass", "pass", "skip"}, []string{r.Results[own], r.Results[own+",goline=1.21"], r.Results["TestTells/go"+other]})
	require.Contains(t, r.Outputs["TestTells/go"+other], "-short leaves out other toolchains than the running "+runtime.Version())
}

func TestReleasesBelowTheModuleNameWhatStandsInTheWay(t *testing.T) {
	const hint = "legacytls try -go "
	dep := "package dep\n\nconst Answer = 42\n"
	uses := "package m\n\nimport \"example.com/dep\"\n\nvar _ = dep.Answer\n"
	requires := func(line string) string {
		return "module example.com/m\n\ngo " + line + "\n\nrequire\n\nrequire example.com/dep v1.0.0\n\nreplace example.com/dep => ./dep\n"
	}
	for what, c := range map[string]struct {
		files    map[string]string
		release  string
		requires string
	}{
		"legacytls itself": {tells(`Go: []string{"1.20"}`, ""), "1.20.14", "github.com/legacytls/legacytls requires go >= 1.21"},
		"the go line":      {withFile(tells(`Go: []string{"1.22"}`, ""), "go.mod", "module example.com/m\n\ngo 1.23.1\n\nrequire\n"), "1.22.12", "go.mod requires go >= 1.23.1"},
		"the go line, for a dependency": {withFile(withFile(withFile(withFile(tells(`Go: []string{"1.22"}`, ""), "go.mod", requires("1.24")),
			"dep/go.mod", "module example.com/dep\n\ngo 1.24\n"), "dep/dep.go", dep), "uses_test.go", uses), "1.22.12", "requires go >= 1.24"},
	} {
		what, c := what, c
		t.Run(what, func(t *testing.T) {
			if what != "legacytls itself" {
				requireMinor(t, 24)
			}
			m := newModule(t, "", c.files)
			r := m.Test(t)
			name := "TestTells/go" + c.release
			require.Equal(t, "fail", r.Results[name], r.Text)
			require.Contains(t, r.Outputs[name], c.requires)
			require.Contains(t, r.Outputs[name], hint+c.release)
			require.NotContains(t, r.Outputs[name], "GOTOOLCHAIN", "the go command's own advice is of no use here")
		})
	}
}

// The go line 1.21 of a cell does not touch the one that the dependency needs.
func TestAGoLineBelowThatOfADependency(t *testing.T) {
	requireMinor(t, 24)
	m := newModule(t, "", map[string]string{
		"m_test.go":    tells(`Go: []string{"1.26"}, GoLine: []string{"", "1.21"}`, "")["m_test.go"],
		"go.mod":       "module example.com/m\n\ngo 1.24\n\nrequire\n\nrequire example.com/dep v1.0.0\n\nreplace example.com/dep => ./dep\n",
		"dep/go.mod":   "module example.com/dep\n\ngo 1.24\n",
		"dep/dep.go":   "package dep\n\nconst Answer = 42\n",
		"uses_test.go": "package m\n\nimport \"example.com/dep\"\n\nvar _ = dep.Answer\n",
	})
	r := m.Test(t)
	require.True(t, r.Passed, r.Text)
	require.Contains(t, r.Outputs["TestTells/go1.26.11"], `go line 1.24, GODEBUG "": `+refusedText)
	require.Contains(t, r.Outputs["TestTells/go1.26.11,goline=1.21"], `go line 1.21, GODEBUG "": <nil>`)
}

func TestAVendoredModule(t *testing.T) {
	m := newModule(t, "", tells(`Go: []string{"1.22"}, GoLine: []string{"", "1.22"}`, ""))
	out, err := m.Go(t, "mod", "vendor")
	require.NoError(t, err, out)
	m.Env = append(m.Env, "GOPROXY=off")
	before := m.Files(t)
	r := m.Test(t)
	require.True(t, r.Passed, r.Text)
	require.Contains(t, r.Outputs["TestTells/go1.22.12"], `go line 1.21, GODEBUG "": <nil>`)
	require.Contains(t, r.Outputs["TestTells/go1.22.12,goline=1.22"], `go line 1.22, GODEBUG "": `+refusedText)
	require.Equal(t, before, m.Files(t))
}

// In a workspace the line of go.work counts.
func TestAWorkspace(t *testing.T) {
	m := newModule(t, "m", map[string]string{
		"go.work":     "go 1.22\n\nuse (\n\t./m\n\t./lib\n)\n",
		"m/go.mod":    "module example.com/m\n\ngo 1.21\n\nrequire\n",
		"m/m_test.go": tells(`Go: []string{"1.22", "1.26"}, GoLine: []string{"", "1.22", "1.21"}`, "")["m_test.go"],
		"m/uses.go":   "package m\n\nimport \"example.com/lib\"\n\nvar _ = lib.Answer\n",
		"lib/go.mod":  "module example.com/lib\n\ngo 1.20\n",
		"lib/lib.go":  "package lib\n\nconst Answer = 42\n",
	})
	r := m.Test(t)
	require.Contains(t, r.Outputs["TestTells/go1.22.12"], `go line 1.22, GODEBUG "": `+refusedText, r.Text)
	require.Contains(t, r.Outputs["TestTells/go1.26.11,goline=1.21"], `go line 1.21, GODEBUG "": <nil>`, r.Text)
	require.Contains(t, r.Outputs["TestTells/go1.26.11,goline=1.22"], `go line 1.22, GODEBUG "": `+refusedText)
	require.Contains(t, r.Outputs["TestTells/go1.22.12,goline=1.21"], `go line 1.21, GODEBUG "": <nil>`)
	require.True(t, r.Passed)
}

func TestAModuleWithAToolchainLine(t *testing.T) {
	m := newModule(t, "", withFile(tells(`Go: []string{"1.22", "1.27"}, GoLine: []string{"", "1.21"}`, ""), "go.mod", "module example.com/m\n\ngo 1.21\n\ntoolchain go1.26.11\n\nrequire\n"))
	r := m.Test(t)
	require.True(t, r.Passed, r.Text)
	require.Contains(t, r.Outputs["TestTells/go1.22.12"], "go1.22.12, go line 1.21")
	require.Contains(t, r.Outputs["TestTells/go1.22.12,goline=1.21"], "go1.22.12, go line 1.21")
}

func TestAModuleWithGodebugLinesThatGo127Refuses(t *testing.T) {
	requireMinor(t, 23)
	if minor(t) >= 27 {
		t.Skip("Go 1.27 does not load a go.mod with godebug tlsrsakex=1, so that no test is running")
	}
	m := newModule(t, "", withFile(tells(`Go: []string{"1.26", "1.27"}`, `, harness.Rule{When: harness.Go(">=1.27"), Want: harness.DoesNotBuild("removed GODEBUG \"tlsrsakex\"")}`),
		"go.mod", "module example.com/m\n\ngo 1.23\n\ngodebug tlsrsakex=1\n\nrequire\n"))
	r := m.Test(t)
	require.True(t, r.Passed, r.Text)
	require.Contains(t, r.Outputs["TestTells/go1.26.11"], `go line 1.23, GODEBUG "": <nil>`)
}

func TestCgoIsAsInTheRunningTests(t *testing.T) {
	files := withFile(withFile(tells(`Go: []string{"1.27"}`, ""), "cgo_test.go", "//go:build cgo\n\npackage m\n\nconst cgo = true\n"),
		"nocgo_test.go", "//go:build !cgo\n\npackage m\n\nconst cgo = false\n")
	files["m_test.go"] = strings.Replace(files["m_test.go"], "\t\tt.Logf(", "\t\tt.Log(\"cgo\", cgo)\n\t\tt.Logf(", 1)
	m := newModule(t, "", files)
	for _, want := range []string{"cgo true\n", "cgo false\n"} {
		r := m.Test(t)
		require.True(t, r.Passed, r.Text)
		require.Contains(t, r.Outputs["TestTells/go1.27.4"], want)
		m.Env = append(m.Env, "CGO_ENABLED=0")
	}
}

// The setting that kills a go command of Go 1.27 is in the environment of the run, not in
// that of the build.
func TestTheEnvironmentOfTheBuildIsClean(t *testing.T) {
	if minor(t) >= 27 {
		t.Skip("a test of Go 1.27 does not start with this setting itself")
	}
	m := newModule(t, "", tells(`Go: []string{"1.27"}`, ""))
	binary := filepath.Join(m.Scratch, "m.test")
	out, err := m.Go(t, "test", "-c", "-o", binary)
	require.NoError(t, err, out)
	cmd := exec.Command(binary, "-test.run=TestTells", "-test.v")
	cmd.Dir, cmd.Env = m.Dir, append(m.Env, "GODEBUG=tlsrsakex=1")
	text, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", text)
	require.Contains(t, string(text), `go1.27.4, go line 1.21, GODEBUG "": `+refusedText)
	_, err = os.Stat(filepath.Join(m.Dir, "m.test"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestWhatAcrossCannotBeAskedFor(t *testing.T) {
	for what, c := range map[string]struct{ matrix, rules, want string }{
		"a release that is none":   {`Go: []string{"1.99"}`, "", `1.99`},
		"a line newer than all":    {`Go: []string{"1.22"}, GoLine: []string{"1.23"}`, "", "each go line (1.23) is newer than each release (1.22.12): there is nothing to run"},
		"settings of scenarios":    {`Settings: []harness.Settings{{Setenv: "tlsmlkem=0"}}`, "", "os.Setenv GODEBUG=tlsmlkem=0 is for the programs of scenarios"},
		"what a connection does":   {``, `, harness.Rule{Want: harness.Connects()}`, `rule "connects": Across knows which builds do not build or start`},
		"a condition that is none": {``, `, harness.Rule{When: harness.Go("newest"), Want: harness.DoesNotStart("x")}`, `newest`},
	} {
		c := c
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			r := newModule(t, "", tells(c.matrix, c.rules)).Test(t)
			require.Equal(t, map[string]string{"TestTells": "fail"}, r.Results, r.Text)
			require.Contains(t, r.Outputs["TestTells"], c.want)
		})
	}
}

// requireToolchains skips tests whose modules are built by other releases.
func requireToolchains(t *testing.T) {
	t.Helper()
	r, err := harness.NewRunner(harness.RunnerOptions{})
	require.NoError(t, err)
	defer r.Close()
	for _, release := range []string{"1.22.12", "1.26.11", "1.27.4"} {
		if _, err := r.GODEBUGSettings(context.Background(), release); err != nil {
			needs.Missing(t, needs.Toolchains, err.Error())
		}
	}
}

// requireMinor skips tests of modules whose go line the running Go does not load.
func requireMinor(t *testing.T, want int) {
	t.Helper()
	if minor(t) < want {
		t.Skipf("%s does not load a module of go line 1.%d", runtime.Version(), want)
	}
}

// minor is that of the Go that runs this.
func minor(t *testing.T) int {
	t.Helper()
	parts := strings.Split(strings.TrimPrefix(runtime.Version(), "go"), ".")
	n, err := strconv.Atoi(parts[1])
	require.NoError(t, err, runtime.Version())
	return n
}
