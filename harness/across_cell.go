package harness

import (
	"context"
	"encoding/json"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/legacytls/legacytls/internal/toolchain"
)

// cellVariable tells a process which subtest of [Across] it is started for.
const cellVariable = "LEGACYTLS_CELL"

// A cellProcess is what the process of a subtest knows of it.
type cellProcess struct {
	Test  string    `json:"test"` // that called Across
	Cell  string    `json:"cell"` // the subtest
	Build cellBuild `json:"build"`

	// Releases are the full versions of the matrix, so that nobody has to be asked again.
	Releases map[string]string `json:"releases"`

	// Running is the release of the process that started this one.
	Running string `json:"running"`

	// Parent is the process that started this one; 0 if it was started by hand. Other
	// test binaries that inherit the variable are not meant.
	Parent int `json:"parent,omitempty"`
}

// A cellBuild is a [Build] as [Across] has them.
type cellBuild struct {
	Go        string `json:"go"`
	GoLine    string `json:"goline,omitempty"`
	GODEBUG   string `json:"godebug,omitempty"`
	Directive string `json:"directive,omitempty"`
}

func (b cellBuild) build() Build {
	return Build{Go: b.Go, Settings: Settings{GoLine: b.GoLine, GODEBUG: b.GODEBUG, Directive: b.Directive}}
}

// thisCell returns what this process was started for by another's [Across], if it was.
func thisCell(t *testing.T) (p cellProcess, ok bool) {
	t.Helper()
	text := os.Getenv(cellVariable)
	if text == "" {
		return p, false
	}
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		t.Fatalf("harness.Across: the environment has %s=%s, which is none of its own (%v): unset it", cellVariable, text, err)
	}
	return p, p.Parent == 0 || p.Parent == os.Getppid()
}

// variable returns p as NAME=value.
func (p cellProcess) variable() string {
	text, err := json.Marshal(p)
	if err != nil {
		panic("harness: " + err.Error()) // strings and numbers
	}
	return cellVariable + "=" + string(text)
}

// run runs body in the process that was started for it. All subtests are named again,
// because a name can depend on those before it; -test.run lets the one through.
func (p cellProcess) run(t *testing.T, m Matrix, body func(*testing.T, Build)) {
	t.Helper()
	if strings.HasPrefix(t.Name()+"/", p.Cell+"/") {
		t.Fatalf("harness.Across inside of the body of harness.Across: put both into one matrix")
	}
	if t.Name() != p.Test {
		return
	}
	for _, b := range p.builds(t, m) {
		t.Run(b.testName(), func(t *testing.T) {
			if t.Name() != p.Cell {
				t.Skipf("this process is for %s", p.Cell)
			}
			p.verify(t)
			body(t, p.Build.build())
		})
	}
}

// builds returns the builds of the matrix, by the versions that the other process found.
// Those that it does not tell are of another call of [Across] in the same test.
func (p cellProcess) builds(t *testing.T, m Matrix) []Build {
	t.Helper()
	store, err := toolchain.NewStore(toolchain.Options{})
	if err != nil {
		t.Fatalf("harness.Across: %v", err)
	}
	releases, err := fullVersions(store, m, p.Running, p.Releases)
	if err != nil {
		t.Fatalf("harness.Across: %v", err)
	}
	return acrossBuilds(m, releases)
}

// verify fails t if the process is not what it was started as.
func (p cellProcess) verify(t *testing.T) {
	t.Helper()
	if running := runningRelease(); running != p.Build.Go {
		t.Fatalf("harness.Across: this process was built by go%s, want go%s", running, p.Build.Go)
	}
	if godebug := os.Getenv("GODEBUG"); godebug != p.Build.GODEBUG {
		t.Fatalf("harness.Across: the environment has GODEBUG=%s, want GODEBUG=%s: TestMain or the test changes it before Across", godebug, p.Build.GODEBUG)
	}
}

// fullVersions returns the full versions of the releases of a matrix, the running one if there
// are none. What is known need not be found, what was found is added to it.
func fullVersions(store *toolchain.Store, m Matrix, running string, known map[string]string) ([]string, error) {
	if len(m.Go) == 0 {
		return []string{running}, nil
	}
	var releases []string
	for _, spec := range m.Go {
		if _, ok := known[spec]; !ok {
			v, err := store.Resolve(context.Background(), spec)
			if err != nil {
				return nil, err
			}
			known[spec] = v.String()
		}
		releases = append(releases, known[spec])
	}
	return releases, nil
}

// acrossBuilds returns the builds of a matrix under these releases, each once.
func acrossBuilds(m Matrix, releases []string) []Build {
	m.Go = releases
	var builds []Build
	seen := make(map[Build]bool)
	for _, b := range m.Builds() {
		if !seen[b] {
			seen[b] = true
			builds = append(builds, b)
		}
	}
	return builds
}

// runningRelease is the full version of the Go that built this process.
func runningRelease() string {
	v, err := toolchain.ParseVersion(runtime.Version())
	if err != nil {
		return runtime.Version() // a development version, which has no place among releases
	}
	return v.String()
}
