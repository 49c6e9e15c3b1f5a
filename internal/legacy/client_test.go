package legacy

import (
	"crypto/rand"
	"io"
	"net"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// A client plays the other side of a conversation step by step, so that a test can
// leave the path at any of them. What it computes it does with the engine's own
// schedule and protection, which other tests compare with other programs.
type client struct {
	tb      testing.TB
	conn    net.Conn
	records *recordLayer
	served  *served

	certificate *certs.Certificate // for when the server asks
	session     *resumable         // to resume

	hello      *wire.ClientHello
	transcript []byte
	messages   []byte // that have come and were not read

	answer     *wire.ServerHello
	suite      suite
	schedule   schedule
	chain      [][]byte
	params     []byte // body of the ServerKeyExchange
	request    *wire.CertificateRequest
	ticket     []byte
	master     []byte
	verifyData verifyData
}

// A resumable session is what a client keeps of one.
type resumable struct {
	id, ticket, master []byte
}

// meet starts a server of the profile that echoes, and a client of it.
func meet(tb testing.TB, p fixtures.Profile) *client {
	tb.Helper()
	return meetServer(tb, serverFor(tb, p))
}

func meetServer(tb testing.TB, s *Server) *client {
	tb.Helper()
	return meetHandler(tb, s, echo)
}

func meetHandler(tb testing.TB, s *Server, handler func(*Conn) error) *client {
	tb.Helper()
	conn, running := serve(tb, s, handler)
	return &client{tb: tb, conn: conn, records: newRecordLayer(conn), served: running}
}

// offering makes the ClientHello to send: that of a client of the version, with one
// suite and all extensions that the engine knows and TLS 1.2 has.
func offering(version, suite uint16, changes ...func(*wire.ClientHello)) *wire.ClientHello {
	h := &wire.ClientHello{Version: version, CipherSuites: []uint16{suite}, CompressionMethods: []uint8{0}}
	if version >= wire.VersionTLS10 {
		h.Extensions = []wire.Extension{
			wire.SupportedGroups(29, 23, 24, 25), wire.PointFormats(0), wire.SignatureAlgorithms(0x0401, 0x0403, 0x0804, 0x0201),
			wire.RenegotiationInfo(nil),
		}
	}
	rand.Read(h.Random[:])
	for _, change := range changes {
		change(h)
	}
	return h
}

// extended adds extensions to a hello.
func extended(more ...wire.Extension) func(*wire.ClientHello) {
	return func(h *wire.ClientHello) { h.Extensions = append(h.Extensions, more...) }
}

// lacking leaves extensions out.
func lacking(ids ...uint16) func(*wire.ClientHello) {
	return func(h *wire.ClientHello) {
		var kept []wire.Extension
		for _, e := range h.Extensions {
			if !slices.Contains(ids, e.ID) {
				kept = append(kept, e)
			}
		}
		h.Extensions = kept
	}
}

// record sends a record as it is: outside of the handshake.
func (c *client) record(kind wire.ContentType, fragment []byte) {
	c.records.queue(kind, fragment)
	c.flush()
}

// flush sends what is queued. That the server may be gone already shows in what
// comes back.
func (c *client) flush() { _ = c.records.flush() }

func (c *client) alert(level, code uint8) { c.record(wire.AlertRecord, []byte{level, code}) }

// send sends a handshake message, as one of the handshake.
func (c *client) send(message []byte) {
	c.transcript = append(c.transcript, message...)
	c.record(wire.Handshake, message)
}

func (c *client) sendBody(kind wire.HandshakeType, body []byte) {
	c.send(wire.MarshalMessage(kind, body))
}

// nextRecord returns the next record that came.
func (c *client) nextRecord() (wire.ContentType, []byte, error) { return c.records.read() }

// message returns the next handshake message.
func (c *client) message() []byte {
	c.tb.Helper()
	for {
		if len(c.messages) >= messageHeader {
			size := messageHeader + int(c.messages[1])<<16 + int(c.messages[2])<<8 + int(c.messages[3])
			if len(c.messages) >= size {
				message := append([]byte(nil), c.messages[:size]...)
				c.messages = c.messages[size:]
				return message
			}
		}
		kind, fragment, err := c.nextRecord()
		require.NoError(c.tb, err, "expected a handshake message")
		require.Equal(c.tb, wire.Handshake, kind, "%x", fragment)
		c.messages = append(c.messages, fragment...)
	}
}

// requireAlert reads on until the server ends the connection, which it must with
// that alert as its last word, and for that reason.
func (c *client) requireAlert(code uint8) *Error {
	c.tb.Helper()
	var last wire.Alert
	for {
		kind, fragment, err := c.nextRecord()
		if err == io.EOF {
			break
		}
		require.NoError(c.tb, err)
		last = wire.Alert{}
		if kind == wire.AlertRecord && len(fragment) == 2 {
			last = wire.Alert{Level: fragment[0], Code: fragment[1]}
			c.conn.Close()
		}
	}
	require.Equal(c.tb, wire.Alert{Level: levelFatal, Code: code}.String(), last.String())
	return c.served.requireEnded(c.tb, code)
}

// requireEcho says that data goes both ways.
func (c *client) requireEcho(text string) {
	c.tb.Helper()
	c.record(wire.ApplicationData, []byte(text))
	c.requireData(text)
}

func (c *client) requireData(text string) {
	c.tb.Helper()
	var got []byte
	for len(got) < len(text) {
		kind, fragment, err := c.nextRecord()
		require.NoError(c.tb, err)
		require.Equal(c.tb, wire.ApplicationData, kind, "%x", fragment)
		got = append(got, fragment...)
	}
	require.Equal(c.tb, text, string(got))
}

// requireGoodbye ends the connection in peace.
func (c *client) requireGoodbye() {
	c.tb.Helper()
	c.alert(levelWarning, alertCloseNotify)
	require.NoError(c.tb, <-c.served.result)
}
