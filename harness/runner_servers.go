package harness

import (
	"context"
	"errors"
	"sync"
)

// A lazyServer is a server that many cells share.
type lazyServer struct {
	once   sync.Once
	server *Server
	err    error
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
	lazy := r.servers[key]
	if lazy == nil {
		lazy = new(lazyServer)
		r.servers[key] = lazy
	}
	r.mu.Unlock()

	lazy.once.Do(func() {
		// The server outlives the run that happens to need it first.
		lazy.server, lazy.err = Serve(context.WithoutCancel(ctx), s.Server, WithBackend(backend), answer)
	})
	return lazy.server, lazy.err
}

func (s *lazyServer) close() error {
	s.once.Do(func() { s.err = errors.New("closed before it was started") })
	if s.server == nil {
		return nil
	}
	return s.server.Close()
}
