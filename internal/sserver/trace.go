package sserver

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"

	"github.com/legacytls/legacytls/internal/wire"
)

const (
	maxMessages = 200       // of a Trace
	maxLines    = 200       // of a Trace
	maxLine     = 4 << 10   // bytes of one
	maxMessage  = 256 << 10 // bytes of one
)

// A Trace is what s_server says of a connection: handshake messages and alerts, decrypted
// (its option -msg), and lines of text, among them a summary (-brief) and its errors.
type Trace struct {
	Messages []Message

	lines       []string
	partial     []byte // the beginning of a line
	dump        bool   // a dump of bytes is going on
	kept        bool   // it is that of the last of Messages
	established func() // called at the summary of a complete handshake; may be nil

	keys func(line string) // called with each line of a key log; may be nil
}

// A Message is one that s_server sent or got: a handshake message with its header, or an alert.
type Message struct {
	Sent bool
	Type wire.ContentType // wire.Handshake or wire.AlertRecord
	Raw  []byte
}

// header begins a message in the output of -msg: direction, version, content, length, name.
// What is not a message of the handshake, such as the header of a record, has no content
// that is of use.
var header = regexp.MustCompile(`^(<<<|>>>) [^\[]*\[length [0-9a-f]+\]`)

// keyLine is a line of a key log: label, random of the client, secret.
var keyLine = regexp.MustCompile(`^[A-Z][A-Z0-9_]+ [0-9A-Fa-f]{64} [0-9A-Fa-f]+$`)

const summary = "Protocol version: " // first line of it

// add takes bytes that s_server wrote.
func (t *Trace) add(written []byte) {
	t.partial = append(t.partial, written...)
	for {
		line, rest, complete := bytes.Cut(t.partial, []byte("\n"))
		if !complete {
			break
		}
		t.line(string(line[:min(len(line), maxLine)]))
		t.partial = rest
	}
	if len(t.partial) > maxLine {
		t.partial = t.partial[:maxLine]
	}
}

func (t *Trace) line(line string) {
	if content, ok := strings.CutPrefix(line, "    "); ok && t.dump && t.content(content) {
		return
	}
	t.dump = false
	if m := header.FindStringSubmatch(line); m != nil {
		t.begin(m[1] == ">>>", m[0])
		return
	}
	if t.keys != nil && keyLine.MatchString(line) {
		t.keys(line)
		return
	}
	if len(t.lines) < maxLines {
		t.lines = append(t.lines, line)
	}
	if strings.HasPrefix(line, summary) && t.established != nil {
		t.established()
	}
}

// begin begins a dump, of a message or of something else.
func (t *Trace) begin(sent bool, header string) {
	t.dump, t.kept = true, false
	var kind wire.ContentType
	switch {
	case strings.Contains(header, ", Handshake "):
		kind = wire.Handshake
	case strings.Contains(header, ", Alert "):
		kind = wire.AlertRecord
	}
	if kind != 0 && len(t.Messages) < maxMessages {
		t.kept = true
		t.Messages = append(t.Messages, Message{Sent: sent, Type: kind})
	}
}

// content takes a line of a dump, and says whether it is one.
func (t *Trace) content(line string) bool {
	b, err := hex.DecodeString(strings.ReplaceAll(strings.TrimSpace(line), " ", ""))
	if err != nil {
		return false
	}
	if m := len(t.Messages) - 1; t.kept && len(t.Messages[m].Raw)+len(b) <= maxMessage {
		t.Messages[m].Raw = append(t.Messages[m].Raw, b...)
	}
	return true
}

// copy returns the trace as it is now.
func (t *Trace) copy() Trace {
	messages := append([]Message(nil), t.Messages...)
	for i := range messages {
		messages[i].Raw = append([]byte(nil), messages[i].Raw...)
	}
	return Trace{Messages: messages, lines: append([]string(nil), t.lines...)}
}

// Lines returns the text that s_server wrote.
func (t Trace) Lines() []string { return t.lines }

// Flows returns the handshake messages and alerts of both sides, encrypted ones too.
func (t Trace) Flows() (client, server *wire.Flow) {
	client, server = new(wire.Flow), new(wire.Flow)
	for _, m := range t.Messages {
		flow := client
		if m.Sent {
			flow = server
		}
		switch {
		case m.Type == wire.AlertRecord && len(m.Raw) == 2:
			flow.Alerts = append(flow.Alerts, wire.Alert{Level: m.Raw[0], Code: m.Raw[1]})
		case m.Type == wire.Handshake && len(m.Raw) >= 4:
			flow.Messages = append(flow.Messages, wire.Message{Type: wire.HandshakeType(m.Raw[0]), Body: m.Raw[4:], Raw: m.Raw})
		}
	}
	return client, server
}

// errorLine is one of OpenSSL's error queue: ID:error:CODE:LIBRARY:FUNCTION:REASON:FILE:LINE:
var errorLine = regexp.MustCompile(`^[0-9A-Fa-f]+:error:[0-9A-Fa-f]+:[^:]*:[^:]*:([^:]+):`)

// Reason returns why s_server gave up, in OpenSSL's words, "" if it says nothing of that.
func (t Trace) Reason() string {
	for _, line := range t.lines {
		if m := errorLine.FindStringSubmatch(line); m != nil {
			return m[1]
		}
	}
	return ""
}

// String is what s_server saw and said, for a person: the messages in their order, and its
// own lines.
func (t Trace) String() string {
	var b strings.Builder
	for i, m := range t.Messages {
		switch {
		case i == 0 && m.Sent:
			b.WriteString("sent ")
		case i == 0:
			b.WriteString("got ")
		case m.Sent != t.Messages[i-1].Sent && m.Sent:
			b.WriteString("; sent ")
		case m.Sent != t.Messages[i-1].Sent:
			b.WriteString("; got ")
		default:
			b.WriteString(", ")
		}
		b.WriteString(m.name())
	}
	for _, line := range t.lines {
		fmt.Fprintf(&b, "\n%s", line)
	}
	return strings.TrimPrefix(b.String(), "\n")
}

func (m Message) name() string {
	switch {
	case m.Type == wire.AlertRecord && len(m.Raw) == 2:
		return "alert " + wire.Alert{Level: m.Raw[0], Code: m.Raw[1]}.String()
	case m.Type == wire.Handshake && len(m.Raw) > 0:
		return wire.HandshakeType(m.Raw[0]).String()
	}
	return "a message that is cut off"
}
