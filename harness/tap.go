package harness

import (
	"net"
	"sync"
	"sync/atomic"

	"github.com/legacytls/legacytls/internal/wire"
)

// maxTap is the number of bytes that a tap keeps of each direction. It holds
// every handshake with room to spare and bounds what a hostile client can make
// a server remember.
const maxTap = 64 << 10

// A tap is a connection that keeps a copy of the first bytes that went over it
// in each direction, until it is told that the handshake is complete.
type tap struct {
	net.Conn
	done atomic.Bool

	gone chan struct{} // closed by Close; may be nil
	once sync.Once

	onHello func(*wire.ClientHello) // called when the ClientHello is complete; may be nil

	mu   sync.Mutex
	in   []byte
	out  []byte
	told bool // onHello has been called; only the one who reads looks at it
}

func (t *tap) Read(p []byte) (int, error) {
	n, err := t.Conn.Read(p)
	if n > 0 && !t.done.Load() {
		t.mu.Lock()
		t.in = keep(t.in, p[:n])
		t.mu.Unlock()
		t.tell()
	}
	return n, err
}

// tell tells of the ClientHello, once, when it is complete.
func (t *tap) tell() {
	if t.onHello == nil || t.told {
		return
	}
	in, _ := t.bytes()
	if hello, _ := wire.DecodeFlow(in).ClientHello(); hello != nil {
		t.told = true
		t.onHello(hello)
	}
}

func (t *tap) Write(p []byte) (int, error) {
	// The copy is made before the bytes leave, so that whoever learned
	// something from the peer finds its cause here.
	if !t.done.Load() {
		t.mu.Lock()
		t.out = keep(t.out, p)
		t.mu.Unlock()
	}
	return t.Conn.Write(p)
}

// Close closes the connection and gone.
func (t *tap) Close() error {
	err := t.Conn.Close()
	t.once.Do(func() {
		if t.gone != nil {
			close(t.gone)
		}
	})
	return err
}

// Gone returns the channel that Close closes.
func (t *tap) Gone() <-chan struct{} { return t.gone }

// NetConn returns the connection below, as [crypto/tls.Conn.NetConn] does.
func (t *tap) NetConn() net.Conn { return t.Conn }

// stop ends the recording.
func (t *tap) stop() { t.done.Store(true) }

// bytes returns what was recorded so far, from the client and to the client.
func (t *tap) bytes() (in, out []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.in[:len(t.in):len(t.in)], t.out[:len(t.out):len(t.out)]
}

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

func keep(buf, p []byte) []byte {
	if room := maxTap - len(buf); len(p) > room {
		p = p[:room]
	}
	return append(buf, p...)
}
