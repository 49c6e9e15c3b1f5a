package tshark

import "fmt"

// A Stream is what tshark makes of one TCP connection.
type Stream struct {
	// Client and Server are address and port of the two sides. The client is the one
	// that sent the first packet.
	Client, Server string
	// Records are the headers of the TLS records.
	Records []Record
	// Messages are what was in the records, and what tshark took their content for.
	Messages []Message
}

// A Record is the header of a TLS record.
type Record struct {
	FromServer bool
	Type       int // content type; the outer one, which is 23 where TLS 1.3 encrypts
	Version    int
	Length     int
}

// A Message is one message of a connection, in the clear or decrypted.
type Message struct {
	FromServer bool
	Frame      int // number of the packet in which it is complete, from 1
	// Layer is "handshake", "alert", "change_cipher_spec", "heartbeat", or
	// "application_data" for a record of it. What tshark finds in application data is a
	// message that follows, its layer is tshark's name of the protocol: "http", or "data" if it
	// knows none.
	Layer string
	// Type is the type of a handshake message, the description of an alert, and 0 for
	// what has neither.
	Type int
	// Length is the length that a handshake message says it has, or that of the record
	// for the others. It is 0 above TLS.
	Length int
	// Opaque tells that tshark could not look into a handshake message or an alert: it had
	// no keys, does not know the cipher, or the rest of the message did not come. There are no
	// Type and no Fields then, and Length is that of the record. Application data are
	// what they are on the wire in any case; if they could be decrypted, a message of
	// another layer follows.
	Opaque bool
	// Fields are what tshark dissects, in the order of the bytes.
	Fields []Field
	// Bytes are those of a handshake message with its header, put together and decrypted.
	// They are nil for the others, and for one that is opaque.
	Bytes []byte
}

// A Field is one value that tshark found.
type Field struct {
	// Name is the name that display filters have for it: "tls.handshake.ciphersuite".
	Name string
	// Value is the value as filters have it, and not the text for a person: numbers
	// are decimal or hexadecimal as tshark is used to for this field ("0xc02f", "29"),
	// bytes are "0a:1b". It is empty for a field that is only there or not.
	Value string
	// Bytes are those that the value is read from. They are nil for a part of a byte, and
	// for what tshark found out in another way.
	Bytes []byte
}

// Get returns the values of all fields of a name, in their order.
func (m Message) Get(name string) []string {
	var values []string
	for _, f := range m.Fields {
		if f.Name == name {
			values = append(values, f.Value)
		}
	}
	return values
}

// String returns the message in short, for the message of a test.
func (m Message) String() string {
	side := "client"
	if m.FromServer {
		side = "server"
	}
	if m.Opaque {
		return fmt.Sprintf("%s: opaque %s of %d bytes", side, m.Layer, m.Length)
	}
	return fmt.Sprintf("%s: %s %d of %d bytes", side, m.Layer, m.Type, m.Length)
}
