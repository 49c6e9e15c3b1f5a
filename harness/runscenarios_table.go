package harness

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/toolchain"
)

// A tableTest is a table of scenarios that runs as a test.
type tableTest struct {
	t        *testing.T // the caller's
	runner   *Runner
	matrix   Matrix
	releases []string // of the matrix, as full versions
	closed   string   // an address where nothing listens

	controlled []string // releases that have had their first control
	distrusted bool     // a control has failed

	failing     sync.Mutex // one cell at a time says why
	transcripts int        // that were logged
}

// runTable runs the scenarios as subtests of t, between the controls.
func runTable(ctx context.Context, t *testing.T, r *Runner, m Matrix, scenarios []Scenario) {
	t.Helper()
	releases, err := r.Resolve(ctx, m.Go)
	if unavailable := new(toolchain.UnavailableError); errors.As(err, &unavailable) {
		needs.Missing(t, needs.Toolchains, err.Error())
	}
	if err != nil {
		t.Fatalf("harness.RunScenarios: %v", err)
	}
	closed, release, err := closedPort()
	if err != nil {
		t.Fatalf("harness.RunScenarios: %v", err)
	}
	defer release()
	r.keepAgents = len(countJobs(plan(scenarios, releases, m))) <= maxKeptAgents
	tt := &tableTest{t: t, runner: r, matrix: m, releases: releases, closed: closed}
	for _, s := range scenarios {
		s := s
		t.Run(s.Name, func(t *testing.T) {
			t.Helper()
			tt.scenario(ctx, t, s)
		})
	}
	tt.control(ctx, closedControl(), tt.controlled)
}

// maxKeptAgents is up to how many builds of a table all have an agent (some 7 MB) at a time. It
// is started once then, and not for each scenario.
const maxKeptAgents = 32

// scenario runs the cells of s that -run and -short leave, many at once, each as a subtest.
func (tt *tableTest) scenario(ctx context.Context, t *testing.T, s Scenario) {
	t.Helper()
	if s.Waiting != "" {
		t.Skipf("it waits for %s", s.Waiting)
	}
	jobs := plan([]Scenario{s}, tt.releases, tt.matrix)
	if len(jobs) == 0 {
		t.Skip("it has no build here: its go lines are above all releases of the matrix")
	}
	var chosen []job
	var cells map[Build]Cell
	var err error
	for _, j := range jobs {
		j := j
		t.Run(j.build.testName(), func(t *testing.T) {
			t.Helper()
			skipInShort(t, j)
			chosen = append(chosen, j)
			t.Parallel() // goes on when the function of the scenario has returned, and so run what was chosen
			tt.report(ctx, t, j, cells, err)
		})
	}
	cells, err = tt.run(ctx, s, chosen)
}

// skipInShort skips t if -short is given and the cell takes another toolchain than the one
// that has built this test, which is at hand.
func skipInShort(t *testing.T, j job) {
	t.Helper()
	if !testing.Short() {
		return
	}
	this, _ := toolchain.ParseVersion(runtime.Version())
	for _, release := range []string{j.build.Go, j.scenario.PeerGo} {
		if release != "" && (Build{Go: release}).version().Compare(this) != 0 {
			t.Skipf("-short: it takes the toolchain of go%s, and this test is built by %s", release, runtime.Version())
		}
	}
}

// run runs cells of one scenario. The error says why some are missing.
func (tt *tableTest) run(ctx context.Context, s Scenario, chosen []job) (map[Build]Cell, error) {
	if len(chosen) == 0 || tt.distrusted {
		return nil, nil
	}
	if s.Backend != nil {
		if _, err := tt.runner.target(ctx, s); err != nil {
			return nil, err
		}
	}
	fresh := tt.uncontrolled(chosen)
	first := plan([]Scenario{modernControl()}, fresh, Matrix{})
	if err := tt.runner.prepare(ctx, []Scenario{s}, append(first, chosen...)); err != nil {
		return nil, err
	}
	tt.control(ctx, modernControl(), fresh)
	tt.controlled = append(tt.controlled, fresh...)
	cells := make(map[Build]Cell)
	for _, c := range tt.runBatch(ctx, chosen) {
		cells[c.Build] = c
	}
	return cells, ctx.Err()
}

func (tt *tableTest) runBatch(ctx context.Context, jobs []job) []Cell {
	return tt.runner.runBatch(ctx, jobs, tt.closed, &counter{runner: tt.runner, total: len(jobs)})
}

// uncontrolled returns the releases of the jobs that have not had a control.
func (tt *tableTest) uncontrolled(jobs []job) []string {
	var releases []string
	for _, j := range jobs {
		if !slices.Contains(tt.controlled, j.build.Go) && !slices.Contains(releases, j.build.Go) {
			releases = append(releases, j.build.Go)
		}
	}
	return releases
}

// control runs a control under the releases. If it fails, the caller's test fails.
func (tt *tableTest) control(ctx context.Context, control Scenario, releases []string) {
	tt.t.Helper()
	for _, c := range tt.runBatch(ctx, plan([]Scenario{control}, releases, Matrix{})) {
		if c.Verdict == NotAsExpected {
			tt.distrusted = true
			tt.t.Errorf("harness.RunScenarios: nothing here can be trusted: the control %s failed under %s.\n%s But %s", c.Scenario.Name, c.Build, c.Scenario.Claim, c.Problem)
		}
	}
}

// report says what came of a cell. The error is why it may be missing.
func (tt *tableTest) report(ctx context.Context, t *testing.T, j job, cells map[Build]Cell, err error) {
	t.Helper()
	c, through := cells[j.build]
	unavailable := new(UnavailableError)
	switch {
	case tt.distrusted:
		t.Skip("a control has failed: what came of this could not be trusted")
	case through && c.Verdict == Unavailable:
		needs.Missing(t, needs.Toolchains, c.Problem)
	case through && c.Verdict == AsExpected:
		t.Log(c.Outcome)
	case through:
		tt.reportFailure(ctx, t, c)
	case errors.As(err, &unavailable):
		unavailable.missing(t)
	case errors.Is(err, context.DeadlineExceeded):
		t.Fatal("not run: the time that go test has is over (-timeout); the first time, toolchains are fetched and compile the standard library")
	default:
		t.Fatal(err)
	}
}

// reportFailure says all that there is to say of a cell in one piece. A table that fails as a
// whole has few transcripts, so that the rest can be read.
func (tt *tableTest) reportFailure(ctx context.Context, t *testing.T, c Cell) {
	t.Helper()
	why := tt.runner.explainCell(ctx, c, tt.controlled)
	tt.failing.Lock()
	defer tt.failing.Unlock()
	t.Error(why)
	if tt.transcripts < maxTranscripts && c.Outcome.Server != nil {
		tt.transcripts++
		t.Log(c.Outcome.Server.Transcript())
	}
}
