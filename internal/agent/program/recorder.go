package main

import (
	"net"
	"sync"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// recorder is a connection that keeps the first bytes of both directions until it is told
// to stop.
type recorder struct {
	net.Conn

	mu             sync.Mutex
	stopped        bool
	sent, received []byte
}

// Read reads from the connection.
func (r *recorder) Read(b []byte) (int, error) {
	n, err := r.Conn.Read(b)
	r.keep(&r.received, b[:n])
	return n, err
}

// Write writes to the connection.
func (r *recorder) Write(b []byte) (int, error) {
	n, err := r.Conn.Write(b)
	r.keep(&r.sent, b[:n])
	return n, err
}

func (r *recorder) keep(to *[]byte, b []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stopped {
		return
	}
	if room := protocol.MaxRecorded - len(*to); len(b) > room {
		b = b[:room]
	}
	*to = append(*to, b...)
}

// stop ends the recording: what follows a handshake that succeeded is encrypted and of no use.
func (r *recorder) stop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stopped = true
}

// recorded returns what was kept.
func (r *recorder) recorded() (sent, received []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.sent, r.received
}
