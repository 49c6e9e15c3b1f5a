package harness

import (
	"errors"
	"io"
	"net"
	"sync"
	"syscall"

	"github.com/legacytls/legacytls/internal/dissect"
	"github.com/legacytls/legacytls/internal/tcp"
	"github.com/legacytls/legacytls/internal/wire"
)

// A tap is a connection that records what goes over it.
type tap struct {
	net.Conn
	*recording

	gone chan struct{} // closed by Close; may be nil
	once sync.Once

	onHello func(*wire.ClientHello) // called when the ClientHello is complete; may be nil
	told    bool                    // onHello has been called; only the one who reads looks at it
}

func newTap(conn net.Conn, captured bool) *tap {
	return &tap{Conn: conn, recording: newRecording(captured), gone: make(chan struct{})}
}

func (t *tap) Read(p []byte) (int, error) {
	n, err := t.Conn.Read(p)
	if n > 0 {
		t.add(dissect.Client, p[:n])
		t.tell()
	}
	switch {
	case err == io.EOF:
		t.end(dissect.Client, dissect.Closed)
	case errors.Is(err, syscall.ECONNRESET):
		t.end(dissect.Client, dissect.Reset)
	}
	return n, err
}

// tell tells of the ClientHello, once, when it is complete.
func (t *tap) tell() {
	if t.onHello == nil || t.told {
		return
	}
	in, _ := t.handshake()
	if hello, _ := wire.DecodeFlow(in).ClientHello(); hello != nil {
		t.told = true
		t.onHello(hello)
	}
}

func (t *tap) Write(p []byte) (int, error) {
	// The copy is made before the bytes leave, so that whoever learned
	// something from the peer finds its cause here.
	t.add(dissect.Server, p)
	return t.Conn.Write(p)
}

// Close closes the connection and gone.
func (t *tap) Close() error {
	t.end(dissect.Server, dissect.Closed)
	err := t.Conn.Close()
	t.once.Do(func() { close(t.gone) })
	return err
}

// EndWrite is what [tcp.CloseWrite] does.
func (t *tap) EndWrite() {
	t.end(dissect.Server, dissect.Closed)
	tcp.CloseWrite(t.Conn)
}

// Resetting is what [tcp.Reset] says before it closes the connection.
func (t *tap) Resetting() { t.end(dissect.Server, dissect.Reset) }

// Gone returns the channel that Close closes.
func (t *tap) Gone() <-chan struct{} { return t.gone }

// NetConn returns the connection below, as [crypto/tls.Conn.NetConn] does.
func (t *tap) NetConn() net.Conn { return t.Conn }

// tapBelow returns the tap at the bottom of wrappers such as a tls.Conn, nil if
// there is none.
func tapBelow(conn net.Conn) *tap {
	for {
		if t, ok := conn.(*tap); ok {
			return t
		}
		wrapper, ok := conn.(interface{ NetConn() net.Conn })
		if !ok {
			return nil
		}
		conn = wrapper.NetConn()
	}
}
