package legacy

import (
	"io"
	"net"
	"sync"
	"time"
)

// memoryConns returns the two ends of a connection that is in memory, and that
// takes any amount of data before anybody reads. Deadlines do nothing: its reads
// end when the other side does.
func memoryConns() (client, server *memoryConn) {
	up, down := newOneWay(), newOneWay()
	return &memoryConn{in: down, out: up}, &memoryConn{in: up, out: down}
}

// A memoryConn is one end.
type memoryConn struct{ in, out *oneWay }

func (c *memoryConn) Read(p []byte) (int, error)  { return c.in.read(p) }
func (c *memoryConn) Write(p []byte) (int, error) { return c.out.write(p) }

func (c *memoryConn) CloseWrite() error {
	c.out.end()
	return nil
}

func (c *memoryConn) Close() error {
	c.in.end()
	c.out.end()
	return nil
}

func (*memoryConn) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (*memoryConn) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (*memoryConn) SetDeadline(time.Time) error      { return nil }
func (*memoryConn) SetReadDeadline(time.Time) error  { return nil }
func (*memoryConn) SetWriteDeadline(time.Time) error { return nil }

// A oneWay is one direction of a connection.
type oneWay struct {
	mu    sync.Mutex
	more  *sync.Cond // there is more to read, or there will never be
	bytes []byte
	ended bool
}

func newOneWay() *oneWay {
	w := &oneWay{}
	w.more = sync.NewCond(&w.mu)
	return w
}

func (w *oneWay) read(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.bytes) == 0 && !w.ended {
		w.more.Wait()
	}
	if len(w.bytes) == 0 {
		return 0, io.EOF
	}
	n := copy(p, w.bytes)
	w.bytes = w.bytes[n:]
	return n, nil
}

func (w *oneWay) write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended {
		return 0, io.ErrClosedPipe
	}
	w.bytes = append(w.bytes, p...)
	w.more.Broadcast()
	return len(p), nil
}

func (w *oneWay) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended = true
	w.more.Broadcast()
}
