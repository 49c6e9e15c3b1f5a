package harness

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/legacytls/legacytls/internal/testrun"
	"github.com/legacytls/legacytls/internal/toolchain"
)

// An across is one call of [Across], in the process that starts the others.
type across struct {
	test     string // that called it
	dir      string // of the package
	goLine   string // of the module under test, "" if that cannot be known
	rules    []Rule
	releases map[string]string // full versions of what the matrix names
	cells    []Build           // as asked for

	store    *toolchain.Store
	programs map[Build]*program // without their GODEBUG
	slots    chan struct{}      // one for each process under way
}

// newAcross fails t if what is asked for makes no sense.
func newAcross(t *testing.T, m Matrix, rules []Rule) *across {
	t.Helper()
	a := &across{
		test: t.Name(), rules: rules, programs: make(map[Build]*program),
		releases: map[string]string{runningRelease(): runningRelease()},
	}
	if err := errors.Join(checkAcross(m, rules), a.open(), a.resolve(m)); err != nil {
		t.Fatalf("harness.Across: %v", err)
	}
	parallel, err := strconv.Atoi(testFlag("test.parallel"))
	if err != nil || parallel < 1 {
		parallel = 1
	}
	a.slots = make(chan struct{}, parallel)
	return a
}

// checkAcross returns why a matrix and rules are not for Across.
func checkAcross(m Matrix, rules []Rule) error {
	var errs []error
	for _, s := range m.Variants() {
		if s.GoMod != "" || s.Setenv != "" || s.Uses != "" {
			errs = append(errs, fmt.Errorf("%s is for the programs of scenarios: here there are GoLine, GODEBUG and Directive, and the body can call t.Setenv", s))
		}
		if err := CheckGoLine(s.GoLine); s.GoLine != "" && err != nil {
			errs = append(errs, err)
		}
	}
	errs = append(errs, checkRules(rules))
	for _, r := range rules {
		for _, stage := range []Stage{StageConnect, StageHandshake, StageVerify, StageExchange, StageDone} {
			if r.Want != nil && r.Want.Check(Outcome{Stage: stage, Error: r.Want.String()}) == nil {
				errs = append(errs, fmt.Errorf("rule %q: Across knows which builds do not build or start (DoesNotBuild, DoesNotStart, CannotBeHad); what a connection comes to is for the body", r.Want))
				break
			}
		}
	}
	return errors.Join(errs...)
}

// open finds the ground: the package's directory, the cache, the go line.
func (a *across) open() error {
	var err error
	if a.dir, err = os.Getwd(); err != nil {
		return err
	}
	if a.store, err = toolchain.NewStore(toolchain.Options{}); err != nil {
		return err
	}
	a.goLine, _ = a.store.MainGoLine(context.Background(), a.dir) // a binary may be run far from its module
	return nil
}

// resolve finds the full versions, and the cells.
func (a *across) resolve(m Matrix) error {
	releases, err := fullVersions(a.store, m, runningRelease(), a.releases)
	if err != nil {
		return err
	}
	if a.cells = acrossBuilds(m, releases); len(a.cells) == 0 {
		return fmt.Errorf("each go line (%s) is newer than each release (%s): there is nothing to run", strings.Join(m.GoLine, ", "), strings.Join(releases, ", "))
	}
	return nil
}

// run runs one cell as the subtest t.
func (a *across) run(t *testing.T, c Build) {
	t.Helper()
	p := a.program(t, c)
	b := c
	if b.GoLine = a.goLine; p.goLine != "" {
		b.GoLine = p.goLine
	}
	rule, _ := Scenario{Rules: a.rules}.Rule(b)
	if p.err != nil {
		judgeCell(t, rule, b, p.err)
		return
	}
	a.slots <- struct{}{} // before the time limits, which begin to count now
	process := a.process(t, p, b)
	if rule != nil {
		process.Unwanted = fmt.Sprintf("%s: a test begins, want %s", b, rule.Want)
	}
	if testing.Verbose() {
		t.Log(process.CommandLine())
	}
	if err := testrun.Run(t, process); err != nil {
		judgeCell(t, rule, b, err)
	}
}
