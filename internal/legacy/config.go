package legacy

import (
	"crypto/x509"
	"fmt"
	"io"
	"sync"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
)

// A Config says what a [Server] is.
type Config struct {
	// Profile is what to play; [Lacks] has found nothing that is missing.
	Profile fixtures.Profile

	// Certificate is the server's chain and key, which a server of anonymous suites
	// alone does not show. Required.
	Certificate *certs.Certificate

	// OCSPResponse is what a profile with StapleOCSP staples.
	OCSPResponse []byte

	// ClientAuthorities are what client certificates are verified with. Their names are
	// in CertificateRequest messages, unless the profile has other ones.
	ClientAuthorities []*x509.Certificate

	// KeyLog, if not nil, gets a line for each handshake from which Wireshark and
	// others decrypt the connection: "CLIENT_RANDOM", the random and the master
	// secret (https://datatracker.ietf.org/doc/html/draft-ietf-tls-keylogfile). One
	// write at a time.
	KeyLog io.Writer

	// Premaster, if not nil, is told what the master secret of each handshake is made of,
	// which no key log has. It is called from many goroutines.
	Premaster func(clientRandom, premaster []byte)
}

// A Server is one legacy server. Its methods are safe for concurrent use, and
// so are its connections of each other.
type Server struct {
	config  Config
	suites  []suite // those of the profile, in its order
	hooks   hooks
	caNames [][]byte // in CertificateRequest messages
	// What clients may resume, by the name that they know it by.
	sessionIDs, tickets *sessions

	keyLogMu sync.Mutex
}

// NewServer returns a server. It fails if the engine cannot play the profile, or if
// the configuration lacks what the profile needs, with the reason.
func NewServer(c Config) (*Server, error) {
	if lacks := Lacks(c.Profile); lacks != "" {
		return nil, fmt.Errorf("the legacy engine cannot play profile %s: %s", c.Profile.Name, lacks)
	}
	if missing := c.missing(); missing != "" {
		return nil, fmt.Errorf("a server of profile %s needs %s", c.Profile.Name, missing)
	}
	s := &Server{config: c, sessionIDs: newSessions(), tickets: newSessions()}
	for _, id := range c.Profile.Suites {
		played, _ := suiteByID(id)
		s.suites = append(s.suites, played)
	}
	s.hooks.install(s, c.Profile.Quirks)
	var err error
	s.caNames, err = c.clientCANames()
	return s, err
}

// missing says what the profile needs and the configuration has not, "" if it has
// all of it.
func (c Config) missing() string {
	switch {
	case c.Certificate == nil:
		return "a Certificate"
	case c.Profile.StapleOCSP && len(c.OCSPResponse) == 0:
		return "an OCSPResponse to staple"
	case verifiesClients(c.Profile.ClientAuth) && len(c.ClientAuthorities) == 0:
		return "ClientAuthorities to verify client certificates with"
	}
	return ""
}

// clientCANames are the names in CertificateRequest messages, as DER.
func (c Config) clientCANames() ([][]byte, error) {
	if own := c.Profile.ClientCANames; own != nil {
		return distinguishedNames(own)
	}
	var names [][]byte
	for _, authority := range c.ClientAuthorities {
		names = append(names, authority.RawSubject)
	}
	return names, nil
}
