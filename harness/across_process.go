package harness

import (
	"flag"
	"os"
	"testing"
	"time"

	"github.com/legacytls/legacytls/internal/testrun"
)

// process returns the process of one cell, which takes a slot until it ends.
func (a *across) process(t *testing.T, p *program, b Build) testrun.Process {
	own, kill := timeLimits(t)
	cell := cellProcess{
		Test: a.test, Cell: t.Name(), Build: cellBuild{b.Go, b.GoLine, b.GODEBUG, b.Directive},
		Releases: a.releases, Running: runningRelease(),
	}
	byHand := cell.variable()
	cell.Parent = os.Getpid()
	return testrun.Process{
		Path:    p.path,
		Args:    testrun.Arguments(os.Args[1:], t.Name(), own),
		Env:     append(agentEnv(b.GODEBUG, ""), cell.variable()),
		Dir:     a.dir,
		Shown:   []string{"GODEBUG=" + b.GODEBUG, byHand},
		Timeout: kill,
		Ended:   func() { <-a.slots },
	}
}

// timeLimits returns how long a process is to run before it ends itself, with the stacks of
// its goroutines, and before it is killed: both before this process ends itself. They are
// 0 if this one does not.
func timeLimits(t *testing.T) (own, kill time.Duration) {
	deadline, ok := t.Deadline()
	if !ok {
		return 0, 0
	}
	const most = 10 * time.Second
	left := time.Until(deadline)
	reserve := left / 10
	if reserve > most {
		reserve = most
	}
	return left - reserve, left - reserve/2
}

// testFlag returns the value of a flag of package testing, "" if there is none.
func testFlag(name string) string {
	if f := flag.Lookup(name); f != nil {
		return f.Value.String()
	}
	return ""
}
