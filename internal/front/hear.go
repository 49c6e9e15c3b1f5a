package front

import (
	"net"

	"github.com/legacytls/legacytls/internal/clienthello"
	"github.com/legacytls/legacytls/internal/wire"
)

const (
	recordHeader  = 5 // RFC 8446, section 5.1
	messageHeader = 4 // RFC 8446, section 4
)

// hear reads the ClientHello if a quirk needs to see it, and returns a connection that
// gives again what was read. The hello is nil if none was read, or none that parses:
// what such a client is told is up to the backend.
func (f *Front) hear(conn net.Conn) (net.Conn, *wire.ClientHello) {
	if len(f.intolerances) == 0 && !f.awaitsHello() {
		return conn, nil
	}
	hello, again, _ := clienthello.Read(conn)
	return again, hello
}
