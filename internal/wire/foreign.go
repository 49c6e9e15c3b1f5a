package wire

import (
	"bytes"
	"fmt"
	"strconv"
)

// A ForeignKind says what bytes that are not TLS look like.
type ForeignKind string

// What the bytes can look like.
const (
	Nothing     ForeignKind = "nothing was sent"
	HTTP        ForeignKind = "plaintext HTTP"
	PlainText   ForeignKind = "plain text"
	SSLv2Hello  ForeignKind = "an SSLv2 hello"
	UnknownData ForeignKind = "no known protocol"
)

// A ForeignError says that the bytes at an offset are not a TLS record, and what
// they look like.
type ForeignError struct {
	Kind ForeignKind
	// Offset is where the bytes are among those that the side sent; 0 when it
	// never spoke TLS.
	Offset int
	// First has the first of them, at most 48, a line at most when they are text.
	First []byte
}

func (e *ForeignError) Error() string {
	first := fmt.Sprintf("% x", e.First)
	hint := ""
	switch e.Kind {
	case Nothing:
		return string(Nothing)
	case HTTP:
		first, hint = strconv.Quote(string(e.First)), "; the sender speaks HTTP without TLS"
	case PlainText:
		first, hint = strconv.Quote(string(e.First)), "; the sender speaks without TLS, at least until STARTTLS or the like"
	case SSLv2Hello:
		hint = "; turn SSLv2 off in the sender"
	}
	return fmt.Sprintf("TLS record expected at byte %d, got what looks like %s (%s)%s", e.Offset, e.Kind, first, hint)
}

// foreign returns an error when b does not begin like a TLS record. A record of
// another major version is taken for one only when it is complete: old servers
// send alerts with versions like 0x0000 or 0xffff.
func foreign(b []byte, offset int) error {
	typed := b[0] >= byte(ChangeCipherSpec) && b[0] <= byte(Heartbeat)
	if typed && (len(b) < 2 || b[1] == 3 || completeRecord(b)) {
		return nil
	}
	kind, first := UnknownData, prefix(b, 16)
	switch {
	case isHTTP(b):
		kind, first = HTTP, firstLine(b)
	case isSSLv2Hello(b):
		kind, first = SSLv2Hello, prefix(b, 5)
	case isText(firstLine(b)):
		kind, first = PlainText, firstLine(b)
	}
	return &ForeignError{Kind: kind, Offset: offset, First: append([]byte(nil), first...)}
}

func completeRecord(b []byte) bool {
	return len(b) >= recordHeader && len(b)-recordHeader >= int(b[3])<<8|int(b[4])
}

// isHTTP recognises responses, requests, and the preface of HTTP/2.
func isHTTP(b []byte) bool {
	if bytes.HasPrefix(b, []byte("HTTP/")) {
		return true
	}
	line := firstLine(b)
	method := bytes.IndexByte(line, ' ')
	return method > 0 && bytes.Contains(line[method:], []byte(" HTTP/"))
}

// isSSLv2Hello recognises CLIENT-HELLO and SERVER-HELLO of SSL 2.0, also those
// that offer SSL 3.0 and TLS inside (RFC 5246 appendix E.2).
func isSSLv2Hello(b []byte) bool {
	const clientHello, serverHello = 1, 4
	if len(b) < 5 || b[0]&0x80 == 0 {
		return false
	}
	switch b[2] {
	case clientHello:
		return b[3] == 0 && b[4] == 2 || b[3] == 3
	case serverHello: // session_id_hit, certificate_type, then the version
		return len(b) >= 7 && b[3] <= 1 && b[5] == 0 && b[6] == 2
	}
	return false
}

// isText reports whether b is printable ASCII: the banner of SMTP, SSH, IMAP.
func isText(b []byte) bool {
	for _, x := range b {
		if x != '\t' && (x < ' ' || x > '~') {
			return false
		}
	}
	return len(b) > 0
}

func firstLine(b []byte) []byte {
	b = prefix(b, 48)
	if end := bytes.IndexAny(b, "\r\n"); end >= 0 {
		return b[:end]
	}
	return b
}

func prefix(b []byte, n int) []byte {
	if len(b) < n {
		return b
	}
	return b[:n]
}
