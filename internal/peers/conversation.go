package peers

import (
	"fmt"
	"io"
	"net"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/tcp"
	"github.com/legacytls/legacytls/internal/wire"
)

// readClientHello reads until the ClientHello is complete, or hopeless.
func readClientHello(conn net.Conn) (*wire.ClientHello, error) {
	const most = 64 << 10
	var got []byte
	buf := make([]byte, 4096)
	for len(got) < most {
		n, err := conn.Read(buf)
		got = append(got, buf[:n]...)
		if hello, parseErr := wire.DecodeFlow(got).ClientHello(); parseErr == nil {
			return hello, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading the ClientHello: %w", err)
		}
	}
	return nil, fmt.Errorf("no ClientHello in the first %d bytes", most)
}

// refuse sends a fatal alert.
func refuse(conn net.Conn, code harness.AlertCode) {
	lastWords(conn, []byte{21, 3, 3, 0, 2, 2, byte(code)})
}

// lastWords sends bytes, and reads what the client still sends, so that the
// close does not turn into a reset that overtakes them.
func lastWords(conn net.Conn, words []byte) {
	conn.Write(words)
	tcp.CloseWrite(conn)
	io.CopyN(io.Discard, conn, 64<<10)
}

// A rereading connection gives again what was read from it.
type rereading struct {
	net.Conn
	from io.Reader
}

func (r *rereading) Read(p []byte) (int, error) { return r.from.Read(p) }

// NetConn returns the connection below, as [crypto/tls.Conn.NetConn] does.
func (r *rereading) NetConn() net.Conn { return r.Conn }
