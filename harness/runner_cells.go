package harness

import (
	"context"
	"runtime"
	"slices"
	"sort"
	"sync"
	"time"
)

// Run runs each scenario under each build of the matrix and reports what came
// of it. The first cells of a run connect to a modern server, which must work,
// and the last to a port where nothing listens, which must not; if they do not
// come out so, nothing else in the report can be trusted.
//
// The error is not nil if the scenarios or the matrix are wrong, or if ctx
// ends; the report then holds the cells that were through.
func (r *Runner) Run(ctx context.Context, scenarios []Scenario, m Matrix) (*Report, error) {
	if err := CheckScenarios(scenarios); err != nil {
		return nil, err
	}
	releases, err := r.Resolve(ctx, m.Go)
	if err != nil {
		return nil, err
	}
	started := time.Now()
	report := &Report{Go: releases}
	cells := plan(scenarios, releases, m)
	if err := r.prepare(ctx, scenarios, cells); err != nil {
		return nil, err
	}
	closed, release, err := closedPort()
	if err != nil {
		return nil, err
	}
	defer release()
	progress := &counter{runner: r, total: len(cells) + 2*len(releases)}
	for _, batch := range [][]job{
		plan([]Scenario{modernControl()}, releases, Matrix{}),
		cells,
		plan([]Scenario{closedControl()}, releases, Matrix{}),
	} {
		report.Cells = append(report.Cells, r.runBatch(ctx, batch, closed, progress)...)
	}
	report.Elapsed = time.Since(started)
	return report, ctx.Err()
}

// A job is a cell that has not been run.
type job struct {
	scenario Scenario
	build    Build
}

// variant returns the agent program of the job.
func (j job) variant() variant { return variant{j.build, j.scenario.needsHTTP()} }

// plan returns the cells of the scenarios under the releases, in that order. A
// scenario that waits has none.
func plan(scenarios []Scenario, releases []string, m Matrix) []job {
	var jobs []job
	for _, s := range scenarios {
		if s.Waiting != "" {
			continue
		}
		settings := m.Variants()
		if len(settings) == 0 {
			settings = s.Settings
		}
		for _, release := range releasesOf(s, releases, m.Boundaries) {
			for _, b := range buildsOf(release, settings) {
				jobs = append(jobs, job{s, b})
			}
		}
	}
	return jobs
}

// releasesOf returns the releases that a scenario is run in, in order.
func releasesOf(s Scenario, releases []string, boundaries bool) []string {
	if !boundaries || len(s.Boundaries) == 0 {
		return releases
	}
	all := append([]string(nil), releases...)
	for _, b := range s.Boundaries {
		if !slices.Contains(all, b) {
			all = append(all, b)
		}
	}
	sort.SliceStable(all, func(i, j int) bool {
		return Build{Go: all[i]}.version().Compare(Build{Go: all[j]}.version()) < 0
	})
	return all
}

// variantsIn returns the agent programs of the jobs.
func variantsIn(jobs []job) []variant {
	variants := make([]variant, len(jobs))
	for i, j := range jobs {
		variants[i] = j.variant()
	}
	return variants
}

// peerBuilds returns the agent programs that the scenarios need for their peers.
func (r *Runner) peerBuilds(ctx context.Context, scenarios []Scenario) ([]variant, error) {
	var peers []variant
	for _, s := range scenarios {
		if s.PeerGo == "" || s.Waiting != "" {
			continue
		}
		releases, err := r.Resolve(ctx, []string{s.PeerGo})
		if err != nil {
			return nil, err
		}
		peers = append(peers, variant{Build{Go: releases[0]}, s.GoServer != nil && s.Client.HTTP != nil})
	}
	return peers, nil
}

// prepare finds or fetches the toolchains and compiles the agents of the jobs and of
// the scenarios' peers, so that no connection has to wait for them. What goes wrong
// with one shows again, and is reported, when a cell is run.
func (r *Runner) prepare(ctx context.Context, scenarios []Scenario, jobs []job) error {
	peers, err := r.peerBuilds(ctx, scenarios)
	if err != nil {
		return err
	}
	r.compileAll(ctx, append(variantsIn(jobs), peers...))
	return nil
}

func (r *Runner) compileAll(ctx context.Context, variants []variant) {
	seen := make(map[variant]bool)
	todo := make(chan variant)
	var workers sync.WaitGroup
	for i := 0; i < runtime.NumCPU(); i++ {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for b := range todo {
				r.compile(ctx, b)
			}
		}()
	}
	for _, b := range variants {
		if !seen[b] && ctx.Err() == nil {
			seen[b] = true
			todo <- b
		}
	}
	close(todo)
	workers.Wait()
}

func (r *Runner) runCell(ctx context.Context, j job, closed string) Cell {
	o, err := r.attempt(ctx, j, closed)
	return judge(j, o, err)
}

// attempt makes the connection of one cell.
func (r *Runner) attempt(ctx context.Context, j job, closed string) (Outcome, error) {
	switch {
	case j.scenario.Name == closedControlName:
		return r.Connect(ctx, j.build, j.scenario.Client, Target{Addr: closed})
	case j.scenario.GoServer != nil:
		return r.connectToGoServer(ctx, j.scenario, j.build)
	}
	target, err := r.target(ctx, j.scenario)
	if err != nil {
		return failedPeer(j.build, err)
	}
	return r.Connect(ctx, j.build, j.scenario.Client, target)
}

// A counter reports the number of cells that are through.
type counter struct {
	runner *Runner
	total  int

	mu   sync.Mutex
	done int
}

func (c *counter) add(j job) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done++
	c.runner.progress(Progress{Text: j.scenario.Name + ", " + j.build.String(), Done: c.done, Total: c.total})
}
