package wire

import (
	"fmt"
	"strings"
)

// A ContentType says what a record carries (RFC 8446 section 5.1).
type ContentType uint8

// The content types of TLS over TCP.
const (
	ChangeCipherSpec ContentType = 20
	AlertRecord      ContentType = 21
	Handshake        ContentType = 22
	ApplicationData  ContentType = 23
	Heartbeat        ContentType = 24 // RFC 6520
)

// A Record is the header of one TLS record.
type Record struct {
	Type ContentType
	// Version is the version in the record header. It is not the negotiated
	// one: clients say TLS 1.0 here for old servers' sake.
	Version uint16
	// Length is the length that the header announces, without the 5 bytes of
	// the header itself. It is not limited to what the RFCs permit.
	Length int
}

// A Message is one handshake message, reassembled from its records.
type Message struct {
	Type HandshakeType
	// Raw is the message with its 4-byte header, Body the same without it.
	// Both are shared with what is decoded from them: do not change them.
	Raw, Body []byte
	// FirstRecord and LastRecord are the records that the message began and
	// ended in, as indexes of Flow.Records.
	FirstRecord, LastRecord int
}

// A Flow is what one side of a connection sent, as far as it can be read
// without keys. Methods do not change it: it may be used concurrently.
type Flow struct {
	// Records are all records in order, the encrypted ones too. The last one
	// may be cut off.
	Records []Record
	// Messages are the handshake messages that came complete and in the clear.
	Messages []Message
	// Alerts are the alerts that came in the clear.
	Alerts []Alert
	// Err is nil when everything could be read up to the last byte, or else says
	// what could not, and where: a *ForeignError when the bytes are not TLS (no
	// bytes at all count as that), an *Error otherwise. What came before it
	// is in the other fields all the same.
	Err error
	// Bytes is how many bytes the side sent.
	Bytes int
}

// ClientHello returns the first ClientHello of a client's flow; after a
// HelloRetryRequest there is a second one among Messages. It returns nil and an
// error when there is none, and what could be read together with an error
// when the message is malformed.
func (f *Flow) ClientHello() (*ClientHello, error) {
	for _, m := range f.Messages {
		if m.Type != TypeClientHello {
			continue
		}
		h, err := ParseClientHello(m.Raw)
		sent := f.Records[m.FirstRecord : m.LastRecord+1]
		h.RecordVersion, h.Records = sent[0].Version, len(sent)
		for _, r := range sent {
			h.Size += recordHeader + r.Length
		}
		return h, err
	}
	return nil, f.missing(TypeClientHello)
}

// ServerHello returns the ServerHello of a server's flow: the one that decided,
// or the HelloRetryRequest when none followed it. It returns nil and an error
// when there is none, and what could be read together with an error when the
// message is malformed.
func (f *Flow) ServerHello() (*ServerHello, error) {
	var retry *ServerHello
	for _, m := range f.Messages {
		if m.Type != TypeServerHello {
			continue
		}
		h, err := ParseServerHello(m.Raw)
		if err != nil || !h.HelloRetryRequest {
			return h, err
		}
		if retry == nil {
			retry = h
		}
	}
	if retry != nil {
		return retry, nil
	}
	return nil, f.missing(TypeServerHello)
}

// Group returns the named group of a server's key exchange: that of the
// key_share extension in TLS 1.3 (RFC 8446 section 4.2.8), the named curve of
// the ServerKeyExchange before (RFC 8422 section 5.4). It is 0 where there is
// none or none can be seen: RSA key exchange, finite-field Diffie-Hellman of
// TLS 1.2, PSK, curves that are spelled out, a flow that ended earlier.
func (f *Flow) Group() uint16 {
	hello, err := f.ServerHello()
	if err != nil || hello.Version >= VersionTLS13 {
		if hello == nil {
			return 0
		}
		return hello.Group
	}
	if k := f.ecdhe(hello.Version); k != nil {
		return k.ECDH.Group
	}
	return 0
}

// SignatureScheme returns the scheme with which a server of TLS 1.2 signed its
// ECDHE key exchange (RFC 5246 section 7.4.3). It is 0 where there is none or
// none can be seen: earlier versions do not name it, TLS 1.3 encrypts it.
func (f *Flow) SignatureScheme() uint16 {
	hello, err := f.ServerHello()
	if err != nil {
		return 0
	}
	if k := f.ecdhe(hello.Version); k != nil {
		return k.Scheme
	}
	return 0
}

// ClientSignatureScheme returns the scheme with which a client of TLS 1.2
// signed to prove that it has the key of its certificate (RFC 5246 section
// 7.4.8). It is 0 where it did not, or none can be seen: earlier versions do
// not name it, TLS 1.3 encrypts it.
func (f *Flow) ClientSignatureScheme() uint16 {
	for _, m := range f.Messages {
		if m.Type != TypeCertificateVerify {
			continue
		}
		// Before TLS 1.2 there is the signature alone.
		if v, err := ParseCertificateVerify(m.Raw, VersionTLS12); err == nil {
			return v.Scheme
		}
	}
	return 0
}

// ecdhe returns the ServerKeyExchange of an ECDHE suite with a named group, nil for any other.
// The message does not say which suite it belongs to, and a prime of finite-field Diffie-Hellman
// can begin with the same bytes; so it counts only when it makes sense to its last byte.
func (f *Flow) ecdhe(version uint16) *ServerKeyExchange {
	for _, m := range f.Messages {
		if m.Type != TypeServerKeyExchange {
			continue
		}
		for _, signed := range []bool{true, false} { // ECDH_anon has no signature
			k, err := ParseServerKeyExchange(m.Raw, version, KeyExchange{Method: ExchangeECDH, Signed: signed})
			if err == nil && k.ECDH.CurveType == CurveNamed {
				return k
			}
		}
		return nil
	}
	return nil
}

// missing says what came instead of the message that was asked for.
func (f *Flow) missing(want HandshakeType) error {
	switch {
	case f.Err != nil:
		return fmt.Errorf("no %s: %w", want, f.Err)
	case len(f.Messages) > 0:
		return fmt.Errorf("no %s: the handshake messages sent are %s; is it the flow of the other side?", want, f.messageNames())
	case len(f.Alerts) > 0:
		return fmt.Errorf("no %s: the alert %s came instead", want, f.Alerts[0])
	}
	return fmt.Errorf("no %s: no handshake message came in the clear in %s", want, plural(len(f.Records), "record"))
}

func (f *Flow) messageNames() string {
	const most = 8 // a line, not a dump
	var names []string
	for i, m := range f.Messages {
		if i == most {
			names = append(names, "...")
			break
		}
		names = append(names, m.Type.String())
	}
	return strings.Join(names, ", ")
}
