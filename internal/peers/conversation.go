package peers

import (
	"net"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/tcp"
)

// refuse sends a fatal alert.
func refuse(conn net.Conn, code harness.AlertCode) {
	lastWords(conn, []byte{21, 3, 3, 0, 2, 2, byte(code)})
}

// lastWords sends bytes, and reads what the client still sends, so that the
// close does not turn into a reset that overtakes them.
func lastWords(conn net.Conn, words []byte) {
	conn.Write(words)
	tcp.Linger(conn)
}
