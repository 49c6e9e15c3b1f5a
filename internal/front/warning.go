package front

import (
	"bytes"
	"net"

	"github.com/legacytls/legacytls/internal/wire"
)

const levelWarning = 1 // RFC 8446, section 6

// warn tells a client that asks for a name that the certificate has not (RFC 6066,
// section 3). It may go on all the same.
func (f *Front) warn(conn net.Conn, hello *wire.ClientHello) error {
	n := f.quirks.WarnUnknownServerName
	if n == 0 || hello == nil || unknownServerName(f, hello) == "" {
		return nil
	}
	warning := wire.MarshalRecord(wire.AlertRecord, f.alertVersion(hello), []byte{levelWarning, unrecognizedName})
	_, err := conn.Write(bytes.Repeat(warning, n))
	return err
}
