package testrun

import (
	"errors"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// roleVariable says which process of a scene this is; without it, the one that looks on.
const roleVariable = "LEGACYTLS_TEST_ROLE"

const (
	roleMirror = "mirror" // runs the next, and mirrors it
	roleActor  = "actor"  // is mirrored
)

// A scene is a subtest that is mirrored, and what stands around it.
type scene struct {
	body    func(t *testing.T)
	around  func(t *testing.T) // before the subtest, in its process
	process func(p *Process)   // what is different about that process
	only    string             // subtests of the subtest that the mirroring process is to show
}

// A sight is what a process showed that mirrored a scene.
type sight struct {
	results map[string]string // PASS, FAIL or SKIP of each test, by its name below the one of the scene
	outputs map[string]string // what they wrote
	all     string
}

// cell is the subtest of a scene.
const cell = "cell"

// play plays a scene in two processes more, both of which run the test t again. It is for
// check to say whether the one that mirrors showed what it should.
func play(t *testing.T, s scene, check func(sight)) {
	t.Helper()
	switch os.Getenv(roleVariable) {
	case roleActor:
		if s.around != nil {
			s.around(t)
		}
		t.Run(cell, s.body)
	case roleMirror:
		t.Run(cell, func(t *testing.T) { mirrorScene(t, s) })
	default:
		check(look(t, s))
	}
}

func mirrorScene(t *testing.T, s scene) {
	p := Process{
		Path: os.Args[0],
		Args: Arguments(nil, t.Name(), 0),
		Env:  environment(roleVariable + "=" + roleActor),
	}
	if s.process != nil {
		s.process(&p)
	}
	if err := Run(t, p); err != nil {
		require.False(t, t.Failed(), "whether that is a failure is for the caller")
		t.Fatalf("not begun: %v", err)
	}
}

var (
	resultLine = regexp.MustCompile(`^ *--- (PASS|FAIL|SKIP): (\S+) \(`)
	updateLine = regexp.MustCompile(`^=== (?:RUN|NAME|CONT|PAUSE) +(\S+)$`)
)

// look runs the process that mirrors and reads what package testing prints in it.
func look(t *testing.T, s scene) sight {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.v", "-test.paniconexit0", "-test.run="+Pattern(t.Name()+"/"+cell, t.Name()+"/"+cell+"/"+s.only))
	cmd.Env = environment(roleVariable + "=" + roleMirror)
	all, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	require.True(t, err == nil || errors.As(err, &exit), "%v", err)

	seen := sight{results: make(map[string]string), outputs: make(map[string]string), all: string(all)}
	outputs := make(map[string][]string)
	below := func(name string) string { return strings.TrimPrefix(strings.TrimPrefix(name, t.Name()), "/") }
	current := ""
	for _, line := range strings.SplitAfter(seen.all, "\n") {
		if match := updateLine.FindStringSubmatch(strings.TrimSuffix(line, "\n")); match != nil {
			current = below(match[1])
		} else if match := resultLine.FindStringSubmatch(line); match != nil {
			seen.results[below(match[2])] = match[1]
		} else {
			outputs[current] = append(outputs[current], line)
		}
	}
	for name, lines := range outputs {
		seen.outputs[name] = strings.Join(lines, "")
	}
	require.Equal(t, seen.results[""] == "FAIL", err != nil, "%v\n%s", err, seen.all)
	return seen
}

// environment is that of another process of this test binary: with these variables, and
// without the second that a program with the race detector otherwise waits at its end.
func environment(vars ...string) []string {
	return append(append(os.Environ(), "GORACE=atexit_sleep_ms=0"), vars...)
}
