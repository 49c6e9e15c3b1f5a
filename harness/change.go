package harness

import (
	"crypto/tls"
	"fmt"
	"strings"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// A change is what is set in the tls.Config of a client, to try whether it helps.
// A zero field is left as it is.
type change struct {
	minVersion  uint16
	maxVersion  uint16
	suites      []uint16
	groups      []tls.CurveID
	serverName  string
	protocols   []string // tls.Config.NextProtos
	noProtocols bool     // none of those that the client has
	certificate bool     // show one that the server accepts
	renegotiate tls.RenegotiationSupport

	roots      bool // trust the authorities of the server
	verify     bool // what the client makes of the certificate is the matter
	skipVerify bool // take any certificate
}

// clientChanges are the changes to try: suites alone, version alone, both.
func clientChanges(minVersion uint16, suites []uint16) []change {
	changes := append(suiteChanges(suites), change{minVersion: minVersion})
	for _, ch := range suiteChanges(suites) {
		ch.minVersion = minVersion
		changes = append(changes, ch)
	}
	return changes
}

// suiteChanges offer the suites, those with a weak cipher only if no others help.
func suiteChanges(suites []uint16) []change {
	var changes []change
	for _, weakness := range []func(fixtures.Suite) bool{isStrong, has3DES, hasRC4} {
		if some := suitesThat(suites, weakness); len(some) > 0 {
			changes = append(changes, change{suites: some})
		}
	}
	return changes
}

func has3DES(s fixtures.Suite) bool  { return strings.HasPrefix(s.Cipher, "3DES") }
func hasRC4(s fixtures.Suite) bool   { return strings.HasPrefix(s.Cipher, "RC4") }
func isStrong(s fixtures.Suite) bool { return !has3DES(s) && !hasRC4(s) }

func suitesThat(ids []uint16, condition func(fixtures.Suite) bool) []uint16 {
	var some []uint16
	for _, id := range ids {
		if s, known := fixtures.SuiteByID(id); known && condition(s) {
			some = append(some, id)
		}
	}
	return some
}

// changedBy returns c with what ch sets.
func (c Client) changedBy(ch change) Client {
	if ch.minVersion != 0 {
		c.MinVersion = ch.minVersion
	}
	if ch.maxVersion != 0 {
		c.MaxVersion = ch.maxVersion
	}
	if ch.suites != nil {
		c.CipherSuites = ch.suites
	}
	if ch.groups != nil {
		c.Groups = ch.groups
	}
	if ch.serverName != "" {
		c.ServerName = ch.serverName
	}
	if ch.protocols != nil || ch.noProtocols {
		c.ALPN = ch.protocols
	}
	if ch.certificate {
		c.Certificate = GoodCertificate
	}
	if ch.renegotiate != tls.RenegotiateNever {
		c.Renegotiation = ch.renegotiate
	}
	c.InsecureSkipVerify = c.InsecureSkipVerify || ch.skipVerify
	return c
}

// reaching adds to changes what a client needs besides to speak with p, and leaves out
// those with which it cannot.
func reaching(p fixtures.Profile, hello *ClientHello, changes []change) []change {
	var possible []change
	for _, ch := range changes {
		if ch.minVersion == 0 && !anyCommon(hello.Versions(), profileVersions(p)) {
			ch.minVersion = max(p.MaxVersion, tls.VersionTLS10)
			if ch.maxVersion != 0 {
				ch.minVersion = min(ch.minVersion, ch.maxVersion)
			}
		}
		if ch.suites == nil && !offersAny(hello, p.Suites) {
			ch.suites = strongest(goSuites(p.Suites))
		}
		if ch.maxVersion == 0 || ch.maxVersion >= p.MinVersion {
			possible = append(possible, ch)
		}
	}
	return possible
}

// strongest returns those of the suites that are to be tried first, nil if there are none.
func strongest(suites []uint16) []uint16 {
	if changes := suiteChanges(suites); len(changes) > 0 {
		return changes[0].suites
	}
	return nil
}

// describeChanges names what was tried.
func describeChanges(changes []change) string {
	var texts []string
	for _, ch := range changes {
		texts = append(texts, ch.describe(Outcome{}))
	}
	return strings.Join(texts, "; ")
}

// describe names the fields of the tls.Config that made the difference.
func (ch change) describe(o Outcome) string {
	var changes []string
	if ch.minVersion != 0 {
		changes = append(changes, "tls.Config.MinVersion of "+wire.VersionName(ch.minVersion))
	}
	if ch.maxVersion != 0 {
		changes = append(changes, "tls.Config.MaxVersion of "+wire.VersionName(ch.maxVersion))
	}
	if ch.suites != nil {
		changes = append(changes, "tls.Config.CipherSuites with "+describeSuites(ch.suites, o.Suite))
	}
	if ch.groups != nil {
		changes = append(changes, "tls.Config.CurvePreferences with "+groupNames(groupIDs(ch.groups)))
	}
	if ch.serverName != "" {
		changes = append(changes, "tls.Config.ServerName of "+ch.serverName)
	}
	if ch.protocols != nil {
		changes = append(changes, fmt.Sprintf("tls.Config.NextProtos with %q", ch.protocols))
	}
	if ch.noProtocols {
		changes = append(changes, "tls.Config.NextProtos without anything")
	}
	switch ch.renegotiate {
	case tls.RenegotiateOnceAsClient:
		changes = append(changes, "tls.Config.Renegotiation of tls.RenegotiateOnceAsClient")
	case tls.RenegotiateFreelyAsClient:
		changes = append(changes, "tls.Config.Renegotiation of tls.RenegotiateFreelyAsClient")
	}
	if ch.certificate {
		changes = append(changes, "tls.Config.Certificates with one of the authority that the server trusts")
	}
	if ch.roots {
		changes = append(changes, "tls.Config.RootCAs with the server's authority")
	}
	if ch.skipVerify {
		changes = append(changes, "tls.Config.InsecureSkipVerify, which takes any certificate: only with a check of your own in VerifyConnection")
	}
	return strings.Join(changes, " and ")
}

// describeSuites names the suite that was agreed on, or how many were tried.
func describeSuites(tried []uint16, agreed uint16) string {
	if agreed == 0 {
		return suiteCount(len(tried)) + " of the server's"
	}
	return fixtures.SuiteName(agreed)
}

// probeConfig is the configuration of a client with nothing but the change, for the
// server name and the protocols of a client that sent hello.
func (s *Server) probeConfig(ch change, hello *ClientHello) (*tls.Config, error) {
	probe := Client{}
	if hello != nil {
		probe.ServerName, probe.ALPN = hello.ServerName, hello.ALPN
	}
	config := probe.changedBy(ch).config(Target{Addr: s.Addr, RootsPEM: s.RootsPEM, Server: s})
	config.InsecureSkipVerify = !ch.verify // a handshake that was refused never came to the certificate
	if !ch.certificate {
		return config, nil
	}
	cert, err := s.clients.Issue(certs.Spec{CommonName: "legacytls probe", ForClient: true})
	if err != nil {
		return nil, err
	}
	config.Certificates = []tls.Certificate{cert.TLS()}
	return config, nil
}
