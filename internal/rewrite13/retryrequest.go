package rewrite13

import (
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"

	"github.com/legacytls/legacytls/internal/tcp"
	"github.com/legacytls/legacytls/internal/wire"
)

// A RetryRequest is a HelloRetryRequest (RFC 8446, section 4.1.4).
type RetryRequest struct {
	Suite  uint16
	Group  uint16 // that a key share is asked for of, 0 for none
	Cookie []byte // for the client to send back (section 4.2.2), nil for none
}

// Marshal composes the message: a ServerHello with a certain random (RFC 8446, section
// 4.1.3).
func (r RetryRequest) Marshal(hello *wire.ClientHello) []byte {
	request := &wire.ServerHello{
		LegacyVersion: tls.VersionTLS12,
		Random:        sha256.Sum256([]byte("HelloRetryRequest")),
		SessionID:     hello.SessionID,
		CipherSuite:   r.Suite,
		Extensions:    []wire.Extension{{ID: wire.ExtSupportedVersions, Data: []byte{3, 4}}},
	}
	if r.Group != 0 {
		request.Extensions = append(request.Extensions, wire.Extension{ID: wire.ExtKeyShare, Data: []byte{byte(r.Group >> 8), byte(r.Group)}})
	}
	if r.Cookie != nil {
		const cookie = 44
		data := append([]byte{byte(len(r.Cookie) >> 8), byte(len(r.Cookie))}, r.Cookie...)
		request.Extensions = append(request.Extensions, wire.Extension{ID: cookie, Data: data})
	}
	return request.Marshal()
}

// Ask sends the request to a client of TLS 1.3 so many times, and no other answer. An
// error says how it went, which is always at an end: a client that does not mind is
// told internal_error.
func (r RetryRequest) Ask(conn net.Conn, hello *wire.ClientHello, times int) error {
	request := wire.MarshalRecord(wire.Handshake, wire.VersionTLS12, r.Marshal(hello))
	var seen []byte
	for i := 0; i < times; i++ {
		if _, err := conn.Write(request); err != nil {
			return err
		}
		if err := nextHello(conn, &seen, i+1); err != nil {
			return err
		}
	}
	conn.Write(wire.MarshalRecord(wire.AlertRecord, wire.VersionTLS12, []byte{levelFatal, internalError}))
	tcp.Linger(conn)
	return errors.New("the client sends ClientHello after ClientHello, and is to have no other answer")
}

// nextHello reads until there is another ClientHello than the first so many. Those that
// have been read are read again.
func nextHello(conn net.Conn, seen *[]byte, after int) error {
	const most = 64 << 10
	buf := make([]byte, 4096)
	for len(*seen) < most {
		n, err := conn.Read(buf)
		*seen = append(*seen, buf[:n]...)
		flow := wire.DecodeFlow(*seen)
		switch {
		case len(flow.Messages) > after && flow.Messages[after].Type == wire.TypeClientHello:
			return nil
		case len(flow.Alerts) > 0:
			return fmt.Errorf("the client answers HelloRetryRequest %d with the alert %s", after, wire.AlertName(flow.Alerts[0].Code))
		case err != nil:
			return fmt.Errorf("reading ClientHello %d: %w", after+1, err)
		}
	}
	return fmt.Errorf("no ClientHello %d in the first %d bytes", after+1, most)
}

// askPointlessly asks for the group of the client's first key share.
func askPointlessly(c *Conn, hello *wire.ClientHello) error {
	if !offersTLS13(hello) || len(hello.KeyShares) == 0 {
		return nil // crypto/tls refuses it, or has a reason to ask
	}
	request := RetryRequest{Suite: c.suiteFor(hello), Group: hello.KeyShares[0].Group}
	return request.Ask(c.Conn, hello, 1)
}

// askTwice has a reason for the first time: a group without a key share, or else a
// cookie.
func askTwice(c *Conn, hello *wire.ClientHello) error {
	if !offersTLS13(hello) {
		return nil // crypto/tls refuses it
	}
	request := RetryRequest{Suite: c.suiteFor(hello), Group: c.groupWithoutShare(hello)}
	if request.Group == 0 {
		request.Cookie = []byte("legacytls")
	}
	return request.Ask(c.Conn, hello, 2)
}

func offersTLS13(hello *wire.ClientHello) bool {
	return slices.Contains(hello.SupportedVersions, wire.VersionTLS13)
}

// suiteFor is the first suite of the profile that the client has too.
func (c *Conn) suiteFor(hello *wire.ClientHello) uint16 {
	for _, suite := range c.profile.Suites {
		if slices.Contains(hello.CipherSuites, suite) {
			return suite
		}
	}
	return tls.TLS_AES_128_GCM_SHA256
}

// groupWithoutShare is the first group of the profile that the client has too and has
// sent no key share of, 0 for none.
func (c *Conn) groupWithoutShare(hello *wire.ClientHello) uint16 {
	for _, group := range c.profile.Groups {
		sent := slices.ContainsFunc(hello.KeyShares, func(s wire.KeyShare) bool { return s.Group == uint16(group) })
		if !sent && slices.Contains(hello.Groups, uint16(group)) {
			return uint16(group)
		}
	}
	return 0
}
