// Package pcapngtest records connections of tests.
package pcapngtest

import (
	"bytes"
	"net"
	"sync"
	"time"

	"github.com/legacytls/legacytls/internal/pcapng"
)

// A Recorder is the server's end of a connection. It keeps what goes over it.
type Recorder struct {
	net.Conn
	closed chan struct{}
	once   sync.Once

	mu sync.Mutex
	c  pcapng.Connection
}

// Record records conn, whose addresses are given.
func Record(conn net.Conn, c pcapng.Connection) *Recorder {
	c.Started = time.Now()
	return &Recorder{Conn: conn, closed: make(chan struct{}), c: c}
}

// Connection waits until the server has closed the connection, and returns what went over it.
func (r *Recorder) Connection() pcapng.Connection {
	<-r.closed
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.c
}

func (r *Recorder) keep(fromClient bool, data []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.c.Chunks = append(r.c.Chunks, pcapng.Chunk{FromClient: fromClient, At: time.Now(), Data: bytes.Clone(data)})
}

func (r *Recorder) Read(p []byte) (int, error) {
	n, err := r.Conn.Read(p)
	if n > 0 {
		r.keep(true, p[:n])
	}
	return n, err
}

func (r *Recorder) Write(p []byte) (int, error) {
	r.keep(false, p)
	return r.Conn.Write(p)
}

// Close notes the time of the first call.
func (r *Recorder) Close() error {
	r.once.Do(func() {
		r.mu.Lock()
		r.c.Ended = time.Now()
		r.mu.Unlock()
		close(r.closed)
	})
	return r.Conn.Close()
}
