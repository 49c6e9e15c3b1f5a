package harness

import (
	"context"
	"errors"
	"reflect"
	"sync"

	"github.com/legacytls/legacytls/fixtures"
)

// A lazyServer is a server that many cells share.
type lazyServer struct {
	profile fixtures.Profile
	once    sync.Once
	server  *Server
	err     error
}

// target returns what the client under test of a scenario connects to.
func (r *Runner) target(ctx context.Context, s Scenario) (Target, error) {
	if s.Target.Addr != "" {
		return s.Target, nil
	}
	server, err := r.server(ctx, s)
	if err != nil {
		return Target{}, err
	}
	return TargetOf(server), nil
}

// server returns the running server of a scenario; scenarios that play the
// same profile on the same backend share it.
func (r *Runner) server(ctx context.Context, s Scenario) (*Server, error) {
	backend := s.Backend
	if backend == nil && s.PeerGo != "" {
		backend = r.GoRelease(s.PeerGo)
	}
	if backend == nil {
		backend = DefaultBackend(s.Server)
	}
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		return nil, errClosed
	}
	key, answer := s.Server.Name+" on "+backend.Name(), WithLines(nil)
	if s.Client.HTTP != nil {
		key, answer = key+" with HTTP", WithHandler(nil)
	}
	lazy := r.shared(key, s.Server)
	r.mu.Unlock()

	lazy.once.Do(func() {
		// The server outlives the run that happens to need it first.
		lazy.server, lazy.err = Serve(context.WithoutCancel(ctx), s.Server, WithBackend(backend), answer)
	})
	return lazy.server, lazy.err
}

// shared returns the server of that key, which plays p: two profiles of one name, as
// changed copies are, have a server each. The mutex of r is held.
func (r *Runner) shared(key string, p fixtures.Profile) *lazyServer {
	for r.servers[key] != nil && !reflect.DeepEqual(r.servers[key].profile, p) {
		key += ", another"
	}
	if r.servers[key] == nil {
		r.servers[key] = &lazyServer{profile: p}
	}
	return r.servers[key]
}

func (s *lazyServer) close() error {
	s.once.Do(func() { s.err = errors.New("closed before it was started") })
	if s.server == nil {
		return nil
	}
	return s.server.Close()
}
