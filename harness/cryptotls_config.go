package harness

import (
	"crypto/rsa"
	"crypto/tls"
	"net"
	"slices"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// cryptoTLSConfig returns a configuration that leaves nothing to a default.
func cryptoTLSConfig(s Setup) *tls.Config {
	p := s.Profile
	certificate := s.Certificate.TLS()
	certificate.OCSPStaple = s.OCSPResponse
	config := &tls.Config{
		Certificates:           []tls.Certificate{certificate},
		MinVersion:             p.MinVersion,
		MaxVersion:             p.MaxVersion,
		CipherSuites:           suitesBelowTLS13(p.Suites),
		CurvePreferences:       groupsOf(p),
		NextProtos:             p.ALPN,
		ClientAuth:             p.ClientAuth,
		ClientCAs:              s.ClientRoots,
		SessionTicketsDisabled: p.NoSessionTickets,
		Renegotiation:          tls.RenegotiateNever,
		KeyLogWriter:           s.KeyLog,
	}
	rsaKey := usesRSA(s.Certificate)
	config.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		return logged(narrow(config, p, rsaKey, hello), hello.Conn), nil
	}
	return config
}

// narrow returns config with just the suite and the group that p prefers among
// what the client offers. Left alone, crypto/tls would choose by an order of
// its own, which depends on the release and on the processor.
//
// It returns nil, which means config itself, when nothing fits and crypto/tls
// shall refuse. Of TLS 1.3 only the group can be chosen.
func narrow(config *tls.Config, p fixtures.Profile, rsaKey bool, hello *tls.ClientHelloInfo) *tls.Config {
	if p.MaxVersion >= tls.VersionTLS13 && slices.Contains(hello.SupportedVersions, tls.VersionTLS13) {
		return withGroup(config, groupForTLS13(groupsOf(p), hello))
	}
	tls12 := p.MaxVersion >= tls.VersionTLS12 && slices.Contains(hello.SupportedVersions, tls.VersionTLS12)
	group := firstGroup(groupsOf(p), hello.SupportedCurves)
	for _, id := range inOrder(p, hello) {
		s, _ := fixtures.SuiteByID(id)
		switch {
		case s.TLS13(), s.TLS12Only() && !tls12:
			continue
		case rsaKey != (s.Authentication == "RSA"): // the certificate is of the other family
			continue
		case s.KeyExchange == "ECDHE" && group == 0:
			continue
		}
		chosen := config.Clone()
		chosen.CipherSuites = []uint16{id}
		requireClientCertificate(chosen, hello.Conn)
		if group != 0 {
			chosen.CurvePreferences = []tls.CurveID{group}
		}
		return chosen
	}
	return nil
}

// inOrder returns the suites that both sides have, the one to select first.
func inOrder(p fixtures.Profile, hello *tls.ClientHelloInfo) []uint16 {
	first, second := p.Suites, hello.CipherSuites
	if p.ClientOrder {
		first, second = second, first
	}
	var both []uint16
	for _, id := range first {
		if slices.Contains(second, id) {
			both = append(both, id)
		}
	}
	return both
}

// groupForTLS13 returns the first of ours for which the client has sent a key
// share, or else the first that it supports, for which it is asked to send one
// (RFC 8446, section 4.1.4). That is what OpenSSL does, and what crypto/tls
// did until Go 1.23; since 1.24 it ignores the order of CurvePreferences.
func groupForTLS13(ours []tls.CurveID, hello *tls.ClientHelloInfo) tls.CurveID {
	if shares := keyShares(hello.Conn); len(shares) > 0 {
		if g := firstGroup(ours, shares); g != 0 {
			return g
		}
	}
	return firstGroup(ours, hello.SupportedCurves)
}

// keyShares returns the groups of the client's key shares, which crypto/tls
// does not tell.
func keyShares(conn net.Conn) []tls.CurveID {
	t := tapBelow(conn)
	if t == nil {
		return nil
	}
	in, _ := t.handshake()
	hello, err := wire.DecodeFlow(in).ClientHello()
	if err != nil {
		return nil
	}
	var groups []tls.CurveID
	for _, share := range hello.KeyShares {
		groups = append(groups, tls.CurveID(share.Group))
	}
	return groups
}

func withGroup(config *tls.Config, group tls.CurveID) *tls.Config {
	if group == 0 {
		return nil
	}
	chosen := config.Clone()
	chosen.CurvePreferences = []tls.CurveID{group}
	return chosen
}

// usesRSA reports whether the certificate's key is RSA; all others go with the
// ECDSA suites (RFC 8422, section 5.10).
func usesRSA(cert *certs.Certificate) bool {
	_, ok := cert.Key.Public().(*rsa.PublicKey)
	return ok
}

// suitesBelowTLS13 never returns nil, which crypto/tls would take for its
// defaults.
func suitesBelowTLS13(ids []uint16) []uint16 {
	below := make([]uint16, 0, len(ids))
	for _, id := range ids {
		if s, _ := fixtures.SuiteByID(id); !s.TLS13() {
			below = append(below, id)
		}
	}
	return below
}

// groupsOf returns the groups of p; for a profile that names none, one that
// its suites do not use, because an empty list would mean the defaults of
// crypto/tls.
func groupsOf(p fixtures.Profile) []tls.CurveID {
	if len(p.Groups) == 0 {
		return []tls.CurveID{tls.CurveP256}
	}
	return p.Groups
}

// firstGroup returns the first of ours that the client has too. A client that
// sends no list can do any (RFC 8422 section 5.1).
func firstGroup(ours, theirs []tls.CurveID) tls.CurveID {
	if len(theirs) == 0 {
		return ours[0]
	}
	for _, g := range ours {
		if slices.Contains(theirs, g) {
			return g
		}
	}
	return 0
}
