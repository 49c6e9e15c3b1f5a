package legacy

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/internal/wire"
)

// quirks says how each field of fixtures.Quirks gets into a server. What it means,
// and its source, stand there.
func quirks() map[string]func(*Server, *hooks) {
	return map[string]func(*Server, *hooks){
		"NoExtendedMasterSecret":             noExtendedMasterSecret,
		"NoExtendedMasterSecretOnResumption": noExtendedMasterSecretOnResumption,
		"NoRenegotiationInfo":                noRenegotiationInfo,
		"IgnoreSupportedVersions":            ignoreSupportedVersions,
		"IgnoreSignatureAlgorithms":          ignoreSignatureAlgorithms,
		"ForgetSessions":                     forgetSessions,
		"SelectSuite":                        selectSuite,
		"DoubleExtensions":                   doubleExtensions,
		"MalformedPoint":                     malformedPoint,
		"ShortSignature":                     shortSignature,
	}
}

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

func ignoreSupportedVersions(_ *Server, h *hooks) {
	h.hello = append(h.hello, func(hs *handshake) error {
		hs.hello.SupportedVersions = nil
		return nil
	})
}

func ignoreSignatureAlgorithms(s *Server, h *hooks) {
	schemes := schemeIDs(s.config.Profile.SignatureSchemes)
	if len(schemes) == 0 {
		schemes = []uint16{uint16(tls.PKCS1WithSHA1), uint16(tls.ECDSAWithSHA1)}
	}
	h.hello = append(h.hello, func(hs *handshake) error {
		hs.hello.SignatureAlgorithms = schemes
		return nil
	})
}

func forgetSessions(_ *Server, h *hooks) {
	h.hello = append(h.hello, func(hs *handshake) error {
		hs.hello.SessionID, hs.hello.Ticket = nil, nil
		return nil
	})
}

func selectSuite(s *Server, h *hooks) {
	id := s.config.Profile.Quirks.SelectSuite
	selected, _ := suiteByID(id)
	s.suites = []suite{selected}
	h.hello = append(h.hello, func(hs *handshake) error {
		hs.hello.CipherSuites = append(hs.hello.CipherSuites[:len(hs.hello.CipherSuites):len(hs.hello.CipherSuites)], id)
		return nil
	})
}

func doubleExtensions(_ *Server, h *hooks) {
	h.serverHello = append(h.serverHello, func(hello *wire.ServerHello) {
		hello.Extensions = append(hello.Extensions, hello.Extensions...)
	})
}

// malformedPoint changes the last byte, with which the point of one of the NIST's
// curves is no longer on the curve: for a given x there are but two y. On X25519
// every string of bytes is a key, so that the key is cut off instead.
func malformedPoint(_ *Server, h *hooks) {
	h.params = append(h.params, func(hs *handshake, params []byte) []byte {
		if hs.group == 0 {
			return params
		}
		point := params[ecdhParamsHeader:]
		if hs.group == tls.X25519 {
			return wire.ECDHParams(uint16(hs.group), point[:len(point)-1])
		}
		changed := append([]byte(nil), point...)
		changed[len(changed)-1] ^= 1
		return wire.ECDHParams(uint16(hs.group), changed)
	})
}

// shortSignature makes signatures until one begins with a zero byte, as one in
// 256 does, and leaves it out. The bound makes that all but certain.
func shortSignature(_ *Server, h *hooks) {
	h.exchange = append(h.exchange, func(exchange *wire.ServerKeyExchange) bool {
		if len(exchange.Signature) == 0 {
			return true // anonymous
		}
		if exchange.Signature[0] != 0 {
			return false
		}
		for len(exchange.Signature) > 0 && exchange.Signature[0] == 0 {
			exchange.Signature = exchange.Signature[1:]
		}
		return true
	})
}
