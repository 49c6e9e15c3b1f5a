package peers

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"

	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

// EmptyTicket returns a backend of TLS 1.3 whose session tickets have nothing in
// them, which RFC 8446, section 4.6.1, does not permit. A client that comes back
// with one cannot offer it by the rules either: an identity is not empty
// (section 4.2.11). It is told decode_error.
func EmptyTicket() harness.Backend {
	return emptyTicket{rewriting{"empty-ticket", func() edit { return emptyTickets }}}
}

type emptyTicket struct{ rewriting }

func (b emptyTicket) Open(ctx context.Context, s harness.Setup) (harness.Engine, error) {
	engine, err := b.rewriting.Open(ctx, s)
	return emptyTicketEngine{engine}, err
}

type emptyTicketEngine struct{ harness.Engine }

// ServeConn judges the hello itself, because releases of crypto/tls do it by
// different alerts.
func (e emptyTicketEngine) ServeConn(conn net.Conn, c *harness.Conversation) error {
	var seen bytes.Buffer
	hello, err := readClientHello(&rereading{conn, io.TeeReader(conn, &seen)})
	if err != nil {
		return err
	}
	if offersEmptyIdentity(hello) {
		refuse(conn, harness.DecodeError)
		return errors.New("the client offers a session by an empty identity")
	}
	return e.Engine.ServeConn(&rereading{conn, io.MultiReader(&seen, conn)}, c)
}

// offersEmptyIdentity looks at the first identity of pre_shared_key.
func offersEmptyIdentity(hello *wire.ClientHello) bool {
	const preSharedKey, listLength, identityLength = 41, 2, 2
	e, ok := hello.Extension(preSharedKey)
	return ok && len(e.Data) >= listLength+identityLength && e.Data[2] == 0 && e.Data[3] == 0
}

func emptyTickets(p plain) []plain {
	if !p.is(wire.TypeNewSessionTicket) {
		return []plain{p}
	}
	return []plain{{p.kind, p.secret, withoutTicket(p.content)}}
}

// withoutTicket takes the ticket out of a NewSessionTicket of crypto/tls (RFC
// 8446, section 4.6.1): lifetime, age_add, nonce<0..255>, ticket<1..2^16-1>,
// extensions.
func withoutTicket(message []byte) []byte {
	body := message[messageHeader:]
	const beforeNonce = 4 + 4
	ticket := beforeNonce + 1 + int(body[beforeNonce])
	end := ticket + 2 + int(body[ticket])<<8 + int(body[ticket+1])
	empty := append(append([]byte(nil), body[:ticket]...), 0, 0)
	return wire.MarshalMessage(wire.TypeNewSessionTicket, append(empty, body[end:]...))
}
