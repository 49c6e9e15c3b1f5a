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
	serverHello []func(hs *handshake, hello *wire.ServerHello)

	// params is called with the parameters of a ServerKeyExchange before they are
	// signed, and returns those to use.
	params []func(hs *handshake, params []byte) []byte

	// exchange is called with a ServerKeyExchange before it is sent. If it returns
	// false, another one is made with a new key.
	exchange []func(exchange *wire.ServerKeyExchange) bool

	// flight is called with the messages of a full handshake that follow the
	// ServerHello, up to ServerHelloDone, and returns those to send.
	flight []func(hs *handshake, messages [][]byte) [][]byte

	// flightSent is called when all of that has been sent, keyExchanged when the
	// client's ClientKeyExchange has been read, established when the first handshake
	// is complete. An [*Error] ends the connection by its alert. Who returns another
	// error has ended it.
	flightSent   []func(hs *handshake) error
	keyExchanged []func(hs *handshake) error
	established  []func(c *Conn) error

	// data is called with the records of application data that are to be sent at once,
	// without their protection, and returns those to send. sent is called when they have
	// been. Its error is that of Write.
	data []func(c *Conn, records [][]byte) [][]byte
	sent []func(c *Conn) error

	// received is called when application data has come, before it is read. Its error
	// ends the connection.
	received []func(c *Conn) error

	// goodbye is called instead of sending close_notify.
	goodbye []func(c *Conn) error
}

// install adds what the quirks do to a server.
func (h *hooks) install(s *Server, q fixtures.Quirks) {
	for _, name := range q.InTLS().Set() { // few, if any
		quirks()[name](s, h)
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

func (h *hooks) onServerHello(hs *handshake, hello *wire.ServerHello) {
	for _, f := range h.serverHello {
		f(hs, hello)
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

func (h *hooks) onFlight(hs *handshake, messages [][]byte) [][]byte {
	for _, f := range h.flight {
		messages = f(hs, messages)
	}
	return messages
}

func (h *hooks) onFlightSent(hs *handshake) error   { return callAll(h.flightSent, hs) }
func (h *hooks) onKeyExchanged(hs *handshake) error { return callAll(h.keyExchanged, hs) }
func (h *hooks) onEstablished(c *Conn) error        { return callAll(h.established, c) }
func (h *hooks) onSent(c *Conn) error               { return callAll(h.sent, c) }
func (h *hooks) onReceived(c *Conn) error           { return callAll(h.received, c) }

func (h *hooks) onData(c *Conn, records [][]byte) [][]byte {
	for _, f := range h.data {
		records = f(c, records)
	}
	return records
}

func (h *hooks) onGoodbye(c *Conn) error {
	if len(h.goodbye) > 0 {
		return callAll(h.goodbye, c)
	}
	return c.sayGoodbye()
}

// callAll calls the functions of a place until one fails.
func callAll[T any](place []func(T) error, with T) error {
	for _, f := range place {
		if err := f(with); err != nil {
			return err
		}
	}
	return nil
}
