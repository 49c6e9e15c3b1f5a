package foreign

import (
	"io"
	"net"
	"sync"
	"time"

	"github.com/legacytls/legacytls/internal/wire"
)

// A refuser is a server that answers every ClientHello with handshake_failure,
// and remembers it.
type refuser struct {
	listener net.Listener
	serving  sync.WaitGroup

	mu     sync.Mutex
	hellos []*wire.ClientHello
}

// refuseAll runs a refuser while connect runs, and returns the hellos that came.
// Connections without a ClientHello do not count.
func refuseAll(connect func(addr string) error) ([]*wire.ClientHello, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &refuser{listener: listener}
	r.serving.Add(1)
	go r.accept()
	err = connect(listener.Addr().String())
	listener.Close()
	r.serving.Wait()
	return r.hellos, err
}

func (r *refuser) accept() {
	defer r.serving.Done()
	for {
		conn, err := r.listener.Accept()
		if err != nil {
			return
		}
		r.serving.Add(1)
		go r.serve(conn)
	}
}

func (r *refuser) serve(conn net.Conn) {
	defer r.serving.Done()
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(patience))
	hello := readHello(conn)
	if hello == nil {
		return
	}
	r.mu.Lock()
	r.hellos = append(r.hellos, hello)
	r.mu.Unlock()
	_, _ = conn.Write([]byte{21, 3, byte(hello.RecordVersion), 0, 2, 2, 40})
}

// readHello returns the ClientHello with which a connection begins, nil if it
// begins with something else.
func readHello(r io.Reader) *wire.ClientHello {
	const most = 64 << 10
	var got []byte
	buf := make([]byte, 4096)
	for len(got) < most {
		n, err := r.Read(buf)
		got = append(got, buf[:n]...)
		if hello, parseErr := wire.DecodeFlow(got).ClientHello(); parseErr == nil {
			return hello
		}
		if err != nil {
			return nil
		}
	}
	return nil
}
