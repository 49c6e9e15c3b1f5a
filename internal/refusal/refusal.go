// Package refusal ends connections in the ways that fixtures.Refusal has names for,
// the same for whoever turns a client away.
package refusal

import (
	"io"
	"net"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/tcp"
)

const (
	levelWarning uint8 = 1
	levelFatal   uint8 = 2

	closeNotify uint8 = 0
)

// End ends a connection as how says. Its alert, if it sends one, is that of how, or
// choice if how leaves it open; send sends it. But for a reset, the connection stays
// open for its owner to close.
func End(conn net.Conn, how fixtures.Refusal, choice uint8, send func(level, code uint8)) {
	code := how.Alert
	if code == 0 {
		code = choice
	}
	switch how.Kind {
	case fixtures.RefuseClose:
		tcp.Linger(conn)
	case fixtures.RefuseReset:
		tcp.Reset(conn)
	case fixtures.RefuseSilence:
		io.Copy(io.Discard, conn)
	case fixtures.RefuseAlertThenReset:
		send(levelFatal, code)
		tcp.Reset(conn)
	case fixtures.RefuseWarning:
		send(levelWarning, code)
		tcp.Linger(conn)
	case fixtures.RefuseCloseNotify:
		send(levelWarning, closeNotify)
		tcp.Linger(conn)
	default:
		send(levelFatal, code)
		tcp.Linger(conn)
	}
}
