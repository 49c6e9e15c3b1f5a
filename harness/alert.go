package harness

import (
	"fmt"

	"github.com/legacytls/legacytls/internal/wire"
)

// A Side is one end of a connection.
type Side string

// The two sides of a connection.
const (
	ClientSide Side = "client"
	ServerSide Side = "server"
)

// An AlertCode is the description of a TLS alert (RFC 8446 section 6, and the
// TLS Alerts registry of IANA for those of older versions).
type AlertCode uint8

// The alerts that legacy servers and their clients end a handshake with.
const (
	CloseNotify            AlertCode = 0
	UnexpectedMessage      AlertCode = 10
	BadRecordMAC           AlertCode = 20
	RecordOverflow         AlertCode = 22
	HandshakeFailure       AlertCode = 40
	BadCertificate         AlertCode = 42
	UnsupportedCertificate AlertCode = 43
	CertificateExpired     AlertCode = 45
	CertificateUnknown     AlertCode = 46
	IllegalParameter       AlertCode = 47
	UnknownCA              AlertCode = 48
	AccessDenied           AlertCode = 49
	DecodeError            AlertCode = 50
	DecryptError           AlertCode = 51
	ProtocolVersion        AlertCode = 70
	InsufficientSecurity   AlertCode = 71
	InternalError          AlertCode = 80
	InappropriateFallback  AlertCode = 86
	NoRenegotiation        AlertCode = 100
	MissingExtension       AlertCode = 109
	UnsupportedExtension   AlertCode = 110
	UnrecognizedName       AlertCode = 112
	CertificateRequired    AlertCode = 116
	NoApplicationProtocol  AlertCode = 120
)

// Name returns the name of the alert as IANA registers it, for example
// "handshake_failure".
func (c AlertCode) Name() string { return wire.AlertName(uint8(c)) }

// String returns name and number, for example "handshake_failure(40)".
func (c AlertCode) String() string { return fmt.Sprintf("%s(%d)", c.Name(), uint8(c)) }

// An Alert is an alert that one side of a connection sent.
type Alert struct {
	From Side
	Code AlertCode
}

// String returns the alert with its sender, for example
// "alert handshake_failure(40) from the server".
func (a Alert) String() string { return fmt.Sprintf("alert %s from the %s", a.Code, a.From) }
