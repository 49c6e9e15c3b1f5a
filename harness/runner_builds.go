package harness

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"

	"github.com/legacytls/legacytls/internal/agent"
	"github.com/legacytls/legacytls/internal/agent/protocol"
	"github.com/legacytls/legacytls/internal/toolchain"
)

// A variant is an agent program: that of a build, with or without HTTP, which
// takes long to compile and few cells need.
type variant struct {
	Build
	http bool
}

// A lazyProcess is the agent process of one build, made on first use. If it
// died, or was retired, it is started again.
type lazyProcess struct {
	mu      sync.Mutex
	process *agent.Process
	users   int
	retired bool  // to be closed by the last user
	err     error // of a build that cannot be had; final
}

// process returns the running agent of b, which its caller must release.
//
// The error is a *toolchain.UnavailableError, a *toolchain.BuildError, an
// *agent.StartError, or what keeps the runner from trying.
func (r *Runner) process(ctx context.Context, b variant) (*agent.Process, error) {
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		return nil, errClosed
	}
	lazy := r.processes[b]
	if lazy == nil {
		lazy = new(lazyProcess)
		r.processes[b] = lazy
	}
	r.mu.Unlock()

	lazy.mu.Lock()
	defer lazy.mu.Unlock()
	if lazy.err != nil {
		return nil, lazy.err
	}
	if lazy.process == nil {
		process, err := r.startAgent(ctx, b)
		if err != nil {
			if _, other := failedBuild(b.Build, err); other == nil && ctx.Err() == nil {
				lazy.err = err // it will be the same the next time
			}
			return nil, err
		}
		lazy.process = process
	}
	lazy.users++
	lazy.retired = false
	return lazy.process, nil
}

// release ends a use of the agent of b.
func (r *Runner) release(b variant) {
	lazy := r.known(b)
	if lazy == nil {
		return // closed meanwhile
	}
	lazy.mu.Lock()
	defer lazy.mu.Unlock()
	lazy.users--
	r.endIfRetired(lazy)
}

// retire ends the agent of b as soon as nobody uses it. It can be started again.
func (r *Runner) retire(b variant) {
	lazy := r.known(b)
	if lazy == nil {
		return
	}
	lazy.mu.Lock()
	defer lazy.mu.Unlock()
	lazy.retired = true
	r.endIfRetired(lazy)
}

func (r *Runner) known(b variant) *lazyProcess {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.processes[b]
}

// endIfRetired lets go of a process that nobody uses any more. Its mutex is held.
func (r *Runner) endIfRetired(p *lazyProcess) {
	if !p.retired || p.users > 0 || p.process == nil {
		return
	}
	process := p.process
	p.process = nil
	r.ending.Add(1)
	go func() {
		defer r.ending.Done()
		process.Close() // an agent that had died is of no interest here: whoever used it knows
	}()
}

// startAgent starts the agent of b.
func (r *Runner) startAgent(ctx context.Context, b variant) (*agent.Process, error) {
	binary, err := r.compile(ctx, b)
	if err != nil {
		return nil, err
	}
	return agent.Start(ctx, binary.Path, agentEnv(b.GODEBUG, b.Setenv))
}

// compile compiles the agent of b, or finds it in the cache.
func (r *Runner) compile(ctx context.Context, b variant) (*toolchain.Binary, error) {
	tc, err := r.store.Toolchain(ctx, b.version())
	if err != nil {
		return nil, err
	}
	source := agent.Program()
	if b.Uses != "" {
		source.Files[source.Dir+"/uses.go"] = []byte("package main\n\nimport \"crypto/tls\"\n\nvar _ = tls." + b.Uses + "\n")
	}
	program := toolchain.Program{
		Module:     source.Module,
		Package:    source.Package,
		Files:      source.Files,
		GoLine:     b.GoLine,
		Directives: pairs(b.Directive),
		GoMod:      pairs(b.GoMod),
	}
	if b.http {
		program.Tag = agent.HTTPTag
	}
	return r.store.Build(ctx, tc, program)
}

// forget drops a process that died, so that the next use starts a new one.
func (r *Runner) forget(b variant, dead *agent.Process) {
	lazy := r.known(b)
	if lazy == nil {
		return
	}
	lazy.mu.Lock()
	defer lazy.mu.Unlock()
	if lazy.process == dead {
		lazy.process = nil
		dead.Close()
	}
}

func (p *lazyProcess) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.process != nil {
		p.process.Close()
	}
	p.process, p.err = nil, errClosed
}

// agentEnv is the environment of an agent: this process's own, with just the
// GODEBUG that is asked for, and the one that the agent is to set by itself.
func agentEnv(godebug, setenv string) []string {
	var env []string
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "GODEBUG=") && !strings.HasPrefix(kv, protocol.SetenvVariable+"=") {
			env = append(env, kv)
		}
	}
	if godebug != "" {
		env = append(env, "GODEBUG="+godebug)
	}
	if setenv != "" {
		env = append(env, protocol.SetenvVariable+"="+setenv)
	}
	return env
}

// failedBuild turns an error of process into the outcome that it stands for.
// Other errors are returned as they are.
func failedBuild(b Build, err error) (Outcome, error) {
	o := Outcome{Build: b}
	var unavailable *toolchain.UnavailableError
	var build *toolchain.BuildError
	var start *agent.StartError
	switch {
	case errors.As(err, &unavailable):
		o.Stage, o.Error = StageToolchain, unavailable.Error()
	case errors.As(err, &build):
		o.Stage, o.Error = StageBuild, strings.TrimSpace(build.Output)
	case errors.As(err, &start) && start.ExitCode > 0: // it ended by itself
		o.Stage, o.Error = StageStart, firstLine(start.Stderr)
	default:
		return o, err
	}
	return o, nil
}

// requirementOf returns the go line that keeps a toolchain from building, or "".
func requirementOf(err error) string {
	var build *toolchain.BuildError
	if !errors.As(err, &build) {
		return ""
	}
	return build.Requirement()
}

// firstLine returns the first line of s that says something.
func firstLine(s string) string {
	for _, line := range strings.Split(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return ""
}

// failedPeer is the outcome of a cell whose peer could not be started. If the
// peer needs a toolchain that cannot be had, that makes the cell unavailable.
func failedPeer(b Build, err error) (Outcome, error) {
	var unavailable *toolchain.UnavailableError
	if errors.As(err, &unavailable) {
		return Outcome{Build: b, Stage: StageToolchain, Error: "the peer: " + unavailable.Error()}, nil
	}
	return Outcome{Build: b}, err
}
