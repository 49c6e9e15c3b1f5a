package toolchain

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// Options say where a [Store] works and whom it tells. The zero value is good.
type Options struct {
	// CacheDir is where built programs are kept; made when first needed. ""
	// means legacytls in [os.UserCacheDir].
	CacheDir string

	// GoCommand is the go command that finds the user's settings, fetches
	// toolchains and is the toolchain "local": a path or a name to look for
	// in PATH. "" means "go".
	GoCommand string

	// Env is the environment to start from, as in [os.Environ], which nil
	// means. Variables that would change what is built (GODEBUG, GOFLAGS,
	// GOROOT, ...) are replaced in it, so it may hold anything.
	Env []string

	// Trace, if not nil, is called with each command before it is run, as a
	// line that a shell understands. It may be called from several
	// goroutines at once.
	Trace func(string)

	// Progress, if not nil, is told of each step that takes time. It may be
	// called from several goroutines at once and should return quickly.
	Progress func(Event)
}

// A Store finds and fetches toolchains, and builds programs with them. What it
// learned it remembers as long as it lives: also that a toolchain is
// unavailable, so that all who ask get the same answer. Safe for concurrent use.
type Store struct {
	cacheDir  string
	goCommand string
	env       []string
	trace     func(string)
	progress  func(Event)

	locals     group[*localGo]
	toolchains group[*Toolchain]
	lists      group[[]Version]
	binaries   group[*Binary]
	slots      chan struct{} // one token per build that may run
}

// NewStore returns a Store. It touches no file and runs no command; the error
// says that there is no user cache directory and Options name no other.
func NewStore(o Options) (*Store, error) {
	if o.CacheDir == "" {
		dir, err := os.UserCacheDir()
		if err != nil {
			return nil, fmt.Errorf("nowhere to keep built programs: %w; name a cache directory", err)
		}
		o.CacheDir = filepath.Join(dir, "legacytls")
	}
	dir, err := filepath.Abs(o.CacheDir)
	if err != nil {
		return nil, fmt.Errorf("cache directory %s: %w", o.CacheDir, err)
	}
	s := &Store{cacheDir: dir, goCommand: o.GoCommand, env: o.Env, trace: o.Trace, progress: o.Progress}
	if s.goCommand == "" {
		s.goCommand = "go"
	}
	if s.env == nil {
		s.env = os.Environ()
	}
	if s.trace == nil {
		s.trace = func(string) {}
	}
	if s.progress == nil {
		s.progress = func(Event) {}
	}
	// A build keeps about two processors busy, mostly with compilers.
	s.slots = make(chan struct{}, (runtime.GOMAXPROCS(0)+1)/2)
	return s, nil
}

// step reports the begin of a step and returns what reports its end.
func (s *Store) step(kind EventKind, v Version, text string) (end func(error)) {
	event := Event{Kind: kind, Version: v, Text: text}
	s.progress(event)
	return func(err error) {
		event.Done, event.Err = true, err
		s.progress(event)
	}
}
