package peers

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/internal/wire"
)

// records puts each handshake message into a record of TLS 1.2 of its own.
func records(messages ...[]byte) []byte {
	var sent []byte
	for _, m := range messages {
		sent = append(sent, wire.MarshalRecord(wire.Handshake, tls.VersionTLS12, m)...)
	}
	return sent
}
