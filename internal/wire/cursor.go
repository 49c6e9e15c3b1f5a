package wire

import "encoding/binary"

// A cursor reads a byte slice from the front and never beyond its end.
// The first read that fails is kept, every later one returns zero values, so
// that a decoder reads like the specification and asks for the error once.
// Cursors of nested vectors share the error of the cursor they came from.
type cursor struct {
	rest   []byte
	offset int    // of rest[0] in the message
	end    string // what this cursor is over: the message or a vector in it
	fault  *fault
}

// A fault is the first error of all cursors over one message.
type fault struct {
	what string // the message, as in "ClientHello"
	err  *Error
}

// newCursor reads b, which begins at byte offset of the message called what.
func newCursor(what string, b []byte, offset int) *cursor {
	return &cursor{rest: b, offset: offset, end: "the message", fault: &fault{what: what}}
}

// err returns the first error, or nil.
func (c *cursor) err() error {
	if c.fault.err == nil {
		return nil // not a nil *Error in a non-nil error
	}
	return c.fault.err
}

func (c *cursor) failed() bool { return c.fault.err != nil }

// more reports whether there is anything left to read.
func (c *cursor) more() bool { return !c.failed() && len(c.rest) > 0 }

// fail keeps the first error and leaves nothing to read.
func (c *cursor) fail(field, reason string, truncated bool) {
	c.failAt(c.offset, field, reason, truncated)
}

func (c *cursor) failAt(offset int, field, reason string, truncated bool) {
	if c.fault.err == nil {
		c.fault.err = &Error{What: c.fault.what, Field: field, Offset: offset, Reason: reason, Truncated: truncated}
	}
	c.rest = nil
}

// bytes returns the next n bytes, or nil when there are fewer.
func (c *cursor) bytes(field string, n int) []byte {
	if c.failed() {
		return nil
	}
	if len(c.rest) < n {
		c.fail(field, plural(n, "byte")+" expected, "+left(len(c.rest), c.end), true)
		return nil
	}
	b := c.rest[:n:n]
	c.rest = c.rest[n:]
	c.offset += n
	return b
}

// all returns what is left.
func (c *cursor) all() []byte { return c.bytes("", len(c.rest)) }

// uint returns the next n bytes (at most 3) as a big-endian number.
func (c *cursor) uint(field string, n int) int {
	v := 0
	for _, x := range c.bytes(field, n) {
		v = v<<8 | int(x)
	}
	return v
}

func (c *cursor) u8(field string) uint8   { return uint8(c.uint(field, 1)) }
func (c *cursor) u16(field string) uint16 { return uint16(c.uint(field, 2)) }

func (c *cursor) u32(field string) uint32 {
	b := c.bytes(field, 4)
	if b == nil {
		return 0
	}
	return binary.BigEndian.Uint32(b)
}

// vector returns a cursor over a vector with a length of lengthBytes bytes in
// front (RFC 8446 section 3.4).
func (c *cursor) vector(field string, lengthBytes int) *cursor {
	start := c.offset
	n := c.uint(field, lengthBytes)
	if !c.failed() && len(c.rest) < n {
		c.failAt(start, field, "length says "+plural(n, "byte")+", "+left(len(c.rest), c.end), true)
	}
	v := &cursor{offset: c.offset, end: field, fault: c.fault}
	v.rest = c.bytes(field, n)
	return v
}

// u16s returns the vector of two-byte values that comes next.
func (c *cursor) u16s(field string, lengthBytes int) []uint16 {
	v := c.vector(field, lengthBytes)
	if len(v.rest)%2 != 0 {
		v.fail(field, "two-byte values expected, length is "+plural(len(v.rest), "byte"), false)
		return nil
	}
	values := make([]uint16, 0, len(v.rest)/2)
	for v.more() {
		values = append(values, v.u16(field))
	}
	return values
}

// opaques returns the vector of byte strings that comes next; each has its own
// length in itemLength bytes in front.
func (c *cursor) opaques(field string, lengthBytes int, itemField string, itemLength int) [][]byte {
	items := [][]byte{}
	list := c.vector(field, lengthBytes)
	for list.more() {
		item := list.vector(itemField, itemLength)
		if !list.failed() {
			items = append(items, item.rest)
		}
	}
	return items
}

// finish fails if anything is left to read.
func (c *cursor) finish(field string) {
	if c.more() {
		c.fail(field, "end of "+c.end+" expected, "+plural(len(c.rest), "byte")+" more came", false)
	}
}
