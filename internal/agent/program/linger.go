package main

import (
	"io"
	"io/ioutil" //lint:ignore SA1019 Go 1.12 has nothing else
	"net"
	"time"
)

const (
	lingerTime  = 250 * time.Millisecond
	lingerBytes = 1 << 20
)

// linger closes a connection so that both ends hear the other's last words. Closing a
// connection with unread data makes the system send a reset, which can overtake our alert
// and can destroy the peer's: so our direction is closed first, and the peer gets a moment
// to say the rest and to close. A connection whose time is up is closed at once.
func linger(raw *net.TCPConn, wire net.Conn, until time.Time) {
	now := time.Now()
	if now.Before(until) && raw.CloseWrite() == nil {
		_ = raw.SetReadDeadline(earlier(until, now.Add(lingerTime)))
		_, _ = io.Copy(ioutil.Discard, io.LimitReader(wire, lingerBytes))
	}
	_ = raw.Close()
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
