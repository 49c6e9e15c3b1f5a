package pcapng

import (
	"errors"
	"fmt"
	"net/netip"
	"time"
)

// A Connection is what a TCP connection carried, as one of its ends recorded it.
type Connection struct {
	// Client and Server are the addresses of the two ends, both of IPv4 or both of
	// IPv6.
	Client, Server netip.AddrPort
	// Comment, if not empty, is shown with the first packet of the connection.
	Comment string
	// Started is the time of the three packets that open the connection.
	Started time.Time
	// Chunks are what the two sides sent, in the order of their times. A time that is
	// before the one before it is taken to be the same.
	Chunks []Chunk
	// Ended is the time at which the connection was closed. Zero: it is still open, and
	// the capture has no end of it.
	Ended time.Time
	// ClientEnded tells that the client closed or reset the connection before the
	// server did.
	ClientEnded bool
	// Reset tells that the connection was ended by a RST, and not by a FIN of each side.
	Reset bool
	// KeyLog has the secrets of the connection's TLS, lines of SSLKEYLOGFILE
	// (draft-ietf-tls-keylogfile). Without any the connection stays encrypted.
	KeyLog []byte
}

// A Chunk is what one side sent at a time. It is a packet of its own, or several if it
// is too large for one.
type Chunk struct {
	FromClient bool
	At         time.Time
	Data       []byte
	// Missing is how many bytes followed Data and were not kept.
	Missing int
}

// check tells what is wrong with a connection that no packet can say.
func (c Connection) check() error {
	client, server := c.Client.Addr().Unmap(), c.Server.Addr().Unmap()
	switch {
	case !client.IsValid() || !server.IsValid():
		return errors.New("pcapng: a connection without the addresses of both ends: set Client and Server")
	case client.Is4() != server.Is4():
		return fmt.Errorf("pcapng: addresses of one family expected, got %s and %s", client, server)
	}
	for _, chunk := range c.Chunks {
		if chunk.Missing < 0 {
			return fmt.Errorf("pcapng: the number of missing bytes is %d", chunk.Missing)
		}
	}
	return nil
}
