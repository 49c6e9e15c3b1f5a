package legacy

import (
	"fmt"

	"github.com/legacytls/legacytls/internal/wire"
)

// An Observer is told what happens on a connection while the connection waits, one
// call at a time. Its functions must not call the connection's Read, Write or Close.
// nil ones are not called.
type Observer struct {
	// Message is called with each message in the order in which they come and go.
	Message func(Event)

	// Began is called when a renegotiation begins. The first handshake begins with
	// the connection.
	Began func()

	// Established is called when a handshake is over and the connection goes on, again
	// after each renegotiation, with what State returns from then on.
	Established func(State)
}

// An Event is a message of a connection: a handshake message, a
// ChangeCipherSpec or an alert. Application data is none.
type Event struct {
	Sent bool             // by the server
	Kind wire.ContentType // Handshake, ChangeCipherSpec or AlertRecord

	// Message is the message in the clear: a handshake message with its 4-byte header,
	// the one byte of a ChangeCipherSpec, or level and description of an alert. It must
	// not be changed.
	Message []byte

	// Protected says that it was encrypted, or protected by a MAC alone, on the wire.
	Protected bool
}

// String names the event for logs: "> ServerHello", "< alert fatal handshake_failure (40)".
func (e Event) String() string {
	arrow := "<"
	if e.Sent {
		arrow = ">"
	}
	switch {
	case e.Kind == wire.Handshake && len(e.Message) > 0:
		return fmt.Sprintf("%s %s", arrow, wire.HandshakeType(e.Message[0]))
	case e.Kind == wire.AlertRecord && len(e.Message) == 2:
		return fmt.Sprintf("%s alert %s", arrow, wire.Alert{Level: e.Message[0], Code: e.Message[1]})
	}
	return fmt.Sprintf("%s %s", arrow, e.Kind)
}

func (c *Conn) observe(e Event) {
	if c.observer.Message == nil {
		return
	}
	c.observerMu.Lock() // alerts come while others go
	defer c.observerMu.Unlock()
	c.observer.Message(e)
}

func (c *Conn) tellBegan() {
	if c.observer.Began != nil {
		c.observerMu.Lock()
		defer c.observerMu.Unlock()
		c.observer.Began()
	}
}

func (c *Conn) tellEstablished() {
	if c.observer.Established != nil {
		c.observerMu.Lock()
		defer c.observerMu.Unlock()
		c.observer.Established(c.state)
	}
}
