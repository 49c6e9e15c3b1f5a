package wire

import "fmt"

// A HandshakeType says what a handshake message is (RFC 8446 section 4, and
// RFC 5246 section 7.4 for the ones up to TLS 1.2).
type HandshakeType uint8

// The types of handshake messages.
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
	TypeSupplementalData   HandshakeType = 23

	// Those that are encrypted in any case.
	TypeEndOfEarlyData        HandshakeType = 5
	TypeEncryptedExtensions   HandshakeType = 8
	TypeKeyUpdate             HandshakeType = 24
	TypeCompressedCertificate HandshakeType = 25
	TypeNextProtocol          HandshakeType = 67

	// TypeHelloRetryRequest is the type that drafts of TLS 1.3 had for what is a ServerHello
	// with a certain random since (RFC 8446 section 4.1.3). It tells where an extension
	// stands: see Extension.Content.
	TypeHelloRetryRequest HandshakeType = 6
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
