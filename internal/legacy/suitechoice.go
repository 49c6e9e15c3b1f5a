package legacy

import (
	"crypto/rsa"
	"crypto/tls"
	"fmt"
	"slices"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// chooseSuite takes the first suite, in the server's order or the client's, that
// both have and that works with what else the two have (RFC 5246, section
// 7.4.1.3; RFC 8422, section 4). A resumed session has its suite.
func (hs *handshake) chooseSuite() error {
	if hs.resumed != nil {
		return nil
	}
	var missing []string
	for _, s := range hs.candidates() {
		lacks := hs.trySuite(s)
		if lacks == "" {
			return nil
		}
		missing = append(missing, s.OpenSSL+" needs "+lacks)
	}
	if len(missing) > 0 {
		return refuse(alertHandshakeFailure, "no suite that both have can be used: %s", strings.Join(missing, "; "))
	}
	return refuse(alertHandshakeFailure, "the client offers %s, none of them %s",
		countSuites(hs.hello.CipherSuites), strings.Join(hs.c.server.config.Profile.SuiteNames(), ", "))
}

// countSuites leaves out what stands in the list and is no suite: signalling values
// and GREASE (RFC 8701).
func countSuites(ids []uint16) string {
	n := 0
	for _, id := range ids {
		if s, known := fixtures.SuiteByID(id); !wire.IsGREASE(id) && !(known && s.SCSV()) {
			n++
		}
	}
	if n == 1 {
		return "1 cipher suite"
	}
	return fmt.Sprintf("%d cipher suites", n)
}

// candidates are the suites that both sides have, the best first.
func (hs *handshake) candidates() []suite {
	var both []suite
	for _, s := range hs.c.server.suites {
		if hs.hello.OffersSuite(s.ID) {
			both = append(both, s)
		}
	}
	if !hs.c.server.config.Profile.ClientOrder {
		return both
	}
	var ordered []suite
	for _, id := range hs.hello.CipherSuites {
		for _, s := range both {
			if s.ID == id {
				ordered = append(ordered, s)
			}
		}
	}
	return ordered
}

// trySuite chooses s with all that goes with it, or returns what it lacks.
func (hs *handshake) trySuite(s suite) (lacks string) {
	if !s.UsableIn(hs.version) {
		return "another version than " + wire.VersionName(hs.version)
	}
	if !s.anonymous() && (s.Authentication == "RSA") != hs.c.server.hasRSAKey() {
		return "a certificate of the other kind"
	}
	var group tls.CurveID
	if s.KeyExchange == "ECDHE" {
		if group = hs.commonGroup(); group == 0 {
			return "a named group that both have: " + hs.groupsOfBoth()
		}
	}
	var scheme uint16
	if key := hs.c.server.config.Certificate.Key.Public(); s.signsKeyExchange() && hs.version < wire.VersionTLS12 && !signatureBefore12(key).fits(key) {
		return "a key that signs before TLS 1.2, the server has " + describeKey(key)
	}
	if s.signsKeyExchange() && hs.version >= wire.VersionTLS12 {
		if scheme = hs.commonScheme(); scheme == 0 {
			return "a signature scheme that both have: " + hs.schemesOfBoth()
		}
	}
	hs.suite, hs.group, hs.scheme = s, group, scheme
	return ""
}

// hasRSAKey tells the two kinds of certificates apart: all others than RSA go
// with the ECDSA suites (RFC 8422, section 5.10).
func (s *Server) hasRSAKey() bool {
	_, ok := s.config.Certificate.Key.Public().(*rsa.PublicKey)
	return ok
}

// commonGroup is the server's first that the client has. A client that names none
// can do any (RFC 8422, section 4), one that does without uncompressed points can
// do none of ours (section 5.1.2).
func (hs *handshake) commonGroup() tls.CurveID {
	if hs.hello.PointFormats != nil && !slices.Contains(hs.hello.PointFormats, 0) {
		return 0
	}
	for _, g := range hs.c.server.config.Profile.Groups {
		if hs.hello.Groups == nil || slices.Contains(hs.hello.Groups, uint16(g)) {
			return g
		}
	}
	return 0
}

func (hs *handshake) groupsOfBoth() string {
	var ours []string
	for _, g := range hs.c.server.config.Profile.Groups {
		ours = append(ours, wire.GroupName(uint16(g)))
	}
	return fmt.Sprintf("client %s; server %s", names(hs.hello.Groups, wire.GroupName), strings.Join(ours, ", "))
}

// names joins the names of ids for a message.
func names(ids []uint16, name func(uint16) string) string {
	if len(ids) == 0 {
		return "none"
	}
	var all []string
	for _, id := range ids {
		if !wire.IsGREASE(id) {
			all = append(all, name(id))
		}
	}
	return strings.Join(all, ", ")
}

func versionNames(versions []uint16) string { return names(versions, wire.VersionName) }
