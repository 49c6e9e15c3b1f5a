package legacy

import (
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// hooks are the places at which quirks act, so that the handshake itself knows
// none of them. The functions of a place are called in order.
type hooks struct {
	// hello is called with a ClientHello that has been decoded, before anything is
	// chosen. What it changes in hs.hello is what the server believes to have been
	// offered; the transcript has what came.
	hello []func(hs *handshake) error

	// chosen is called when all that the ServerHello will say has been chosen.
	chosen []func(hs *handshake)

	// serverHello is called with the ServerHello before it is sent.
	serverHello []func(hello *wire.ServerHello)

	// params is called with the parameters of a ServerKeyExchange before they are
	// signed, and returns those to use.
	params []func(hs *handshake, params []byte) []byte

	// exchange is called with a ServerKeyExchange before it is sent. If it returns
	// false, another one is made with a new key.
	exchange []func(exchange *wire.ServerKeyExchange) bool
}

// install adds what the quirks do to a server.
func (h *hooks) install(s *Server, q fixtures.Quirks) {
	known := quirks()
	for _, name := range q.InTLS().Set() {
		known[name](s, h)
	}
}

func (h *hooks) onHello(hs *handshake) error {
	for _, f := range h.hello {
		if err := f(hs); err != nil {
			return err
		}
	}
	return nil
}

func (h *hooks) onChosen(hs *handshake) {
	for _, f := range h.chosen {
		f(hs)
	}
}

func (h *hooks) onServerHello(hello *wire.ServerHello) {
	for _, f := range h.serverHello {
		f(hello)
	}
}

func (h *hooks) onParams(hs *handshake, params []byte) []byte {
	for _, f := range h.params {
		params = f(hs, params)
	}
	return params
}

func (h *hooks) onExchange(exchange *wire.ServerKeyExchange) bool {
	for _, f := range h.exchange {
		if !f(exchange) {
			return false
		}
	}
	return true
}
