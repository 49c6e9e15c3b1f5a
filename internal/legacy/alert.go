package legacy

import (
	"fmt"

	"github.com/legacytls/legacytls/internal/wire"
)

// The alerts that the engine sends (RFC 5246, section 7.2; RFC 7301, section
// 3.2; RFC 7507, section 3).
const (
	alertCloseNotify           uint8 = 0
	alertUnexpectedMessage     uint8 = 10
	alertBadRecordMAC          uint8 = 20
	alertRecordOverflow        uint8 = 22
	alertHandshakeFailure      uint8 = 40
	alertNoCertificate         uint8 = 41 // SSL 3.0 only
	alertBadCertificate        uint8 = 42
	alertCertificateExpired    uint8 = 45
	alertIllegalParameter      uint8 = 47
	alertUnknownCA             uint8 = 48
	alertDecodeError           uint8 = 50
	alertDecryptError          uint8 = 51
	alertProtocolVersion       uint8 = 70
	alertInternalError         uint8 = 80
	alertInappropriateFallback uint8 = 86
	alertNoRenegotiation       uint8 = 100
	alertNoApplicationProtocol uint8 = 120
)

const (
	levelWarning uint8 = 1
	levelFatal   uint8 = 2
)

// An Error is why the server ended a connection. It is about the client: what
// the server found and what it expected.
type Error struct {
	// Alert is the code of the alert that fits the reason. It is what the client is
	// told, unless the profile refuses in another way.
	Alert uint8

	// Refused says that client and server share nothing, so that the profile's
	// Refusal applies. Otherwise the client broke a rule of the protocol.
	Refused bool

	// Reason says what was expected and what came.
	Reason string
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s (alert %s)", e.Reason, wire.Alert{Level: levelFatal, Code: e.Alert})
}

// fatal is the error for a client that broke a rule of the protocol.
func fatal(alert uint8, format string, args ...any) *Error {
	return &Error{Alert: alert, Reason: fmt.Sprintf(format, args...)}
}

// broken is the error for what the server cannot do, though its profile says so.
func broken(err error) *Error { return &Error{Alert: alertInternalError, Reason: err.Error()} }

// refuse is the error for a client with which the server shares nothing.
func refuse(alert uint8, format string, args ...any) *Error {
	return &Error{Alert: alert, Refused: true, Reason: fmt.Sprintf(format, args...)}
}
