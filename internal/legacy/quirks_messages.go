package legacy

import (
	"slices"

	"github.com/legacytls/legacytls/internal/wire"
)

// flightQuirk is for quirks that change, drop or move messages of the first flight,
// whatever else they are about.
func flightQuirk(change func(hs *handshake, messages [][]byte) [][]byte) func(*Server, *hooks) {
	return func(_ *Server, h *hooks) { h.flight = append(h.flight, change) }
}

// takeOut takes the messages of one type out of a flight.
func takeOut(messages [][]byte, kind wire.HandshakeType) (taken, rest [][]byte) {
	for _, m := range messages {
		if wire.HandshakeType(m[0]) == kind {
			taken = append(taken, m)
		} else {
			rest = append(rest, m)
		}
	}
	return taken, rest
}

// withoutMessage leaves out a message that clients wait for.
func withoutMessage(kind wire.HandshakeType) func(*Server, *hooks) {
	return flightQuirk(func(_ *handshake, messages [][]byte) [][]byte {
		_, rest := takeOut(messages, kind)
		return rest
	})
}

// changing puts another message where one of that type is.
func changing(messages [][]byte, kind wire.HandshakeType, change func(message []byte) []byte) [][]byte {
	for i, m := range messages {
		if wire.HandshakeType(m[0]) == kind {
			messages[i] = change(m)
		}
	}
	return messages
}

func emptyCertificateList() func(*Server, *hooks) {
	return flightQuirk(func(_ *handshake, messages [][]byte) [][]byte {
		return changing(messages, wire.TypeCertificate, func([]byte) []byte { return wire.MarshalCertificate(nil) })
	})
}

// certificateMessageSize makes the message but once: it is long.
func certificateMessageSize(s *Server, h *hooks) {
	long := certificateMessageOf(s.config.Certificate.Chain, s.config.Profile.Quirks.CertificateMessageSize)
	h.flight = append(h.flight, func(_ *handshake, messages [][]byte) [][]byte {
		return changing(messages, wire.TypeCertificate, func([]byte) []byte { return long })
	})
}

// certificateMessageOf repeats the first certificate behind the chain until the
// message has that many bytes.
func certificateMessageOf(chain [][]byte, size int) []byte {
	const header, lengthBytes = 4, 3 // of the message; of the list and of each certificate
	chain = slices.Clone(chain)
	now := header + lengthBytes
	for _, certificate := range chain {
		now += lengthBytes + len(certificate)
	}
	for ; now < size; now += lengthBytes + len(chain[0]) {
		chain = append(chain, chain[0])
	}
	return wire.MarshalCertificate(chain)
}

// keyExchangeBeforeCertificate moves the message to the place of the first one after
// ServerHello, which is Certificate.
func keyExchangeBeforeCertificate() func(*Server, *hooks) {
	return flightQuirk(func(_ *handshake, messages [][]byte) [][]byte {
		exchange, rest := takeOut(messages, wire.TypeServerKeyExchange)
		return append(exchange, rest...)
	})
}

func helloRequestInHandshake() func(*Server, *hooks) {
	return flightQuirk(func(_ *handshake, messages [][]byte) [][]byte {
		return append([][]byte{wire.MarshalMessage(wire.TypeHelloRequest, nil)}, messages...)
	})
}

func certificateRequestAfterDone() func(*Server, *hooks) {
	return flightQuirk(func(_ *handshake, messages [][]byte) [][]byte {
		request, rest := takeOut(messages, wire.TypeCertificateRequest)
		return append(rest, request...)
	})
}

// noClientSchemes changes what is asked for alone. What the client signs with is judged
// as if the list were there.
func noClientSchemes() func(*Server, *hooks) {
	return flightQuirk(func(hs *handshake, messages [][]byte) [][]byte {
		return changing(messages, wire.TypeCertificateRequest, func(message []byte) []byte {
			request, _ := wire.ParseCertificateRequest(message, hs.version) // our own
			request.Schemes = nil
			return request.Marshal(hs.version)
		})
	})
}
