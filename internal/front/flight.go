package front

import "github.com/legacytls/legacytls/internal/wire"

// A flight follows the handshake messages that a server sends in the clear.
type flight struct {
	tls13 bool   // the ServerHello, or a HelloRetryRequest, has negotiated TLS 1.3
	rest  []byte // the beginning of a message
}

// add takes a fragment of messages, and says whether the last of them ends a flight.
func (f *flight) add(fragment []byte) (ended bool) {
	f.rest = append(f.rest, fragment...)
	for len(f.rest) >= messageHeader {
		end := messageHeader + int(f.rest[1])<<16 + int(f.rest[2])<<8 + int(f.rest[3])
		if len(f.rest) < end {
			return false
		}
		ended = f.message(f.rest[:end])
		f.rest = f.rest[end:]
	}
	return ended && len(f.rest) == 0
}

// message says whether a server waits for the client after it: after ServerHelloDone,
// and after a HelloRetryRequest. What else ends a flight is no handshake record.
func (f *flight) message(raw []byte) bool {
	switch wire.HandshakeType(raw[0]) {
	case wire.TypeServerHelloDone:
		return true
	case wire.TypeServerHello:
		hello, err := wire.ParseServerHello(raw)
		if err != nil {
			return false
		}
		_, f.tls13 = hello.Extension(wire.ExtSupportedVersions) // whatever version it selects
		return hello.HelloRetryRequest
	}
	return false
}
