package rewrite13

import (
	"fmt"

	"github.com/legacytls/legacytls/internal/tls13"
	"github.com/legacytls/legacytls/internal/wire"
)

const (
	recordHeader  = 5 // RFC 8446, section 5.1
	messageHeader = 4 // RFC 8446, section 4
	maxFragment   = 1 << 14
)

// A plain is a record in the clear. One of handshake has a single message, of any
// length.
type plain struct {
	kind    wire.ContentType
	secret  string // label of the secret that protects it on the wire, "" if none does
	content []byte
}

// is reports whether p is a handshake message of this type.
func (p plain) is(message wire.HandshakeType) bool {
	return p.kind == wire.Handshake && wire.HandshakeType(p.content[0]) == message
}

// An edit says what a server sends instead of a record: nothing, others, or the
// record itself.
type edit func(plain) []plain

// Write takes whole records, as crypto/tls writes them.
func (c *Conn) Write(records []byte) (int, error) {
	if err := c.Err(); err != nil {
		return 0, err
	}
	out, err := c.rewriteAll(records)
	if err != nil {
		return 0, c.fail(err)
	}
	if _, err := c.Conn.Write(out); err != nil {
		return 0, err
	}
	return len(records), nil
}

func (c *Conn) rewriteAll(records []byte) ([]byte, error) {
	var out []byte
	for rest := records; len(rest) > 0; {
		var record []byte
		var err error
		if record, rest, err = cutRecord(rest); err != nil {
			return nil, err
		}
		instead, err := c.rewrite(record)
		if err != nil {
			return nil, err
		}
		out = append(out, instead...)
	}
	return out, nil
}

func cutRecord(b []byte) (record, rest []byte, err error) {
	if len(b) < recordHeader {
		return nil, nil, fmt.Errorf("crypto/tls wrote %d bytes, which are no record", len(b))
	}
	end := recordHeader + int(b[3])<<8 + int(b[4])
	if len(b) < end {
		return nil, nil, fmt.Errorf("crypto/tls wrote %d bytes of a record of %d", len(b), end)
	}
	return b[:end:end], b[end:], nil
}

// rewrite returns what is sent instead of a record.
func (c *Conn) rewrite(record []byte) ([]byte, error) {
	parts, err := c.open(record)
	if err != nil {
		return nil, err
	}
	var out []byte
	for _, part := range parts {
		if err := c.follow(part); err != nil {
			return nil, err
		}
		for _, p := range edited(part, c.edits) {
			sealed, err := c.seal(p)
			if err != nil {
				return nil, err
			}
			out = append(out, sealed...)
		}
	}
	return out, nil
}

// edited applies one edit after the other, to all that the one before has made.
func edited(p plain, edits []edit) []plain {
	parts := []plain{p}
	for _, edit := range edits {
		var next []plain
		for _, part := range parts {
			next = append(next, edit(part)...)
		}
		parts = next
	}
	return parts
}

// open returns a record in the clear, one of handshake message by message. Only
// application_data is protected (RFC 8446, section 5.2).
func (c *Conn) open(record []byte) ([]plain, error) {
	p := plain{kind: wire.ContentType(record[0]), content: append([]byte(nil), record[recordHeader:]...)}
	if p.kind == wire.ApplicationData {
		protection, err := c.protection(c.opened, c.secret)
		if err != nil {
			return nil, err
		}
		p.secret = c.secret
		if p.kind, p.content, err = protection.Open(record[recordHeader:]); err != nil {
			return nil, err
		}
	}
	if p.kind != wire.Handshake {
		return []plain{p}, nil
	}
	return c.messages(p), nil
}

// messages returns the messages that a record completes. No message of crypto/tls
// reaches across a change of secrets (RFC 8446, section 5.1).
func (c *Conn) messages(p plain) []plain {
	var parts []plain
	rest := append(c.unfinished, p.content...)
	for len(rest) >= messageHeader {
		end := messageHeader + int(rest[1])<<16 + int(rest[2])<<8 + int(rest[3])
		if len(rest) < end {
			break
		}
		parts = append(parts, plain{p.kind, p.secret, rest[:end:end]})
		rest = rest[end:]
	}
	c.unfinished = rest
	return parts
}

// follow notes with what the server protects its next record.
func (c *Conn) follow(p plain) error {
	switch {
	case p.is(wire.TypeServerHello):
		hello, err := wire.ParseServerHello(p.content) // or a HelloRetryRequest, after which nothing is protected yet
		c.suite, c.secret = hello.CipherSuite, handshakeSecret
		return err
	case p.is(wire.TypeFinished):
		c.secret = applicationSecret
	}
	return nil
}

// seal returns what goes over the wire, a long message in several records.
func (c *Conn) seal(p plain) ([]byte, error) {
	var out []byte
	for rest := p.content; ; {
		fragment := rest[:min(len(rest), maxFragment)]
		record, err := c.sealRecord(plain{p.kind, p.secret, fragment})
		if err != nil {
			return nil, err
		}
		out, rest = append(out, record...), rest[len(fragment):]
		if len(rest) == 0 {
			return out, nil
		}
	}
}

func (c *Conn) sealRecord(p plain) ([]byte, error) {
	if p.secret == "" {
		return wire.MarshalRecord(p.kind, wire.VersionTLS12, p.content), nil
	}
	protection, err := c.protection(c.sealed, p.secret)
	if err != nil {
		return nil, err
	}
	return protection.Seal(p.kind, p.content), nil
}

// protection returns the one of a direction for a secret.
func (c *Conn) protection(direction map[string]*tls13.Protection, label string) (*tls13.Protection, error) {
	if p := direction[label]; p != nil {
		return p, nil
	}
	secret, ok := c.secrets[label]
	if !ok {
		return nil, fmt.Errorf("crypto/tls protects a record before its key log has %q", label)
	}
	suite, err := tls13.SuiteByID(c.suite)
	if err != nil {
		return nil, err
	}
	p, err := tls13.NewProtection(suite, secret)
	direction[label] = p
	return p, err
}
