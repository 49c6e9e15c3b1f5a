package legacy

import (
	"errors"
	"fmt"

	"github.com/legacytls/legacytls/internal/tcp"
	"github.com/legacytls/legacytls/internal/wire"
)

// How a connection goes on, and ends.

func resetAfterFlight(_ *Server, h *hooks) {
	h.flightSent = append(h.flightSent, func(hs *handshake) error {
		tcp.Reset(hs.c.conn)
		return errors.New("the server resets connections after its first flight")
	})
}

// closeAfterKeyExchange lingers, so that what else the client says with its key
// exchange does not make the end a reset.
func closeAfterKeyExchange(_ *Server, h *hooks) {
	h.keyExchanged = append(h.keyExchanged, func(hs *handshake) error {
		tcp.Linger(hs.c.conn)
		return errors.New("the server closes connections after the client's key exchange")
	})
}

func alertAfterHandshake(s *Server, h *hooks) {
	h.established = append(h.established, func(*Conn) error {
		return sorry(s.config.Profile.Quirks.AlertAfterHandshake)
	})
}

// plainAlertAfterHandshake takes its keys off, and has no use for them any more.
func plainAlertAfterHandshake(s *Server, h *hooks) {
	h.established = append(h.established, func(c *Conn) error {
		c.records.protectWrites(nil)
		c.protectedWrites = false
		return sorry(s.config.Profile.Quirks.PlainAlertAfterHandshake)
	})
}

func sorry(alert uint8) error {
	return fatal(alert, "the server turns every client away when the handshake is complete")
}

// renegotiateAfter asks when it reads, and waits for the answer before it writes
// anything else: a client that is in a handshake takes no data (RFC 5246, section 7.4.1.1).
func renegotiateAfter(s *Server, h *hooks) {
	limit := int64(s.config.Profile.Quirks.RenegotiateAfter)
	h.received = append(h.received, func(c *Conn) error {
		gone := c.received + c.sent.Load()
		if gone-c.askedAt < limit {
			return nil
		}
		c.askedAt = gone
		return c.anotherHandshake(func() error {
			_, err := c.askForHandshake()
			return err
		})
	})
}

func splitFirstByte(_ *Server, h *hooks) {
	h.data = append(h.data, func(_ *Conn, records [][]byte) (split [][]byte) {
		for _, r := range records {
			if len(r) > 1 {
				split = append(split, r[:1])
				r = r[1:]
			}
			split = append(split, r)
		}
		return split
	})
}

func emptyRecords(s *Server, h *hooks) {
	h.data = append(h.data, func(_ *Conn, records [][]byte) (all [][]byte) {
		for _, r := range records {
			all = append(append(all, make([][]byte, s.config.Profile.Quirks.EmptyRecords)...), r)
		}
		return all
	})
}

// heartbeatRecord sends a request with nothing to echo, and as much padding as there
// must be (RFC 6520, section 4).
func heartbeatRecord(_ *Server, h *hooks) {
	const request, padding = 1, 16
	h.established = append(h.established, func(c *Conn) error {
		c.records.queueOne(wire.Heartbeat, append([]byte{request, 0, 0}, make([]byte, padding)...))
		return c.records.flush()
	})
}

// noCloseNotify ends the server's direction as TCP does.
func noCloseNotify(_ *Server, h *hooks) {
	h.goodbye = append(h.goodbye, func(c *Conn) error {
		tcp.CloseWrite(c.conn)
		return nil
	})
}

// truncateAfter cuts records off first, so that the last byte is in one of its own
// length.
func truncateAfter(s *Server, h *hooks) {
	limit := int64(s.config.Profile.Quirks.TruncateAfter)
	h.data = append(h.data, func(c *Conn, records [][]byte) [][]byte {
		return firstBytes(records, limit-c.sent.Load())
	})
	h.sent = append(h.sent, func(c *Conn) error {
		if c.sent.Load() < limit {
			return nil
		}
		tcp.Linger(c.conn)
		return fmt.Errorf("the server closes connections after %d bytes of application data", limit)
	})
}

// firstBytes returns the records up to so many bytes of what is in them.
func firstBytes(records [][]byte, n int64) (first [][]byte) {
	for _, r := range records {
		if int64(len(r)) > n {
			r = r[:n]
		}
		n -= int64(len(r))
		first = append(first, r)
		if n == 0 {
			break
		}
	}
	return first
}
