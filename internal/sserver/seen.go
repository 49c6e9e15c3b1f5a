package sserver

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/internal/wire"
)

// What a Trace shows of a handshake that the wire does not: it has encrypted messages too.

// ServerName returns the name that the client asked for, "" if none.
func ServerName(client *wire.Flow) string {
	for _, m := range client.Messages {
		if m.Type == wire.TypeClientHello {
			hello, _ := wire.ParseClientHello(m.Raw)
			return hello.ServerName
		}
	}
	return ""
}

// Resumed says whether the server resumed a session: in TLS 1.3 it takes a pre-shared key,
// below it leaves ServerHelloDone out (RFC 5246, section 7.3).
func Resumed(server *wire.Flow) bool {
	hello, err := server.ServerHello()
	if err != nil {
		return false
	}
	if hello.Version >= tls.VersionTLS13 {
		_, ok := hello.Extension(wire.ExtPreSharedKey)
		return ok
	}
	for _, m := range server.Messages {
		if m.Type == wire.TypeServerHelloDone {
			return false
		}
	}
	return true
}

// Protocol returns the application protocol that the server selected, "" if none.
func Protocol(server *wire.Flow) string {
	hello, err := server.ServerHello()
	if err != nil {
		return ""
	}
	if hello.Version < tls.VersionTLS13 {
		return hello.ALPN
	}
	for _, m := range server.Messages {
		if m.Type == wire.TypeEncryptedExtensions {
			extensions, _ := wire.ParseEncryptedExtensions(m.Raw)
			return extensions.ALPN
		}
	}
	return ""
}

// ClientChain returns the certificates that the client sent, leaf first.
func ClientChain(client *wire.Flow, version uint16) [][]byte {
	for _, m := range client.Messages {
		if m.Type != wire.TypeCertificate {
			continue
		}
		if version >= tls.VersionTLS13 {
			message, _ := wire.ParseCertificate13(m.Raw)
			return message.Chain()
		}
		chain, _ := wire.ParseCertificate(m.Raw)
		return chain
	}
	return nil
}
