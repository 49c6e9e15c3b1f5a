package harness

import (
	"errors"
	"io"
	"net"
	"syscall"
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
		reset(dst)
		return
	}
	if err != nil {
		dst.Close()
		return
	}
	if half, ok := transport(dst).(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
}

// reset closes conn with a TCP reset instead of an orderly end.
func reset(conn net.Conn) {
	if tcp, ok := transport(conn).(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	conn.Close()
}

// transport returns the connection at the bottom of wrappers such as a tap.
func transport(conn net.Conn) net.Conn {
	for {
		wrapper, ok := conn.(interface{ NetConn() net.Conn })
		if !ok {
			return conn
		}
		conn = wrapper.NetConn()
	}
}
