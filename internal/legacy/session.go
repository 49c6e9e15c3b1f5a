package legacy

import (
	"crypto/tls"
	"crypto/x509"
	"sync"

	"github.com/legacytls/legacytls/internal/wire"
)

// A session is what a client may resume (RFC 5246, section 7.3).
type session struct {
	version              uint16
	suite                suite
	master               []byte
	extendedMasterSecret bool
	clientCertificates   []*x509.Certificate
	verifiedChains       [][]*x509.Certificate
	group                tls.CurveID
	serverName           string
}

const (
	// maxSessions is how many sessions a server remembers. A server that runs for days
	// forgets the oldest first.
	maxSessions = 1024

	sessionIDLength = 32 // the most that there is (RFC 5246, section 7.4.1.2)
	ticketLength    = 192
	ticketLifetime  = 7200 // in seconds, as OpenSSL says
)

// sessions are those that a server remembers, by session id or by ticket. A ticket
// is opaque to clients (RFC 5077, section 4): ours is a name, as a session id is.
type sessions struct {
	mu    sync.Mutex
	known map[string]*session
	order []string // oldest first
}

func newSessions() *sessions { return &sessions{known: make(map[string]*session)} }

func (all *sessions) put(name []byte, s *session) {
	all.mu.Lock()
	defer all.mu.Unlock()
	if len(all.order) == maxSessions {
		delete(all.known, all.order[0])
		all.order = append(all.order[:0], all.order[1:]...)
	}
	all.known[string(name)] = s
	all.order = append(all.order, string(name))
}

// get returns nil if there is no such session.
func (all *sessions) get(name []byte) *session {
	all.mu.Lock()
	defer all.mu.Unlock()
	return all.known[string(name)]
}

// chooseSession finds the session that the client asks to resume. One that is
// unknown or does not fit means a full handshake, with one exception: RFC 7627,
// section 5.3, wants a client that has lost its extended master secret refused.
func (hs *handshake) chooseSession() error {
	s := hs.lookUp()
	if s == nil || hs.again || !hs.mayResume(s) {
		return nil
	}
	if s.extendedMasterSecret && !hs.hello.ExtendedMasterSecret {
		return fatal(alertHandshakeFailure, "the client resumes a session with extended master secret and does not offer it (RFC 7627, section 5.3)")
	}
	hs.resumed, hs.suite = s, s.suite
	return nil
}

// lookUp prefers the ticket, as RFC 5077, section 3.4, has it.
func (hs *handshake) lookUp() *session {
	p := hs.c.server.config.Profile
	if len(hs.hello.Ticket) > 0 && !p.NoSessionTickets {
		return hs.c.server.tickets.get(hs.hello.Ticket)
	}
	if len(hs.hello.SessionID) > 0 && p.SessionIDs {
		return hs.c.server.sessionIDs.get(hs.hello.SessionID)
	}
	return nil
}

func (hs *handshake) mayResume(s *session) bool {
	return s.version == hs.version &&
		hs.hello.OffersSuite(s.suite.ID) &&
		(s.extendedMasterSecret || !hs.hello.ExtendedMasterSecret || hs.version == wire.VersionSSL30) &&
		hs.hello.ServerName == s.serverName && // RFC 6066, section 3
		(len(s.clientCertificates) > 0 || s.suite.anonymous() || !hs.mayAsk() || !hs.c.server.requiresCertificate())
}

// newSessionID decides on the session id of the ServerHello: that of the client
// for a resumed session, a new one if the session can be resumed by it, or else
// an empty one (RFC 5246, section 7.4.1.3; RFC 5077, section 3.4).
func (hs *handshake) newSessionID() []byte {
	switch {
	case hs.resumed != nil:
		return hs.hello.SessionID
	case hs.c.server.config.Profile.SessionIDs && !hs.ticket:
		return randomBytes(sessionIDLength)
	}
	return nil
}

// sendNewSessionTicket issues a ticket (RFC 5077, section 3.3).
func (hs *handshake) sendNewSessionTicket() error {
	if !hs.ticket {
		return nil
	}
	ticket := randomBytes(ticketLength)
	hs.send(wire.MarshalNewSessionTicket(ticketLifetime, ticket))
	hs.c.server.tickets.put(ticket, hs.session())
	return nil
}

// remember keeps the session under its id. It does so before the client knows that
// the handshake is complete, and may resume.
func (hs *handshake) remember() error {
	if len(hs.sessionID) > 0 {
		hs.c.server.sessionIDs.put(hs.sessionID, hs.session())
	}
	return nil
}

func (hs *handshake) session() *session {
	return &session{
		version: hs.version, suite: hs.suite, master: hs.master,
		extendedMasterSecret: hs.extendedMasterSecret,
		clientCertificates:   hs.clientCertificates,
		verifiedChains:       hs.verifiedChains,
		group:                hs.group,
		serverName:           hs.hello.ServerName,
	}
}

// takeUp goes on with the secrets of the session that is resumed.
func (hs *handshake) takeUp() error {
	hs.master, hs.group = hs.resumed.master, hs.resumed.group
	hs.clientCertificates, hs.verifiedChains = hs.resumed.clientCertificates, hs.resumed.verifiedChains
	hs.c.server.logKeys(hs.hello.Random[:], hs.master)
	return nil
}
