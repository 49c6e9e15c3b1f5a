package rewrite13

import (
	"io"
	"net"
	"sync"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/clienthello"
	"github.com/legacytls/legacytls/internal/tls13"
)

// A Conn is the connection below a TLS 1.3 server of crypto/tls. It opens what the
// server sends with the secrets of its key log, and sends what the edits make of it
// under the same secrets, counted anew.
//
// It does not know new secrets after a KeyUpdate.
type Conn struct {
	net.Conn
	profile fixtures.Profile
	quirks  fixtures.Quirks
	played  []quirk
	edits   []edit
	secrets keyLog

	errMu sync.Mutex
	err   error // why a Write failed here; sticky

	suite      uint16                       // of the ServerHello
	secret     string                       // label of what the server protects its next record with
	opened     map[string]*tls13.Protection // by label, of what the server sent
	sealed     map[string]*tls13.Protection // by label, of what is sent instead
	unfinished []byte                       // begin of a handshake message that goes on in the next record
}

// New returns the connection over which crypto/tls is to serve p.
func New(conn net.Conn, p fixtures.Profile) *Conn {
	c := &Conn{
		Conn: conn, profile: p, quirks: p.Quirks, played: quirksOf(p), secrets: make(keyLog),
		opened: make(map[string]*tls13.Protection), sealed: make(map[string]*tls13.Protection),
	}
	for _, q := range c.played {
		if q.edit != nil {
			c.edits = append(c.edits, q.edit(p.Quirks))
		}
	}
	return c
}

// NetConn returns the connection below, as [crypto/tls.Conn.NetConn] does.
func (c *Conn) NetConn() net.Conn { return c.Conn }

// KeyLog is the KeyLogWriter of the server.
func (c *Conn) KeyLog() io.Writer { return c.secrets }

// Err returns why a Write failed, if it was not for the connection below: the client
// has not been told. A Write may be going on.
func (c *Conn) Err() error {
	c.errMu.Lock()
	defer c.errMu.Unlock()
	return c.err
}

// fail keeps the reason.
func (c *Conn) fail(err error) error {
	c.errMu.Lock()
	defer c.errMu.Unlock()
	c.err = err
	return err
}

// Begin plays the quirks that come before crypto/tls, which sees the ClientHello all the
// same. An error is the reason for which the client has been turned away.
func (c *Conn) Begin() error {
	var begin []quirk
	for _, q := range c.played {
		if q.begin != nil {
			begin = append(begin, q)
		}
	}
	if len(begin) == 0 {
		return nil
	}
	hello, again, err := clienthello.Read(c.Conn)
	c.Conn = again
	if err != nil {
		return nil // crypto/tls will say so
	}
	for _, q := range begin {
		if err := q.begin(c, hello); err != nil {
			return err
		}
	}
	return nil
}

// Established plays the quirks that come when the handshake is complete. An error is
// why the connection is over, an [*AlertError] if it was ended on purpose.
func (c *Conn) Established() error {
	for _, q := range c.played {
		if q.established == nil {
			continue
		}
		if err := q.established(c); err != nil {
			return err
		}
	}
	return nil
}

// Refuse ends the connection by the alert internal_error, in the clear.
func (c *Conn) Refuse() { c.refuse(internalError) }
