package harness

import (
	"fmt"
	"io"
	"net"
	"net/netip"
	"sort"
	"strings"

	"github.com/legacytls/legacytls/internal/dissect"
	"github.com/legacytls/legacytls/internal/pcapng"
)

// A Capture is a file of packets in the format pcapng, as Wireshark and tshark read it, of
// the connections of one server or of several. The secrets of each connection are in it, so
// that they show it decrypted without being told anything. It is safe for concurrent use, and
// for connections of tests alone.
//
// No packets are captured: what went over a connection is written when it is over, with the
// times at which it came and went, as if it had been captured. Of each direction the first 16
// MiB are in it.
type Capture struct{ w *pcapng.Writer }

// NewCapture begins a capture. Each connection is written to w with one call of Write.
func NewCapture(w io.Writer) (*Capture, error) {
	writer, err := pcapng.NewWriter(w)
	if err != nil {
		return nil, fmt.Errorf("beginning a capture: %w", err)
	}
	return &Capture{writer}, nil
}

// WithCapture adds each connection to c when it is over. A connection that c fails to take is
// an error of [Server.Close]; the server goes on.
func WithCapture(c *Capture) Option {
	return optionFunc(func(o *options) { o.capture = c })
}

// writeCapture does what WithCapture says.
func (s *Server) writeCapture(e *entry) {
	if s.opts.capture == nil {
		return
	}
	if err := s.opts.capture.w.Write(e.captured()); err != nil {
		s.fail(fmt.Errorf("capturing connection %d: %w", e.id, err))
	}
}

// captured is the connection as a capture has it.
func (e *entry) captured() pcapng.Connection {
	r := e.tap.all()
	c := pcapng.Connection{
		Client: addrPort(e.tap.RemoteAddr()), Server: addrPort(e.tap.LocalAddr()), Started: r.Started,
		Comment: fmt.Sprintf("connection %d to %s on %s", e.id, e.server.Profile.Name, e.server.Backend),
		KeyLog:  e.keyLog(),
	}
	last := [2]int{-1, -1} // chunk of each side
	for _, chunk := range r.Chunks {
		at := r.Started.Add(chunk.At)
		switch {
		case chunk.End == dissect.Open:
			last[chunk.From] = len(c.Chunks)
			c.Chunks = append(c.Chunks, pcapng.Chunk{FromClient: chunk.From == dissect.Client, At: at, Data: chunk.Bytes})
		case c.Ended.IsZero():
			c.Ended, c.ClientEnded, c.Reset = at, chunk.From == dissect.Client, chunk.End == dissect.Reset
		default:
			c.Reset = c.Reset || chunk.End == dissect.Reset
		}
	}
	for side, i := range last {
		if i >= 0 {
			c.Chunks[i].Missing = r.Lost[side]
		}
	}
	return c
}

// keyLog has the lines of all handshakes of the connection.
func (e *entry) keyLog() []byte {
	var lines []string
	for _, h := range e.dissect().Handshakes {
		for label, secret := range h.Secrets {
			if label != dissect.PremasterSecret {
				lines = append(lines, fmt.Sprintf("%s %x %x\n", label, h.ClientRandom, secret))
			}
		}
	}
	sort.Strings(lines)
	return []byte(strings.Join(lines, ""))
}

func addrPort(a net.Addr) netip.AddrPort {
	tcp, ok := a.(*net.TCPAddr)
	if !ok {
		return netip.AddrPort{}
	}
	return tcp.AddrPort()
}
