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
	Passed  bool              // go test has ended with exit status 0
	Results map[string]string // "pass", "fail" or "skip" of each test
	Outputs map[string]string // of each test, without the lines of package testing
	Text    string            // all output in its order, that of the package and of the build too
}

// Test runs `go test -json -count=1` with these arguments.
func (m *Module) Test(t *testing.T, args ...string) Report {
	t.Helper()
	cmd := exec.Command("go", append([]string{"test", "-json", "-count=1"}, args...)...)
	cmd.Dir, cmd.Env = m.Dir, m.Env
	var errors bytes.Buffer
	cmd.Stderr = &errors
	stdout, err := cmd.Output()
	c := collector{results: make(map[string]string), outputs: make(map[string]*strings.Builder)}
	for _, line := range strings.Split(strings.TrimSpace(string(stdout)), "\n") {
		c.add(t, line)
	}
	r := Report{Passed: err == nil, Results: c.results, Outputs: make(map[string]string), Text: c.text.String() + errors.String()}
	for test, output := range c.outputs {
		r.Outputs[test] = output.String()
	}
	return r
}

// An event is a line of go test -json (go doc test2json).
type event struct {
	Action string
	Test   string
	Output string
}

// A collector makes a report of events.
type collector struct {
	results map[string]string
	outputs map[string]*strings.Builder
	text    strings.Builder
}

func (c *collector) add(t *testing.T, line string) {
	t.Helper()
	var e event
	if json.Unmarshal([]byte(line), &e) != nil {
		c.text.WriteString(line + "\n") // what the go command prints besides
		return
	}
	switch e.Action {
	case "pass", "fail", "skip":
		if e.Test != "" {
			require.Empty(t, c.results[e.Test], "%s has two results", e.Test)
			c.results[e.Test] = e.Action
		}
	case "output", "build-output":
		c.text.WriteString(e.Output)
		if !strings.HasPrefix(e.Output, "=== ") && !strings.HasPrefix(strings.TrimSpace(e.Output), "--- ") {
			if c.outputs[e.Test] == nil {
				c.outputs[e.Test] = new(strings.Builder)
			}
			c.outputs[e.Test].WriteString(e.Output)
		}
	}
}
