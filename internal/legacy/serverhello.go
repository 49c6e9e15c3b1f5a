package legacy

import (
	"github.com/legacytls/legacytls/internal/wire"
)

// sendServerHello answers with what was chosen (RFC 5246, section 7.4.1.3).
func (hs *handshake) sendServerHello() error {
	fillRandom(hs.serverRandom[:])
	hs.sessionID = hs.newSessionID()
	hello := &wire.ServerHello{
		LegacyVersion: hs.version,
		Random:        hs.serverRandom,
		SessionID:     hs.sessionID,
		CipherSuite:   hs.suite.ID,
		Extensions:    hs.extensions(),
	}
	hs.c.server.hooks.onServerHello(hs, hello)
	hs.send(hello.Marshal())
	hs.schedule = schedule{version: hs.version, hash: hs.suite.prfHash}
	return nil
}

// extensions are those of the ServerHello. It is nil if there are none: then the
// message ends before them, as servers of before RFC 3546 have it.
func (hs *handshake) extensions() []wire.Extension {
	var all []wire.Extension
	if hs.secureRenegotiation {
		all = append(all, hs.renegotiationInfo())
	}
	if hs.pointFormats {
		all = append(all, wire.PointFormats(0))
	}
	if hs.ticket {
		all = append(all, wire.EmptyExtension(wire.ExtSessionTicket))
	}
	if hs.staple {
		all = append(all, wire.EmptyExtension(wire.ExtStatusRequest))
	}
	if hs.alpn != "" {
		all = append(all, wire.ALPN(hs.alpn))
	}
	if hs.extendedMasterSecret {
		all = append(all, wire.EmptyExtension(wire.ExtExtendedMasterSecret))
	}
	return all
}

// addCertificate shows the chain, unless the suite is anonymous (RFC 5246,
// section 7.4.2).
func (hs *handshake) addCertificate() error {
	if !hs.suite.anonymous() {
		hs.add(wire.MarshalCertificate(hs.c.server.config.Certificate.Chain))
	}
	return nil
}

// addCertificateStatus staples an OCSP response (RFC 6066, section 8).
func (hs *handshake) addCertificateStatus() error {
	if hs.staple {
		hs.add(wire.MarshalCertificateStatus(hs.c.server.config.OCSPResponse))
	}
	return nil
}
