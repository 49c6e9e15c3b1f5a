package legacy

import (
	"crypto/tls"
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// offeringTicket offers the session's ticket, an empty one to ask for one.
func offeringTicket(s *resumable) func(*wire.ClientHello) {
	e := wire.EmptyExtension(wire.ExtSessionTicket)
	if s != nil {
		e.Data = s.ticket
	}
	return extended(e)
}

var withEMS = extended(wire.EmptyExtension(wire.ExtExtendedMasterSecret))

// firstSession completes a handshake and returns its session.
func firstSession(t *testing.T, s *Server, hello *wire.ClientHello) *resumable {
	t.Helper()
	c := meetServer(t, s)
	c.handshake(hello)
	c.requireEcho("first")
	c.requireGoodbye()
	return c.kept()
}

// second begins a second connection of the session's.
func second(t *testing.T, s *Server, kept *resumable) *client {
	t.Helper()
	c := meetServer(t, s)
	c.session = kept
	return c
}

// RFC 5246, section 7.3, figure 2.
func TestASessionIsResumedByItsID(t *testing.T) {
	t.Parallel()
	inAllVersions(t, func(t *testing.T, version, suite uint16) {
		s := serverFor(t, playing([]uint16{suite}))
		kept := firstSession(t, s, offering(version, suite))
		require.Len(t, kept.id, sessionIDLength)
		for i := 0; i < 2; i++ {
			c := second(t, s, kept)
			c.handshake(offering(version, suite))
			require.True(t, c.resumed())
			c.requireEcho("again")
			require.True(t, c.served.conn.State().Resumed)
			c.requireGoodbye()
		}
	})
}

// RFC 5077, section 3.1, figures 1 and 2.
func TestASessionIsResumedByItsTicket(t *testing.T) {
	t.Parallel()
	s := serverFor(t, playing([]uint16{ecdheGCM}))
	kept := firstSession(t, s, offering(wire.VersionTLS12, ecdheGCM, offeringTicket(nil)))
	require.Len(t, kept.ticket, ticketLength)
	c := second(t, s, kept)
	c.handshake(offering(wire.VersionTLS12, ecdheGCM, offeringTicket(kept)))
	require.True(t, c.resumed())
	c.requireEcho("again")
}

// RFC 5246, section 7.4.1.3: what cannot be resumed is a full handshake.
func TestASessionThatDoesNotFitIsAFullHandshake(t *testing.T) {
	t.Parallel()
	for name, hello := range map[string]*wire.ClientHello{
		"another version":                  offering(wire.VersionTLS11, rsaCBC, func(h *wire.ClientHello) { h.CipherSuites = append(h.CipherSuites, ecdheCBC) }),
		"the suite is not offered":         offering(wire.VersionTLS12, ecdheCBC),
		"extended master secret is gained": offering(wire.VersionTLS12, rsaCBC, withEMS), // RFC 7627, section 5.3
	} {
		hello := hello
		t.Run(name, func(t *testing.T) {
			s := serverFor(t, playing([]uint16{rsaCBC, ecdheCBC}))
			c := second(t, s, firstSession(t, s, offering(wire.VersionTLS12, rsaCBC)))
			c.handshake(hello)
			require.False(t, c.resumed())
			require.False(t, c.served.conn.State().Resumed)
			c.requireEcho("anew")
		})
	}
	for name, kept := range map[string]*resumable{
		"an unknown id":     {id: counted(32)},
		"a short one":       {id: []byte{1}},
		"an unknown ticket": {id: []byte("made up"), ticket: counted(ticketLength)},
	} {
		kept := kept
		t.Run(name, func(t *testing.T) {
			c := second(t, serverFor(t, playing([]uint16{rsaCBC})), kept)
			c.handshake(offering(wire.VersionTLS12, rsaCBC, offeringTicket(kept)))
			require.False(t, c.resumed())
			c.requireEcho("anew")
		})
	}
}

// RFC 7627, section 5.3: "the server MUST abort".
func TestASessionMustNotLoseItsExtendedMasterSecret(t *testing.T) {
	t.Parallel()
	s := serverFor(t, playing([]uint16{rsaCBC}))
	kept := firstSession(t, s, offering(wire.VersionTLS12, rsaCBC, withEMS))
	c := second(t, s, kept)
	c.handshake(offering(wire.VersionTLS12, rsaCBC, withEMS))
	require.True(t, c.resumed())
	require.True(t, c.answer.ExtendedMasterSecret)

	c = second(t, s, kept)
	c.sayHello(offering(wire.VersionTLS12, rsaCBC))
	c.requireAlert(alertHandshakeFailure)
}

// A session is there for all who know its secret, and for nobody else.
func TestASessionIsOfNoUseWithoutItsSecret(t *testing.T) {
	t.Parallel()
	s := serverFor(t, playing([]uint16{rsaCBC}))
	c := second(t, s, firstSession(t, s, offering(wire.VersionTLS12, rsaCBC)))
	c.sayHello(offering(wire.VersionTLS12, rsaCBC))
	c.readServerHello()
	require.True(t, c.resumed())
	c.master = counted(48)
	c.finish()
	c.requireAlertBehindFinished(alertBadRecordMAC)
}

// requireAlertBehindFinished skips what the client cannot decrypt.
func (c *client) requireAlertBehindFinished(code uint8) {
	c.tb.Helper()
	c.conn.(*memoryConn).CloseWrite()
	c.served.requireEnded(c.tb, code)
}

// A handshake that failed leaves no session.
func TestOnlyACompleteHandshakeLeavesASession(t *testing.T) {
	t.Parallel()
	s := serverFor(t, playing([]uint16{rsaCBC}))
	c := meetServer(t, s)
	c.begin(offering(wire.VersionTLS12, rsaCBC))
	c.answerFlight()
	c.changeCipherSpec()
	c.sendBody(wire.TypeFinished, counted(12))
	c.requireAlert(alertDecryptError)
	require.Nil(t, s.sessionIDs.get(c.answer.SessionID))
}

// The profile says whether there are sessions at all.
func TestTheProfileSaysWhatIsIssued(t *testing.T) {
	t.Parallel()
	p := playing([]uint16{rsaCBC})
	p.SessionIDs = false
	require.Empty(t, firstSession(t, serverFor(t, p), offering(wire.VersionTLS12, rsaCBC)).id)

	p = playing([]uint16{rsaCBC})
	p.NoSessionTickets = true
	s := serverFor(t, p)
	kept := firstSession(t, s, offering(wire.VersionTLS12, rsaCBC, offeringTicket(nil)))
	require.Empty(t, kept.ticket)
	require.NotEmpty(t, kept.id)
	posing := &resumable{id: []byte("made up"), ticket: kept.id, master: kept.master}
	c := second(t, s, posing)
	c.handshake(offering(wire.VersionTLS12, rsaCBC, offeringTicket(posing)))
	require.False(t, c.resumed(), "a session id is no ticket where there are none")
}

// A server remembers so many sessions and no more: the oldest makes room.
func TestTheOldestOfTooManySessionsIsForgotten(t *testing.T) {
	t.Parallel()
	all := newSessions()
	name := func(i int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(i)) }
	for i := 0; i <= 1024; i++ {
		all.put(name(i), &session{})
	}
	require.Nil(t, all.get(name(0)))
	require.NotNil(t, all.get(name(1)))
	require.NotNil(t, all.get(name(1024)))
	require.Len(t, all.known, 1024)
	require.Len(t, all.order, 1024)
}

// A session has the certificate of its client with it, and one without is not enough
// for a server that requires one.
func TestAResumedSessionHasItsClientCertificate(t *testing.T) {
	t.Parallel()
	p := playing([]uint16{rsaCBC}, asking(tls.RequireAndVerifyClientCert))
	s := serverFor(t, p)
	first := meetCertificateServer(t, rsaCBC)
	c := meetServer(t, s)
	c.certificate = first.certificate
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	kept := c.kept()
	c = second(t, s, kept)
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	require.True(t, c.resumed())
	c.requireEcho("still known")
	require.Len(t, c.served.conn.State().ClientCertificates, 1)

	s.sessionIDs.known[string(kept.id)].clientCertificates = nil
	c = second(t, s, kept)
	c.begin(offering(wire.VersionTLS12, rsaCBC))
	require.False(t, c.resumed())
	require.NotNil(t, c.request)
}

// Session ids are remembered before the client sees the end of the handshake, or a
// quick one would come back too early.
func TestASessionIsKnownBeforeTheClientIsDone(t *testing.T) {
	t.Parallel()
	s := serverFor(t, playing([]uint16{rsaCBC}), func(c *Config) { c.Profile.Quirks = fixtures.Quirks{} })
	known := make(chan bool, 1)
	near, far := memoryConns()
	var conn *Conn
	var id []byte
	conn = s.Conn(far, &Observer{Message: func(e Event) {
		if e.Sent && e.String() == "> ServerHello" {
			hello, _ := wire.ParseServerHello(e.Message)
			id = hello.SessionID
		}
		if e.Sent && e.String() == "> Finished" {
			known <- s.sessionIDs.get(id) != nil
		}
	}})
	go conn.Handshake()
	c := &client{tb: t, conn: near, records: newRecordLayer(near)}
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	require.True(t, <-known)
}

// RFC 6066, section 3: "the server MUST NOT accept the request to resume the session
// if the server_name extension contains a different name".
func TestASessionIsNotResumedUnderAnotherName(t *testing.T) {
	t.Parallel()
	s := serverFor(t, playing([]uint16{rsaCBC}))
	kept := firstSession(t, s, offering(wire.VersionTLS12, rsaCBC, extended(wire.ServerName("a.test"))))
	for name, resumed := range map[string]bool{"a.test": true, "b.test": false} {
		c := second(t, s, kept)
		c.begin(offering(wire.VersionTLS12, rsaCBC, extended(wire.ServerName(name))))
		require.Equal(t, resumed, c.resumed(), name)
	}
}

func TestASessionIDIsNoTicket(t *testing.T) {
	t.Parallel()
	s := serverFor(t, playing([]uint16{rsaCBC}))
	kept := firstSession(t, s, offering(wire.VersionTLS12, rsaCBC))
	require.NotEmpty(t, kept.id)
	c := second(t, s, &resumable{ticket: kept.id, master: kept.master})
	c.begin(offering(wire.VersionTLS12, rsaCBC, offeringTicket(&resumable{ticket: kept.id})))
	require.False(t, c.resumed())
}

// An anonymous suite has no client certificates to want (RFC 5246, section 7.4.4).
func TestAnAnonymousSessionIsResumedByAServerThatRequiresCertificates(t *testing.T) {
	t.Parallel()
	p := playing([]uint16{rsaCBC, anonCBC}, func(p *fixtures.Profile) { p.ClientAuth = tls.RequireAnyClientCert })
	s := serverFor(t, p)
	kept := firstSession(t, s, offering(wire.VersionTLS12, anonCBC))
	c := second(t, s, kept)
	c.handshake(offering(wire.VersionTLS12, anonCBC))
	require.True(t, c.resumed())
}
