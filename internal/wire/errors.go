package wire

import (
	"fmt"
	"strconv"
)

// An Error says where and why bytes that began as TLS could not be read on.
type Error struct {
	// What is the thing being read: "record 2", "ClientHello".
	What string
	// Field is the field of it, named as in the RFC that defines it.
	Field string
	// Offset is where the field begins: for a record in the bytes that were
	// given to DecodeFlow, for a message in the message with its 4-byte header.
	Offset int
	// Reason says what was expected and what came.
	Reason string
	// Truncated is set when bytes are missing at the end: more of them could
	// have made sense. When not set, no further byte would help.
	Truncated bool
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s: %s at byte %d: %s", e.What, e.Field, e.Offset, e.Reason)
}

func decimal(v uint8) string { return strconv.Itoa(int(v)) }

func plural(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return strconv.Itoa(n) + " " + unit + "s"
}

// left says how much there is where more was expected.
func left(n int, in string) string { return strconv.Itoa(n) + " left in " + in }
