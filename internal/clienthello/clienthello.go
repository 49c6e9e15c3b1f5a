// Package clienthello reads the ClientHello of a connection that somebody else is
// to serve.
package clienthello

import (
	"fmt"
	"io"
	"net"

	"github.com/legacytls/legacytls/internal/wire"
)

const (
	recordHeader  = 5 // RFC 8446, section 5.1
	messageHeader = 4 // RFC 8446, section 4

	// most is how much of a client is read.
	most = 1 << 16
)

// Read reads records from conn until the ClientHello is complete or hopeless, and
// nothing behind them. The connection that it returns, with or without an error, gives
// again what was read, and after that the error that reading ended with, if it did.
func Read(conn net.Conn) (*wire.ClientHello, net.Conn, error) {
	h := &heard{Conn: conn}
	h.listen()
	hello, err := wire.DecodeFlow(h.bytes).ClientHello()
	switch {
	case err == nil:
		return hello, h, nil
	case h.err != nil:
		err = fmt.Errorf("reading the ClientHello: %w", h.err)
	}
	return nil, h, err
}

// A heard connection gives its first bytes again.
type heard struct {
	net.Conn
	bytes []byte
	err   error
}

func (h *heard) listen() {
	var message []byte
	for !over(message) {
		header := h.more(recordHeader)
		if header == nil || wire.ContentType(header[0]) != wire.Handshake {
			return
		}
		length := int(header[3])<<8 | int(header[4])
		if len(h.bytes)+length > most {
			return
		}
		message = append(message, h.more(length)...)
		if h.err != nil {
			return
		}
	}
}

// over says whether no more is to be read for a ClientHello that begins so.
func over(message []byte) bool {
	if len(message) < messageHeader {
		return false
	}
	length := int(message[1])<<16 | int(message[2])<<8 | int(message[3])
	return wire.HandshakeType(message[0]) != wire.TypeClientHello || len(message) >= messageHeader+length
}

// more reads n bytes, and returns nil if they do not come.
func (h *heard) more(n int) []byte {
	start := len(h.bytes)
	h.bytes = append(h.bytes, make([]byte, n)...)
	read, err := io.ReadFull(h.Conn, h.bytes[start:])
	h.bytes, h.err = h.bytes[:start+read], err
	if err == io.ErrUnexpectedEOF {
		h.err = io.EOF
	}
	if err != nil {
		return nil
	}
	return h.bytes[start:]
}

func (h *heard) Read(p []byte) (int, error) {
	if len(h.bytes) > 0 {
		n := copy(p, h.bytes)
		h.bytes = h.bytes[n:]
		return n, nil
	}
	if err := h.err; err != nil {
		h.err = nil
		return 0, err
	}
	return h.Conn.Read(p)
}

// NetConn returns the connection below, as [crypto/tls.Conn.NetConn] does.
func (h *heard) NetConn() net.Conn { return h.Conn }
