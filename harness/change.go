package harness

import (
	"crypto/tls"
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
	certificate bool // show one that the server accepts
	renegotiate bool // tls.RenegotiateOnceAsClient
}

// clientChanges are the changes to try: suites alone, version alone, both.
func clientChanges(minVersion uint16, suites []uint16) []change {
	changes := []change{{minVersion: minVersion}}
	if len(suites) > 0 {
		changes = append([]change{{suites: suites}}, changes[0], change{minVersion: minVersion, suites: suites})
	}
	return changes
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
	if ch.certificate {
		c.Certificate = GoodCertificate
	}
	if ch.renegotiate {
		c.Renegotiation = tls.RenegotiateOnceAsClient
	}
	return c
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
		changes = append(changes, "tls.Config.CipherSuites with "+fixtures.SuiteName(o.Suite))
	}
	if ch.groups != nil {
		changes = append(changes, "tls.Config.CurvePreferences with "+groupNames(groupIDs(ch.groups)))
	}
	if ch.renegotiate {
		changes = append(changes, "tls.Config.Renegotiation of tls.RenegotiateOnceAsClient")
	}
	if ch.certificate {
		changes = append(changes, "tls.Config.Certificates with one of the authority that the server trusts")
	}
	return strings.Join(changes, " and ")
}

// probeConfig is the configuration of a client with nothing but the change.
func (s *Server) probeConfig(ch change) (*tls.Config, error) {
	config := Client{}.changedBy(ch).config(Target{Addr: s.Addr, RootsPEM: s.RootsPEM, Server: s})
	config.InsecureSkipVerify = true // a handshake that was refused never came to the certificate
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
