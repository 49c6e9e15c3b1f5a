// Package tcp ends TCP connections that may be wrapped, as those of a server's
// witness are, and tells when they have been.
package tcp

import (
	"io"
	"net"
	"time"
)

const (
	// lingerTime and lingerBytes bound what is read from a client after the last
	// word, so that the close does not become a reset that overtakes it.
	lingerTime  = 2 * time.Second
	lingerBytes = 1 << 18
)

// Bottom returns the connection at the bottom of wrappers that have a NetConn
// method, as a tls.Conn has.
func Bottom(conn net.Conn) net.Conn {
	for {
		inner := below(conn)
		if inner == nil {
			return conn
		}
		conn = inner
	}
}

// Gone returns the channel that is closed with conn. It is that of the method Gone of the
// first wrapper that has one; without any it is nil, and nobody learns of the end.
func Gone(conn net.Conn) <-chan struct{} {
	for {
		switch c := conn.(type) {
		case interface{ Gone() <-chan struct{} }:
			return c.Gone()
		case interface{ NetConn() net.Conn }:
			conn = c.NetConn()
		default:
			return nil
		}
	}
}

// Reset closes conn with a TCP reset instead of an orderly end. Wrappers that have a method
// Resetting are told before.
func Reset(conn net.Conn) {
	for c := conn; c != nil; c = below(c) {
		if told, ok := c.(interface{ Resetting() }); ok {
			told.Resetting()
		}
	}
	if c, ok := Bottom(conn).(*net.TCPConn); ok {
		c.SetLinger(0)
	}
	conn.Close()
}

// below returns the connection in a wrapper, nil if conn is none.
func below(conn net.Conn) net.Conn {
	if wrapper, ok := conn.(interface{ NetConn() net.Conn }); ok {
		return wrapper.NetConn()
	}
	return nil
}

// CloseWrite ends conn's own direction with a FIN, where it can, or in the way of the
// first wrapper that has a method EndWrite.
func CloseWrite(conn net.Conn) {
	for {
		switch c := conn.(type) {
		case interface{ EndWrite() }:
			c.EndWrite()
			return
		case interface{ NetConn() net.Conn }:
			conn = c.NetConn()
		case interface{ CloseWrite() error }:
			c.CloseWrite()
			return
		default:
			return
		}
	}
}

// Linger ends conn's own direction with a FIN, and reads what the other side still
// sends until it ends its own. It sets conn's read deadline.
func Linger(conn net.Conn) {
	CloseWrite(conn)
	conn.SetReadDeadline(time.Now().Add(lingerTime))
	io.CopyN(io.Discard, conn, lingerBytes)
}
