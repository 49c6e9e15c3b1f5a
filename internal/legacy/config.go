package legacy

import (
	"crypto/rc4"
	"crypto/x509"
	"errors"
	"io"
	"sync"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
)

// A Config says what a [Server] is.
type Config struct {
	// Profile is what to play; [Lacks] has found nothing that is missing.
	Profile fixtures.Profile

	// Certificate is the server's chain and key. Profiles whose suites are all
	// anonymous show none.
	Certificate *certs.Certificate

	// OCSPResponse is what a profile with StapleOCSP staples.
	OCSPResponse []byte

	// ClientRoots are what client certificates are verified with, ClientCANames the
	// names of the same authorities as DER, for CertificateRequest messages.
	ClientRoots   *x509.CertPool
	ClientCANames [][]byte

	// KeyLog, if not nil, gets a line for each handshake from which Wireshark and
	// others decrypt the connection: "CLIENT_RANDOM", the random and the master
	// secret (https://datatracker.ietf.org/doc/html/draft-ietf-tls-keylogfile). One
	// write at a time.
	KeyLog io.Writer
}

// A Server is one legacy server. Its methods are safe for concurrent use, and
// so are its connections of each other.
type Server struct {
	config   Config
	suites   []suite // those of the profile, in its order
	hooks    hooks
	caNames  [][]byte // in CertificateRequest messages
	sessions *sessions
	keyLogMu sync.Mutex
}

// NewServer returns a server. It fails if the engine cannot play the profile,
// with the reason.
func NewServer(c Config) (*Server, error) {
	if lacks := Lacks(c.Profile); lacks != "" {
		return nil, errors.New("the legacy engine cannot play profile " + c.Profile.Name + ": " + lacks)
	}
	s := &Server{config: c, caNames: c.ClientCANames, sessions: newSessions()}
	if own := c.Profile.ClientCANames; own != nil {
		var err error
		if s.caNames, err = distinguishedNames(own); err != nil {
			return nil, err
		}
	}
	for _, id := range c.Profile.Suites {
		played, _ := suiteByID(id)
		s.suites = append(s.suites, played)
	}
	s.hooks.install(s, c.Profile.Quirks)
	return s, nil
}

// fipsOnly reports whether the process runs with GODEBUG=fips140=only, under
// which Go has no RC4, MD5, DES or X25519, and panics or fails where they are
// used. RC4 is the one that says so by an error.
func fipsOnly() bool {
	_, err := rc4.NewCipher(make([]byte, 16))
	return err != nil
}
