package front

import (
	"net"
	"time"
)

// goneOf returns the channel that is closed with conn. It is that of the method Gone of
// one of the connections below; without one it is nil, and nothing ends a wait.
func goneOf(conn net.Conn) <-chan struct{} {
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

// pause waits, unless conn is closed meanwhile.
func pause(conn net.Conn, d time.Duration) error {
	if d == 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-goneOf(conn):
		return net.ErrClosed
	}
}

// waitForTurn waits until no other connection is served, if the server serves one at
// a time. The turn ends with conn.
func (f *Front) waitForTurn(conn net.Conn) error {
	if !f.quirks.OneConnection {
		return nil
	}
	gone := goneOf(conn)
	select {
	case f.turn <- struct{}{}:
	case <-gone:
		return net.ErrClosed
	}
	go func() {
		<-gone
		<-f.turn
	}()
	return nil
}
