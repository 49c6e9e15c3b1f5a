package legacy

import (
	"crypto/tls"
	"crypto/x509"

	"github.com/legacytls/legacytls/internal/wire"
)

// A handshake is one run of the handshake protocol on a connection (RFC 5246,
// section 7.3). Its fields are set in the order of its steps.
type handshake struct {
	c *Conn

	again bool // this is a renegotiation

	hello      *wire.ClientHello
	transcript []byte // all messages so far, as they were on the wire
	choice
	serverRandom [32]byte
	sessionID    []byte   // of the ServerHello
	flight       [][]byte // messages that follow it

	exchange           keyExchange
	clientCertificates []*x509.Certificate
	verifiedChains     [][]*x509.Certificate

	schedule                           schedule
	master                             []byte
	clientProtection, serverProtection protection
}

// A choice is what the server makes of a ClientHello.
type choice struct {
	version              uint16
	suite                suite
	group                tls.CurveID // for ECDHE, else 0
	scheme               uint16      // of the ServerKeyExchange in TLS 1.2, else 0
	alpn                 string
	resumed              *session // nil for a full handshake
	extendedMasterSecret bool
	secureRenegotiation  bool
	ticket               bool // to be issued
	staple               bool
	pointFormats         bool
}

// run performs the handshake.
//
//	Client                                               Server
//
//	ClientHello                  -------->
//	                                                ServerHello
//	                                               Certificate*
//	                                         CertificateStatus*
//	                                         ServerKeyExchange*
//	                                        CertificateRequest*
//	                             <--------      ServerHelloDone
//	Certificate*
//	ClientKeyExchange
//	CertificateVerify*
//	[ChangeCipherSpec]
//	Finished                     -------->
//	                                          NewSessionTicket*
//	                                         [ChangeCipherSpec]
//	                             <--------             Finished
//
// (RFC 5246, section 7.3, figure 1; RFC 5077, section 3.1, figure 1; RFC 6066,
// section 8.)
func (hs *handshake) run() error {
	if err := hs.inOrder(hs.readClientHello, hs.choose); err != nil {
		return err
	}
	if hs.resumed != nil {
		return hs.abbreviated()
	}
	return hs.full()
}

func (hs *handshake) full() error {
	return hs.inOrder(
		hs.sendServerHello,
		hs.addCertificate,
		hs.addCertificateStatus,
		hs.addServerKeyExchange,
		hs.addCertificateRequest,
		hs.addServerHelloDone,
		hs.sendFlight,
		hs.flightSent,

		hs.readCertificate,
		hs.readClientKeyExchange,
		hs.keyExchanged,
		hs.readCertificateVerify,
		hs.protect,
		hs.readChangeCipherSpec,
		hs.readFinished,

		hs.sendNewSessionTicket,
		hs.remember,
		hs.sendChangeCipherSpec,
		hs.sendFinished,
	)
}

// abbreviated resumes a session (RFC 5246, section 7.3, figure 2).
func (hs *handshake) abbreviated() error {
	return hs.inOrder(
		hs.sendServerHello,
		hs.takeUp,
		hs.protect,
		hs.sendChangeCipherSpec,
		hs.sendFinished,

		hs.readChangeCipherSpec,
		hs.readFinished,
	)
}

func (hs *handshake) inOrder(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// add puts a message into the first flight. When that is complete, sendFlight sends it.
func (hs *handshake) add(message []byte) { hs.flight = append(hs.flight, message) }

// send queues a handshake message. It leaves with the flight. A HelloRequest is in no
// transcript (RFC 5246, section 7.4.1.1).
func (hs *handshake) send(message []byte) {
	if wire.HandshakeType(message[0]) != wire.TypeHelloRequest {
		hs.note(message)
	}
	hs.c.sendMessage(message)
}

// read returns the next handshake message, which must be of that type.
func (hs *handshake) read(want wire.HandshakeType) ([]byte, error) {
	message, err := hs.c.readMessage(want.String())
	if err != nil {
		return nil, err
	}
	if got := wire.HandshakeType(message[0]); got != want {
		return nil, fatal(alertUnexpectedMessage, "expected %s, got %s", want, got)
	}
	return message, nil
}

// note adds a message to the transcript.
func (hs *handshake) note(message []byte) { hs.transcript = append(hs.transcript, message...) }

func (hs *handshake) addServerHelloDone() error {
	hs.add(wire.MarshalMessage(wire.TypeServerHelloDone, nil))
	return nil
}

// sendFlight sends what has been added, and what quirks make of it.
func (hs *handshake) sendFlight() error {
	for _, message := range hs.c.server.hooks.onFlight(hs, hs.flight) {
		hs.send(message)
	}
	return hs.c.records.flush()
}

func (hs *handshake) flightSent() error   { return hs.c.server.hooks.onFlightSent(hs) }
func (hs *handshake) keyExchanged() error { return hs.c.server.hooks.onKeyExchanged(hs) }
