package agreement

import (
	"github.com/legacytls/legacytls/internal/tshark"
	"github.com/legacytls/legacytls/internal/wire"
)

const (
	extensionType   = "tls.handshake.extension.type"
	extensionLength = "tls.handshake.extension.len"
)

// A message is one of tshark's with its extensions told apart, whose fields tshark has one
// after the other.
type message struct {
	tshark.Message
	extensions []extension
}

// An extension are the fields of one, from its type on up to the next one's.
type extension []tshark.Field

func newMessage(m tshark.Message) message {
	split := message{Message: m}
	for _, f := range m.Fields {
		if f.Name == extensionType {
			split.extensions = append(split.extensions, nil)
		}
		if last := len(split.extensions) - 1; last >= 0 {
			split.extensions[last] = append(split.extensions[last], f)
		}
	}
	return split
}

// all are the fields of a name.
func (m message) all(name string) []tshark.Field { return named(m.Fields, name) }

// head are the fields of a name before the extensions.
func (m message) head(name string) []tshark.Field {
	before := len(m.Fields)
	for i, f := range m.Fields {
		if f.Name == extensionType {
			before = i
			break
		}
	}
	return named(m.Fields[:before], name)
}

func named(fields []tshark.Field, name string) []tshark.Field {
	var found []tshark.Field
	for _, f := range fields {
		if f.Name == name {
			found = append(found, f)
		}
	}
	return found
}

func (e extension) id() uint16 { return uint16(number(e[0])) }

func (e extension) name() string { return wire.ExtensionName(e.id()) }

// length is what the extension says of itself.
func (e extension) length() int { return number(named(e, extensionLength)[0]) }
