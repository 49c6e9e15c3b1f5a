package wire

import "fmt"

// A HandshakeType says what a handshake message is (RFC 8446 section 4, and
// RFC 5246 section 7.4 for the ones up to TLS 1.2).
type HandshakeType uint8

// The types of handshake messages that can come in the clear.
const (
	TypeHelloRequest       HandshakeType = 0
	TypeClientHello        HandshakeType = 1
	TypeServerHello        HandshakeType = 2
	TypeNewSessionTicket   HandshakeType = 4
	TypeCertificate        HandshakeType = 11
	TypeServerKeyExchange  HandshakeType = 12
	TypeCertificateRequest HandshakeType = 13
	TypeServerHelloDone    HandshakeType = 14
	TypeCertificateVerify  HandshakeType = 15
	TypeClientKeyExchange  HandshakeType = 16
	TypeFinished           HandshakeType = 20
	TypeCertificateURL     HandshakeType = 21
	TypeCertificateStatus  HandshakeType = 22

	// TypeEncryptedExtensions is encrypted in any case, as all that follows it.
	TypeEncryptedExtensions HandshakeType = 8
)

// String returns the name in the RFCs, "ServerKeyExchange", or "handshake
// message of type 99" when there is none.
func (t HandshakeType) String() string {
	for _, row := range handshakeTable {
		if row.code == t {
			return row.name
		}
	}
	return fmt.Sprintf("handshake message of type %d", uint8(t))
}

// String returns the name in the RFCs, "change_cipher_spec", or "content type
// 99" when there is none.
func (t ContentType) String() string {
	for _, row := range contentTable {
		if row.code == t {
			return row.name
		}
	}
	return fmt.Sprintf("content type %d", uint8(t))
}

// openMessage checks the header of a handshake message, and returns a cursor
// over its body.
func openMessage(want HandshakeType, raw []byte) (*cursor, error) {
	c := newCursor(want.String(), raw, 0)
	got := HandshakeType(c.u8("msg_type"))
	if !c.failed() && got != want {
		c.failAt(0, "msg_type", fmt.Sprintf("%d expected, got %d (%s)", want, got, got), false)
	}
	body := c.vector("length", messageHeader-1)
	c.finish("end")
	body.end = "the message"
	return body, c.err()
}
