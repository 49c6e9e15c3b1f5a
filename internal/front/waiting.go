package front

import (
	"net"
	"time"

	"github.com/legacytls/legacytls/internal/tcp"
)

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
	case <-tcp.Gone(conn):
		return net.ErrClosed
	}
}

// waitForTurn waits until no other connection is served, if the server serves one at
// a time. The turn ends with conn.
func (f *Front) waitForTurn(conn net.Conn) error {
	if !f.quirks.OneConnection {
		return nil
	}
	gone := tcp.Gone(conn)
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
