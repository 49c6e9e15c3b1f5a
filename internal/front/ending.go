package front

import (
	"net"

	"github.com/legacytls/legacytls/internal/tcp"
)

// A resetting connection is ended by a reset instead of a FIN, when what was written has
// been sent.
type resetting struct{ net.Conn }

func (c resetting) Close() error {
	c.EndWrite()
	return nil
}

// EndWrite is what [tcp.CloseWrite] does.
func (c resetting) EndWrite() {
	tcp.Flush(c.Conn)
	tcp.Reset(c.Conn)
}

// NetConn returns the connection below, as [crypto/tls.Conn.NetConn] does.
func (c resetting) NetConn() net.Conn { return c.Conn }
