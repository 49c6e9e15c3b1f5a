package harness

import (
	"errors"
	"net"
	"sync"
	"time"

	"github.com/legacytls/legacytls/internal/wire"
)

// ClientHello is a decoded ClientHello message (RFC 5246 section 7.4.1.2, RFC
// 8446 section 4.1.2).
type ClientHello = wire.ClientHello

// A Connection is the witness of one connection: what the server's side saw of
// it. It is a copy; reading it never races with the connection itself.
type Connection struct {
	ID      int       // 1 for the server's first connection, and so on
	Remote  string    // the client's address
	Started time.Time // when the connection was accepted

	// Hello is the ClientHello, nil if none arrived that could be read;
	// HelloErr then says what arrived instead.
	Hello    *ClientHello
	HelloErr error

	// Alert is the last alert of the connection, from either side, that was
	// sent in the clear or that the server could decrypt; nil if there was none.
	Alert *Alert

	Established bool  // a handshake was completed
	State       State // what the last one agreed on; only meaningful if Established
	Over        bool  // the connection has ended
	Err         error // why the server ended it, nil if it did not

	// Log is what the backend has to say of the connection besides, for a person: that of
	// openssl has what s_server printed. It is empty for those of this process.
	Log string

	entry          *entry // what it is the witness of
	encryptedAlert bool   // Alert was sent after a handshake
	renegotiated   bool   // a second handshake has begun
}

// failedLater reports whether it was after the first handshake that something failed,
// if it did: in another one, or at once.
func (c Connection) failedLater() bool {
	return c.Established && (c.encryptedAlert || errors.As(c.Err, new(ruling)))
}

// errHandshakeTimeout is the Err of a connection that the server cut off.
var errHandshakeTimeout = errors.New("the client did not complete the handshake in time")

// An entry is the live side of a Connection.
type entry struct {
	id      int
	server  *Server
	tap     *tap
	started time.Time
	settled chan struct{} // closed once the handshake is complete or the connection over
	ended   chan struct{} // closed once the connection is over

	mu     sync.Mutex
	state  *State
	over   bool
	err    error
	alert  *Alert // the last that was sent encrypted
	log    string // what the backend has to say
	looked bool   // already reported by Server.since
	late   bool   // cut off because a handshake took too long

	timer      *time.Timer // cuts a handshake off that takes too long; nil in none
	handshakes int         // that have begun
}

func newEntry(s *Server, id int, conn net.Conn) *entry {
	return &entry{
		id: id, server: s, tap: newTap(conn, s.opts.capture != nil), started: time.Now(),
		settled: make(chan struct{}), ended: make(chan struct{}),
	}
}

// begin says that a handshake begins, for which the client has so long.
func (e *entry) begin(timeout time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.over || e.timer != nil {
		return
	}
	e.handshakes++
	n := e.handshakes
	e.timer = time.AfterFunc(timeout, func() { e.cutOff(n) })
}

// stopTimer says that no handshake is going on.
func (e *entry) stopTimer() {
	if e.timer != nil {
		e.timer.Stop()
		e.timer = nil
	}
}

func (e *entry) established(s State) {
	e.tap.established()
	e.mu.Lock()
	defer e.mu.Unlock()
	e.stopTimer()
	if e.over {
		return
	}
	if e.state == nil {
		close(e.settled)
	}
	e.state = &s
}

func (e *entry) logged(text string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.log = text
}

// alerted notes an encrypted alert. One that says that the connection ends in good
// order is none that anybody asks for.
func (e *entry) alerted(a Alert) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if a.Code != CloseNotify {
		e.alert = &a
	}
}

func (e *entry) end(err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.stopTimer()
	if e.over {
		return
	}
	if e.state == nil {
		close(e.settled)
	}
	if e.late && !errors.As(err, new(ruling)) { // one that has already refused knows better
		err = errHandshakeTimeout
	}
	e.over, e.err = true, err
	close(e.ended)
}

// cutOff ends a connection that has not completed its handshake n, unless it has
// done so meanwhile.
func (e *entry) cutOff(n int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.timer != nil && e.handshakes == n && !e.over {
		e.late = true
		e.tap.Close()
	}
}

// witness decodes what the entry has recorded so far.
func (e *entry) witness() Connection {
	in, out := e.tap.handshake()
	e.mu.Lock()
	defer e.mu.Unlock()
	c := Connection{
		ID:          e.id,
		Remote:      e.tap.RemoteAddr().String(),
		Started:     e.started,
		Established: e.state != nil,
		Over:        e.over,
		Err:         e.err,
		Log:         e.log,

		entry:        e,
		renegotiated: e.handshakes > 1,
	}
	if e.state != nil {
		c.State = *e.state
	}
	client, server := wire.DecodeFlow(in), wire.DecodeFlow(out)
	c.Hello, c.HelloErr = client.ClientHello()
	if c.Alert = lastAlert(client, server); c.Alert == nil && e.alert != nil {
		c.Alert, c.encryptedAlert = e.alert, true
	}
	if c.Alert == nil && e.err != nil {
		c.Alert = alertFromText(e.err.Error(), ServerSide) // crypto/tls tells alerts that are encrypted
	}
	return c
}

// lastAlert returns the alert that ended a connection: the server's if it sent
// one, otherwise the client's. Only alerts in the clear can be seen.
func lastAlert(client, server *wire.Flow) *Alert {
	if n := len(server.Alerts); n > 0 {
		return &Alert{From: ServerSide, Code: AlertCode(server.Alerts[n-1].Code)}
	}
	if n := len(client.Alerts); n > 0 {
		return &Alert{From: ClientSide, Code: AlertCode(client.Alerts[n-1].Code)}
	}
	return nil
}
