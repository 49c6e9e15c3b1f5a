package front

import (
	"net"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
)

// A Front stands before the backend of one server. It is safe for concurrent use.
type Front struct {
	profile      fixtures.Profile
	quirks       fixtures.Quirks // those that are played here
	certificate  *certs.Certificate
	intolerances []intolerance // what the server cannot stand in a ClientHello
	turn         chan struct{} // full while a connection is served, if only one is at a time
}

// New returns the front of a server that plays p and shows the certificate.
func New(p fixtures.Profile, certificate *certs.Certificate) *Front {
	q := p.Quirks.BeforeTLS()
	return &Front{profile: p, quirks: q, certificate: certificate, intolerances: intolerancesOf(q), turn: make(chan struct{}, 1)}
}

// Accept returns the connection that the backend is to serve, on which nothing seems
// to have been read. An error is the reason for which the client has been turned away
// instead, of type [*Error] if it was this package's own; by then the client has been
// told, and it remains to close conn.
//
// It reads from conn until the ClientHello is complete, if a quirk needs to see it.
// Deadlines are the caller's. A method Gone of conn, which returns a channel, ends what
// the front waits for when conn is closed, and the turn of a server that has one
// connection at a time.
func (f *Front) Accept(conn net.Conn) (net.Conn, error) {
	if err := f.greet(conn); err != nil {
		return nil, err
	}
	conn, hello := f.hear(f.wrap(conn))
	if err := f.judge(conn, hello); err != nil {
		return nil, err
	}
	if err := f.answer(conn, hello); err != nil {
		return nil, err
	}
	return conn, nil
}

// An Error says why a client was turned away.
type Error struct {
	Quirk  string // field of [fixtures.Quirks] that did it
	Reason string
}

func (e *Error) Error() string { return e.Reason }
