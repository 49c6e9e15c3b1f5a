package harness

import (
	"context"
	"sync"
)

// A batch is a number of jobs that are run side by side. Builds take turns, a few
// at a time, and the agent of a build is ended after the last of its jobs: a run
// over hundreds of builds has few processes at a time, and no connection waits
// while another build's agent starts.
type batch struct {
	jobs  []job
	order []int // of running, as indexes of jobs
	cells []*Cell

	mu   sync.Mutex
	left map[variant]int // jobs that are not through
}

// countJobs returns how many jobs each agent program has.
func countJobs(jobs []job) map[variant]int {
	n := make(map[variant]int)
	for _, j := range jobs {
		n[j.variant()]++
	}
	return n
}

func newBatch(jobs []job, builds int) *batch {
	b := &batch{jobs: jobs, cells: make([]*Cell, len(jobs)), left: countJobs(jobs)}
	var waiting [][]int // the jobs of each build
	of := make(map[variant]int)
	for i, j := range jobs {
		v := j.variant()
		if _, known := of[v]; !known {
			of[v] = len(waiting)
			waiting = append(waiting, nil)
		}
		waiting[of[v]] = append(waiting[of[v]], i)
	}
	b.order = takeTurns(waiting, builds)
	return b
}

// takeTurns puts one of each queue after the other, from at most so many queues
// at a time. The next queue joins when one is empty.
func takeTurns(waiting [][]int, queues int) []int {
	var order []int
	var active [][]int
	for len(active) > 0 || len(waiting) > 0 {
		for len(active) < queues && len(waiting) > 0 {
			active, waiting = append(active, waiting[0]), waiting[1:]
		}
		var unfinished [][]int
		for _, queue := range active {
			order = append(order, queue[0])
			if len(queue) > 1 {
				unfinished = append(unfinished, queue[1:])
			}
		}
		active = unfinished
	}
	return order
}

// runBatch runs the jobs, many at once, and returns their cells in the order of
// the jobs. Jobs that ctx did not let start have no cell.
func (r *Runner) runBatch(ctx context.Context, jobs []job, closed string, progress *counter) []Cell {
	b := newBatch(jobs, cap(r.slots))
	var running sync.WaitGroup
	for _, i := range b.order {
		if !r.acquire(ctx) {
			break
		}
		running.Add(1)
		go func(i int) {
			defer running.Done()
			defer func() { <-r.slots }()
			cell := r.runCell(ctx, b.jobs[i], closed)
			if ctx.Err() == nil {
				b.cells[i] = &cell
				progress.add(b.jobs[i])
			}
			if v := b.jobs[i].variant(); b.through(v) && !r.keepAgents {
				r.retire(v)
			}
		}(i)
	}
	running.Wait()
	return b.done()
}

// through notes that one more job of v is through, and reports whether it was
// the last.
func (b *batch) through(v variant) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left[v]--
	return b.left[v] == 0
}

// done returns the cells that there are.
func (b *batch) done() []Cell {
	var through []Cell
	for _, c := range b.cells {
		if c != nil {
			through = append(through, *c)
		}
	}
	return through
}

// acquire takes a slot, unless ctx ends first.
func (r *Runner) acquire(ctx context.Context) bool {
	select {
	case r.slots <- struct{}{}:
	case <-ctx.Done():
		return false
	}
	if ctx.Err() != nil { // both were ready
		<-r.slots
		return false
	}
	return true
}
