package harness

import (
	"errors"
	"io"
	"net"
	"syscall"

	"github.com/legacytls/legacytls/internal/tcp"
)

// Relay copies bytes between two connections until both directions have ended.
// It hands on how each side ends: an end of file becomes a half-close, and a
// reset becomes a reset. It closes both connections.
func Relay(a, b net.Conn) {
	over := make(chan struct{})
	go func() {
		defer close(over)
		pipe(a, b)
	}()
	pipe(b, a)
	<-over
	a.Close()
	b.Close()
}

// pipe copies from src to dst and ends dst's direction the way src ended.
func pipe(dst, src net.Conn) {
	_, err := io.Copy(dst, src)
	if errors.Is(err, syscall.ECONNRESET) {
		tcp.Reset(dst)
		return
	}
	if err != nil {
		dst.Close()
		return
	}
	tcp.CloseWrite(dst)
}
