package dissect

import (
	"github.com/legacytls/legacytls/internal/tls13"
	"github.com/legacytls/legacytls/internal/wire"
)

// message follows what a handshake message changes.
func (d *dissector) message(step *Step) {
	m := step.Message
	if m.Type == wire.TypeClientHello && step.From == Client {
		d.clientHello(m)
		return
	}
	h := d.now
	if h == nil || m.Type == wire.TypeHelloRequest { // which is in no transcript (RFC 5246, section 7.4.1.1)
		return
	}
	switch {
	case m.Type == wire.TypeFinished:
		d.finished(step)
		return
	case m.Type == wire.TypeKeyUpdate && h.is13():
		d.keyUpdate(step.From)
		return
	case m.Type == wire.TypeServerHello && step.From == Server:
		d.serverHello(m)
	}
	h.messages = append(h.messages, m.Raw...)
	if m.Type == wire.TypeClientKeyExchange {
		h.KeyExchange, h.Transcript = m, append([]byte(nil), h.messages...)
	}
}

// clientHello begins a handshake, or goes on with one after a HelloRetryRequest.
func (d *dissector) clientHello(m *wire.Message) {
	if d.now == nil || !d.now.retried {
		d.now = &Handshake{}
		d.seen.Handshakes = append(d.seen.Handshakes, d.now)
	}
	d.now.Hello, _ = wire.ParseClientHello(m.Raw)
	d.now.ClientRandom = d.now.Hello.Random
	d.now.messages = append(d.now.messages, m.Raw...)
}

// serverHello takes what the server has decided.
func (d *dissector) serverHello(m *wire.Message) {
	h := d.now
	hello, _ := wire.ParseServerHello(m.Raw)
	h.Version, h.Suite = hello.Version, hello.CipherSuite
	h.retried = hello.HelloRetryRequest
	if h.retried {
		h.forget()
		return
	}
	h.ServerRandom, h.ExtendedMasterSecret = hello.Random, hello.ExtendedMasterSecret
	_, h.EncryptThenMAC = hello.Extension(wire.ExtEncryptThenMAC)
	h.Secrets = d.secrets(h.Hello)
	if h.is13() {
		d.begin(Server, ServerHandshake)
		d.begin(Client, ClientHandshake)
	}
}

// forget puts a hash in the place of the first ClientHello, as a HelloRetryRequest wants it
// (RFC 8446, section 4.4.1).
func (h *Handshake) forget() {
	suite, err := tls13.SuiteByID(h.Suite)
	if err != nil {
		return
	}
	const messageHash = 254
	digest := suite.Digest(h.messages)
	h.messages = append([]byte{messageHash, 0, 0, byte(len(digest))}, digest...)
}

// finished compares what a side says about the handshake with the handshake. In TLS 1.3 the
// side goes on with other keys.
func (d *dissector) finished(step *Step) {
	h, m := d.now, step.Message
	if h.Finished[step.From] == nil { // none of a client that shows its certificate later
		step.VerifyData = h.verifyData(step.From)
		h.Finished[step.From] = &Finished{m.Body, step.VerifyData}
		if h.is13() {
			d.begin(step.From, [2]string{ClientTraffic, ServerTraffic}[step.From])
		}
	}
	h.messages = append(h.messages, m.Raw...)
}

func (h *Handshake) verifyData(from Side) []byte {
	switch {
	case h.is13():
		suite, err := tls13.SuiteByID(h.Suite)
		secret := h.Secrets[[2]string{ClientHandshake, ServerHandshake}[from]]
		if err != nil || secret == nil {
			return nil
		}
		return suite.VerifyData(secret, h.messages)
	case h.Keys != nil:
		return h.Keys.VerifyData(h.messages, from == Client)
	}
	return nil
}
