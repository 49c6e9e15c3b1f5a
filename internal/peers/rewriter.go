package peers

import (
	"fmt"
	"net"

	"github.com/legacytls/legacytls/internal/wire"
)

const (
	recordHeader  = 5 // RFC 8446, section 5.1
	messageHeader = 4 // RFC 8446, section 4
)

// A plain is a record in the clear. One of handshake has a single message.
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

// A rewriter is the connection below a TLS 1.3 server of crypto/tls. It opens
// what the server sends with the secrets of its key log, and sends what edit
// makes of it under the same secrets, counted anew.
//
// It does not know new secrets after a KeyUpdate.
type rewriter struct {
	net.Conn
	edit    edit
	secrets keyLog
	err     error // why a Write failed here

	suite  uint16                 // of the ServerHello
	secret string                 // label of what the server protects its next record with
	opened map[string]*protection // by label, of what the server sent
	sealed map[string]*protection // by label, of what is sent instead
}

func newRewriter(conn net.Conn, secrets keyLog, e edit) *rewriter {
	return &rewriter{
		Conn: conn, edit: e, secrets: secrets,
		opened: make(map[string]*protection), sealed: make(map[string]*protection),
	}
}

// NetConn returns the connection below, as [crypto/tls.Conn.NetConn] does.
func (r *rewriter) NetConn() net.Conn { return r.Conn }

// Write takes whole records, as crypto/tls writes them.
func (r *rewriter) Write(records []byte) (int, error) {
	var out []byte
	for rest := records; len(rest) > 0 && r.err == nil; {
		var record, instead []byte
		if record, rest, r.err = cutRecord(rest); r.err == nil {
			instead, r.err = r.rewrite(record)
			out = append(out, instead...)
		}
	}
	if r.err != nil {
		return 0, r.err
	}
	if _, err := r.Conn.Write(out); err != nil {
		return 0, err
	}
	return len(records), nil
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
func (r *rewriter) rewrite(record []byte) ([]byte, error) {
	parts, err := r.open(record)
	if err != nil {
		return nil, err
	}
	var out []byte
	for _, part := range parts {
		if err := r.follow(part); err != nil {
			return nil, err
		}
		for _, p := range r.edit(part) {
			sealed, err := r.seal(p)
			if err != nil {
				return nil, err
			}
			out = append(out, sealed...)
		}
	}
	return out, nil
}

// open returns a record in the clear, one of handshake message by message. Only
// application_data is protected (RFC 8446, section 5.2).
func (r *rewriter) open(record []byte) ([]plain, error) {
	p := plain{kind: wire.ContentType(record[0]), content: append([]byte(nil), record[recordHeader:]...)}
	if p.kind == wire.ApplicationData {
		protection, err := r.protection(r.opened, r.secret)
		if err != nil {
			return nil, err
		}
		p.secret = r.secret
		if p.kind, p.content, err = protection.open(record); err != nil {
			return nil, err
		}
	}
	if p.kind != wire.Handshake {
		return []plain{p}, nil
	}
	return splitMessages(p)
}

func splitMessages(p plain) ([]plain, error) {
	var parts []plain
	for rest := p.content; len(rest) > 0; {
		if len(rest) < messageHeader {
			return nil, fmt.Errorf("crypto/tls wrote %d bytes of a handshake message into a record", len(rest))
		}
		end := messageHeader + int(rest[1])<<16 + int(rest[2])<<8 + int(rest[3])
		if len(rest) < end {
			return nil, fmt.Errorf("crypto/tls wrote a handshake message of %d bytes over several records: want a smaller certificate", end)
		}
		parts = append(parts, plain{p.kind, p.secret, rest[:end:end]})
		rest = rest[end:]
	}
	return parts, nil
}

// follow notes with what the server protects its next record.
func (r *rewriter) follow(p plain) error {
	switch {
	case p.is(wire.TypeServerHello):
		hello, err := wire.ParseServerHello(p.content) // or a HelloRetryRequest, after which nothing is protected yet
		r.suite, r.secret = hello.CipherSuite, handshakeSecret
		return err
	case p.is(wire.TypeFinished):
		r.secret = applicationSecret
	}
	return nil
}

func (r *rewriter) seal(p plain) ([]byte, error) {
	if p.secret == "" {
		return wire.MarshalRecord(p.kind, wire.VersionTLS12, p.content), nil
	}
	protection, err := r.protection(r.sealed, p.secret)
	if err != nil {
		return nil, err
	}
	return protection.seal(p.kind, p.content), nil
}

// protection returns the one of a direction for a secret.
func (r *rewriter) protection(direction map[string]*protection, label string) (*protection, error) {
	if p := direction[label]; p != nil {
		return p, nil
	}
	secret, ok := r.secrets[label]
	if !ok {
		return nil, fmt.Errorf("crypto/tls protects a record before its key log has %q", label)
	}
	p, err := newProtection(r.suite, secret)
	direction[label] = p
	return p, err
}
