package harness

import (
	"context"
	"time"
)

// settleTime bounds the wait for the server's side of a connection whose
// client already has its result.
const settleTime = 2 * time.Second

// Connections returns what the server saw of its connections, in the order in
// which they were accepted, among them those that are still open. It remembers
// the last 1,024.
func (s *Server) Connections() []Connection {
	var all []Connection
	for _, e := range s.snapshot() {
		all = append(all, e.witness())
	}
	return all
}

// unseen returns the connections that since has not returned yet, as they are.
func (s *Server) unseen() []Connection {
	var fresh []Connection
	for _, e := range s.snapshot() {
		if e.look() {
			fresh = append(fresh, e.witness())
		}
	}
	return fresh
}

// since returns the connections that were accepted since the last call. It
// waits until each of them has completed its handshake or is over, because a
// client can have its error before the server's side is through.
func (s *Server) since() []Connection {
	ctx, cancel := context.WithTimeout(context.Background(), settleTime)
	defer cancel()
	var fresh []Connection
	for _, e := range s.snapshot() {
		if !e.look() {
			continue
		}
		e.settle(ctx)
		fresh = append(fresh, e.witness())
	}
	return fresh
}

// sinceThen is since for a client that returned err. If the server turns clients away
// late, the error may be about that, and the server's side of it is waited for as well.
func (s *Server) sinceThen(err error) []Connection {
	connections := s.since()
	if err == nil || !s.endsLate() || len(connections) == 0 {
		return connections
	}
	last := &connections[len(connections)-1]
	for _, e := range s.snapshot() {
		if e.id == last.ID {
			e.waitForEnd()
			*last = e.witness()
		}
	}
	return connections
}

// endsLate reports whether the server turns clients away that hold a handshake for
// complete.
func (s *Server) endsLate() bool {
	q := s.Profile.Quirks
	return s.Profile.LateClientAuth || q.RenegotiateAfter != 0 || q.AlertAfterHandshake != 0 || q.PlainAlertAfterHandshake != 0
}

// connectionFrom returns what the server saw of the latest connection from
// remote, a client's address, after it has settled.
func (s *Server) connectionFrom(remote string) (Connection, bool) {
	entries := s.snapshot()
	for i := len(entries) - 1; i >= 0; i-- {
		e := entries[i]
		if e.tap.RemoteAddr().String() != remote {
			continue
		}
		e.waitToSettle()
		return e.witness(), true
	}
	return Connection{}, false
}

// expectProbe takes the connection from remote, a probe of our own that has
// sent nothing yet, out of the witness, and keeps it from the handlers.
func (s *Server) expectProbe(remote string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.probes[remote] = true
	kept := s.entries[:0]
	for _, e := range s.entries {
		if e.tap.RemoteAddr().String() != remote {
			kept = append(kept, e)
		}
	}
	s.entries = kept
}

// isProbe reports whether the entry is a probe of our own.
func (s *Server) isProbe(e *entry) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.probes[e.tap.RemoteAddr().String()]
}

// hasOpen reports whether a connection is established and not over.
func (s *Server) hasOpen() bool {
	for _, e := range s.snapshot() {
		if e.open() {
			return true
		}
	}
	return false
}

func (s *Server) snapshot() []*entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*entry(nil), s.entries...)
}

// look reports whether the entry has not been looked at before.
func (e *entry) look() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	fresh := !e.looked
	e.looked = true
	return fresh
}

// open reports whether the handshake is complete and the connection not over.
func (e *entry) open() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.state != nil && !e.over
}

// waitToSettle is settle, but not for long.
func (e *entry) waitToSettle() {
	ctx, cancel := context.WithTimeout(context.Background(), settleTime)
	defer cancel()
	e.settle(ctx)
}

// waitForEnd waits until the connection is over.
func (e *entry) waitForEnd() {
	timeout := time.NewTimer(settleTime)
	defer timeout.Stop()
	select {
	case <-e.ended:
	case <-timeout.C:
	}
}

// settle waits until the handshake is complete or the connection over.
func (e *entry) settle(ctx context.Context) {
	select {
	case <-e.settled:
	case <-ctx.Done():
	}
}
