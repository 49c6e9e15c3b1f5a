// Package tcp ends TCP connections that may be wrapped, as those of a server's
// witness are.
package tcp

import "net"

// Bottom returns the connection at the bottom of wrappers that have a NetConn
// method, as a tls.Conn has.
func Bottom(conn net.Conn) net.Conn {
	for {
		wrapper, ok := conn.(interface{ NetConn() net.Conn })
		if !ok {
			return conn
		}
		conn = wrapper.NetConn()
	}
}

// Reset closes conn with a TCP reset instead of an orderly end.
func Reset(conn net.Conn) {
	if c, ok := Bottom(conn).(*net.TCPConn); ok {
		c.SetLinger(0)
	}
	conn.Close()
}

// CloseWrite ends conn's own direction with a FIN, where it can.
func CloseWrite(conn net.Conn) {
	if half, ok := Bottom(conn).(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
}
