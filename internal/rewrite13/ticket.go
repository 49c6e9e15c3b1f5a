package rewrite13

import (
	"errors"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// A client that comes back with an empty ticket cannot offer it by the rules: an
// identity is not empty (RFC 8446, section 4.2.11). refuseEmptyIdentity tells it
// decode_error, because releases of crypto/tls do it by different alerts.
func refuseEmptyIdentity(c *Conn, hello *wire.ClientHello) error {
	if !offersEmptyIdentity(hello) {
		return nil
	}
	c.refuse(decodeError)
	return errors.New("the client offers a session by an empty identity")
}

// offersEmptyIdentity looks at the first identity of pre_shared_key.
func offersEmptyIdentity(hello *wire.ClientHello) bool {
	const preSharedKey, listLength, identityLength = 41, 2, 2
	e, ok := hello.Extension(preSharedKey)
	return ok && len(e.Data) >= listLength+identityLength && e.Data[2] == 0 && e.Data[3] == 0
}

func emptyTicket(fixtures.Quirks) edit {
	return func(p plain) []plain {
		if p.is(wire.TypeNewSessionTicket) {
			p.content = withoutTicket(p.content)
		}
		return []plain{p}
	}
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
