package downstream

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A Report is what a run of `go test -json` tells.
type Report struct {
	Passed  bool               // go test has ended with exit status 0
	Results map[string]string  // "pass", "fail" or "skip" of each test
	Outputs map[string]string  // of each test, without the lines of package testing
	Elapsed map[string]float64 // seconds of each test
	Text    string             // all output in its order, that of the package and of the build too
}

// Test runs `go test -json -count=1` with these arguments.
func (m *Module) Test(t *testing.T, args ...string) Report {
	t.Helper()
	cmd := exec.Command("go", append([]string{"test", "-json", "-count=1"}, args...)...)
	cmd.Dir, cmd.Env = m.Dir, m.Env
	var errors bytes.Buffer
	cmd.Stderr = &errors
	stdout, err := cmd.Output()
	r := Report{Passed: err == nil, Results: make(map[string]string), Outputs: make(map[string]string), Elapsed: make(map[string]float64)}
	for _, line := range strings.Split(strings.TrimSpace(string(stdout)), "\n") {
		r.add(t, line)
	}
	r.Text += errors.String()
	return r
}

// An event is a line of go test -json (go doc test2json).
type event struct {
	Action  string
	Test    string
	Output  string
	Elapsed float64
}

func (r *Report) add(t *testing.T, line string) {
	t.Helper()
	var e event
	if json.Unmarshal([]byte(line), &e) != nil {
		r.Text += line + "\n" // what the go command prints besides
		return
	}
	switch e.Action {
	case "pass", "fail", "skip":
		if e.Test != "" {
			require.Empty(t, r.Results[e.Test], "%s has two results", e.Test)
			r.Results[e.Test], r.Elapsed[e.Test] = e.Action, e.Elapsed
		}
	case "output", "build-output":
		r.Text += e.Output
		if !strings.HasPrefix(e.Output, "=== ") && !strings.HasPrefix(strings.TrimSpace(e.Output), "--- ") {
			r.Outputs[e.Test] += e.Output
		}
	}
}
