package legacy

import (
	"slices"

	"github.com/legacytls/legacytls/internal/wire"
)

// noExtendedMasterSecret does not see the extension, so that a client that offers it
// can resume a session that was made without.
func noExtendedMasterSecret(_ *Server, h *hooks) {
	h.hello = append(h.hello, func(hs *handshake) error {
		hs.hello.ExtendedMasterSecret = false
		return nil
	})
}

// The master secret is that of the session, so that only the ServerHello changes.
func noExtendedMasterSecretOnResumption(_ *Server, h *hooks) {
	h.chosen = append(h.chosen, func(hs *handshake) {
		if hs.resumed != nil {
			hs.extendedMasterSecret = false
		}
	})
}

// extendedMasterSecretInNameOnly forgets the extension when the ServerHello has it.
func extendedMasterSecretInNameOnly(_ *Server, h *hooks) {
	h.serverHello = append(h.serverHello, func(hs *handshake, _ *wire.ServerHello) {
		hs.extendedMasterSecret = false
	})
}

// noRenegotiationInfo sees neither signal, in a renegotiation no more than before
// (RFC 5746, section 4.2).
func noRenegotiationInfo(_ *Server, h *hooks) {
	h.hello = append(h.hello, func(hs *handshake) error {
		hs.hello.RenegotiationInfo = nil
		hs.hello.CipherSuites = without(hs.hello.CipherSuites, wire.RenegotiationSCSV)
		return nil
	})
}

func without(suites []uint16, id uint16) []uint16 {
	var rest []uint16
	for _, s := range suites {
		if s != id {
			rest = append(rest, s)
		}
	}
	return rest
}

// nonEmptyRenegotiationInfo sends as much as the verify_data of a client has (RFC 5246,
// section 7.4.9).
func nonEmptyRenegotiationInfo(_ *Server, h *hooks) {
	const verifyDataLength = 12
	h.serverHello = append(h.serverHello, func(hs *handshake, hello *wire.ServerHello) {
		if !hs.again {
			replace(hello, wire.RenegotiationInfo(make([]byte, verifyDataLength)))
		}
	})
}

// selectALPN leaves the server itself without a protocol, so that it speaks what it
// would speak anyway.
func selectALPN(s *Server, h *hooks) {
	selected := wire.ALPN(s.config.Profile.Quirks.SelectALPN)
	h.serverHello = append(h.serverHello, func(hs *handshake, hello *wire.ServerHello) {
		if hs.version >= wire.VersionTLS10 {
			hello.Extensions = append(hello.Extensions, selected)
		}
	})
}

func compressedPointsOnly(_ *Server, h *hooks) {
	const compressedPrime = 1
	h.serverHello = append(h.serverHello, func(_ *handshake, hello *wire.ServerHello) {
		replace(hello, wire.PointFormats(compressedPrime))
	})
}

func nonEmptyServerName(_ *Server, h *hooks) {
	h.serverHello = append(h.serverHello, func(hs *handshake, hello *wire.ServerHello) {
		if name := hs.hello.ServerName; name != "" && hs.version >= wire.VersionTLS10 {
			hello.Extensions = append(hello.Extensions, wire.ServerName(name))
		}
	})
}

// unsolicitedExtensions leaves those alone that the server has a reason to send.
func unsolicitedExtensions(s *Server, h *hooks) {
	h.serverHello = append(h.serverHello, func(_ *handshake, hello *wire.ServerHello) {
		for _, id := range s.config.Profile.Quirks.UnsolicitedExtensions {
			if _, sent := hello.Extension(id); !sent {
				hello.Extensions = append(hello.Extensions, wire.EmptyExtension(id))
			}
		}
	})
}

// omitExtensions ends the message before the extensions if it leaves none.
func omitExtensions(s *Server, h *hooks) {
	h.serverHello = append(h.serverHello, func(_ *handshake, hello *wire.ServerHello) {
		var rest []wire.Extension
		for _, e := range hello.Extensions {
			if !slices.Contains(s.config.Profile.Quirks.OmitExtensions, e.ID) {
				rest = append(rest, e)
			}
		}
		hello.Extensions = rest
	})
}

func doubleExtensions(_ *Server, h *hooks) {
	h.serverHello = append(h.serverHello, func(_ *handshake, hello *wire.ServerHello) {
		hello.Extensions = append(hello.Extensions, hello.Extensions...)
	})
}

// replace changes an extension that the ServerHello has.
func replace(hello *wire.ServerHello, by wire.Extension) {
	for i, e := range hello.Extensions {
		if e.ID == by.ID {
			hello.Extensions[i] = by
		}
	}
}
