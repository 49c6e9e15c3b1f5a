package legacy

import (
	"slices"

	"github.com/legacytls/legacytls/internal/wire"
)

// readClientHello reads the message that opens a handshake, and what cannot be
// left to a choice: RFC 5246, section 7.4.1.2.
func (hs *handshake) readClientHello() error {
	message, err := hs.read(wire.TypeClientHello)
	if err != nil {
		return err
	}
	hs.c.awaited = 0 // a client that has begun does not decline any more
	hs.note(message)
	if hs.hello, err = wire.ParseClientHello(message); err != nil {
		return fatal(alertDecodeError, "%v", err)
	}
	if id, twice := repeated(hs.hello.Extensions); twice {
		return fatal(alertDecodeError, "the client's ClientHello has the extension %s twice (RFC 5246, section 7.4.1.4)", wire.ExtensionName(id))
	}
	if n := len(hs.hello.SessionID); n > sessionIDLength {
		return fatal(alertDecodeError, "the client's session id has %d bytes, expected at most %d (RFC 5246, section 7.4.1.2)", n, sessionIDLength)
	}
	if !hs.again {
		hs.c.records.setVersion(hs.c.server.recordVersionFor(hs.hello.Version))
	}
	if !slices.Contains(hs.hello.CompressionMethods, 0) {
		return fatal(alertHandshakeFailure, "the client offers no null compression, which all must (RFC 5246, section 7.4.1.2)")
	}
	return hs.c.server.hooks.onHello(hs)
}

// repeated returns an extension that was sent more than once.
func repeated(extensions []wire.Extension) (id uint16, twice bool) {
	seen := make(map[uint16]bool, len(extensions))
	for _, e := range extensions {
		if seen[e.ID] {
			return e.ID, true
		}
		seen[e.ID] = true
	}
	return 0, false
}

// recordVersionFor is the version of an alert before one has been chosen.
func (s *Server) recordVersionFor(offered uint16) uint16 {
	if offered < wire.VersionSSL30 {
		return wire.VersionSSL30
	}
	return min(offered, s.config.Profile.MaxVersion)
}

// choose decides all that the ServerHello will say.
func (hs *handshake) choose() error {
	return hs.inOrder(
		hs.chooseVersion,
		hs.chooseSession,
		hs.chooseSuite,
		hs.chooseProtocol,
		hs.chooseExtensions,
	)
}

// chooseVersion takes the highest version that both speak (RFC 8446, section
// 4.2.1, and for clients without supported_versions RFC 5246, appendix E.1).
func (hs *handshake) chooseVersion() error {
	hs.version = hs.highestVersion()
	if hs.version == 0 {
		return refuse(alertProtocolVersion, "the client offers %s, the server speaks %s",
			versionNames(hs.hello.Versions()), hs.c.server.versions())
	}
	if hs.again && hs.version != hs.c.state.Version {
		return fatal(alertProtocolVersion, "the client renegotiates from %s to %s", wire.VersionName(hs.c.state.Version), wire.VersionName(hs.version))
	}
	if hs.hello.OffersSuite(wire.FallbackSCSV) && hs.hello.Version < hs.c.server.config.Profile.MaxVersion {
		return fatal(alertInappropriateFallback, "the client falls back to %s, the server speaks %s (RFC 7507, section 3)",
			wire.VersionName(hs.hello.Version), hs.c.server.versions())
	}
	hs.c.records.setVersion(hs.version)
	return nil
}

func (hs *handshake) highestVersion() uint16 {
	p := hs.c.server.config.Profile
	if hs.hello.SupportedVersions == nil {
		if v := min(hs.hello.Version, p.MaxVersion); v >= p.MinVersion {
			return v
		}
		return 0
	}
	for _, v := range hs.hello.Versions() {
		if v >= p.MinVersion && v <= p.MaxVersion {
			return v
		}
	}
	return 0
}

// versions are those of the server, for messages.
func (s *Server) versions() string {
	p := s.config.Profile
	if p.MinVersion == p.MaxVersion {
		return wire.VersionName(p.MinVersion)
	}
	return wire.VersionName(p.MinVersion) + " to " + wire.VersionName(p.MaxVersion)
}

// chooseProtocol takes the first of the server's protocols that the client has
// (RFC 7301, section 3.2).
func (hs *handshake) chooseProtocol() error {
	ours, theirs := hs.c.server.config.Profile.ALPN, hs.hello.ALPN
	if len(ours) == 0 || theirs == nil || hs.version == wire.VersionSSL30 {
		return nil
	}
	for _, proto := range ours {
		if slices.Contains(theirs, proto) {
			hs.alpn = proto
			return nil
		}
	}
	return fatal(alertNoApplicationProtocol, "the client offers the protocols %q, the server speaks %q", theirs, ours)
}

// chooseExtensions decides on the rest.
func (hs *handshake) chooseExtensions() error {
	p, hello := hs.c.server.config.Profile, hs.hello
	tls10 := hs.version >= wire.VersionTLS10
	hs.pointFormats = tls10 && hs.suite.Elliptic() && hello.PointFormats != nil
	hs.extendedMasterSecret = tls10 && hello.ExtendedMasterSecret
	hs.ticket = tls10 && hello.SessionTicket && !p.NoSessionTickets && hs.resumed == nil
	hs.staple = tls10 && hello.StatusRequest && p.StapleOCSP && hs.resumed == nil && !hs.suite.anonymous()
	if err := hs.checkRenegotiationInfo(); err != nil {
		return err
	}
	hs.c.server.hooks.onChosen(hs)
	return nil
}
