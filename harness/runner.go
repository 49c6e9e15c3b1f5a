package harness

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/legacytls/legacytls/internal/toolchain"
)

// RunnerOptions configure a [Runner]. The zero value is ready to use.
type RunnerOptions struct {
	// CacheDir is where compiled agents are kept, by default the directory
	// legacytls in the user's cache directory.
	CacheDir string

	// Timeout bounds each connection, by default 5 seconds.
	Timeout time.Duration

	// Parallel is the number of connections under way at once, by default
	// four for each processor.
	Parallel int

	// Progress, if not nil, is told what is being done. It is called by one
	// goroutine at a time and must return quickly.
	Progress func(Progress)

	// Trace, if not nil, is given each command line before it is run, by one
	// goroutine at a time.
	Trace func(command string)
}

// Progress is one step of a [Runner].
type Progress struct {
	Text        string // what is being done, for example "building with go1.22.12, go line 1.22"
	Slow        bool   // whether it begins and may take a minute: a toolchain is fetched, a program compiled
	Done, Total int    // cells that are through, and all of them; zero while preparing
}

// A Runner connects programs of many builds. It finds or fetches toolchains,
// compiles the agent program with each, keeps one agent process per build, and
// starts each server once. Its methods are safe for concurrent use.
//
// A Runner must be closed; its processes also end when this process does.
type Runner struct {
	opts  RunnerOptions
	store *toolchain.Store
	slots chan struct{} // one for each connection under way

	keepAgents bool // for the next batch: none is ended after its last job

	progressMu sync.Mutex

	mu        sync.Mutex
	processes map[variant]*lazyProcess
	servers   map[string]*lazyServer
	closed    bool
	ending    sync.WaitGroup // agents that were retired

	clients *clientIssuer
}

// NewRunner returns a Runner. It fails if the user has no cache directory and o
// names none. Whether there is a go command shows when the Runner is used.
func NewRunner(o RunnerOptions) (*Runner, error) {
	if o.Timeout == 0 {
		o.Timeout = 5 * time.Second
	}
	if o.Parallel == 0 {
		o.Parallel = 4 * runtime.NumCPU()
	}
	r := &Runner{
		opts:      o,
		slots:     make(chan struct{}, o.Parallel),
		processes: make(map[variant]*lazyProcess),
		servers:   make(map[string]*lazyServer),
		clients:   newClientIssuer(),
	}
	store, err := toolchain.NewStore(toolchain.Options{
		CacheDir: o.CacheDir,
		Trace:    r.trace,
		Progress: func(e toolchain.Event) { r.progress(Progress{Text: e.Text, Slow: e.Slow() && !e.Done}) },
	})
	if err != nil {
		return nil, err
	}
	r.store = store
	return r, nil
}

// Resolve returns the full versions of the Go releases that specs name, in
// order and without repetition: "1.22" is the latest patch release in the
// library's dated table, "1.22.3" itself, "1.22@latest" the latest that the
// module proxy knows, "local" the go command in PATH, and "all" every minor
// release of the table.
func (r *Runner) Resolve(ctx context.Context, specs []string) ([]string, error) {
	var versions []string
	add := func(v string) {
		if !slices.Contains(versions, v) {
			versions = append(versions, v)
		}
	}
	var errs []error
	for _, spec := range specs {
		if spec == "all" {
			for _, release := range toolchain.Releases() {
				add(release.Version.String())
			}
			continue
		}
		v, err := r.store.Resolve(ctx, spec)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		add(v.String())
	}
	return versions, errors.Join(errs...)
}

// Close ends the agent processes and the servers of the runner.
func (r *Runner) Close() error {
	r.mu.Lock()
	r.closed = true
	processes, servers := r.processes, r.servers
	r.processes, r.servers = nil, nil
	r.mu.Unlock()

	var errs []error
	for _, s := range servers {
		errs = append(errs, s.close())
	}
	for _, p := range processes {
		p.close()
	}
	r.ending.Wait()
	return errors.Join(errs...)
}

func (r *Runner) progress(p Progress) {
	if r.opts.Progress == nil {
		return
	}
	r.progressMu.Lock()
	defer r.progressMu.Unlock()
	r.opts.Progress(p)
}

func (r *Runner) trace(command string) {
	if r.opts.Trace == nil {
		return
	}
	r.progressMu.Lock()
	defer r.progressMu.Unlock()
	r.opts.Trace(command)
}

// errClosed is returned by a Runner that was closed.
var errClosed = errors.New("the runner is closed")
