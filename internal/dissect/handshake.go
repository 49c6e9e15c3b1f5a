package dissect

import (
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/legacy"
	"github.com/legacytls/legacytls/internal/wire"
)

// A Handshake is one of a connection, as far as it went.
type Handshake struct {
	Hello *wire.ClientHello // the last one before the ServerHello
	// Version and Suite are 0 before a ServerHello.
	Version, Suite             uint16
	ClientRandom, ServerRandom [32]byte
	ExtendedMasterSecret       bool // RFC 7627
	EncryptThenMAC             bool // RFC 7366

	// KeyExchange is the ClientKeyExchange, nil in TLS 1.3 and in a session that is resumed.
	// Transcript is all messages up to it, with it.
	KeyExchange *wire.Message
	Transcript  []byte

	Secrets Secrets
	// Keys are those up to TLS 1.2, nil before a ChangeCipherSpec, and if nobody knows them.
	Keys     *legacy.Derivation
	Finished [2]*Finished // by side, nil if none came

	messages []byte // all so far, as a Finished hashes them
	retried  bool   // the last answer was a HelloRetryRequest
}

// A Finished is what one side says about the handshake, and what it is to say if it saw the
// same one: nil if that is not known.
type Finished struct{ Sent, Derived []byte }

// is13 reports whether it is one of TLS 1.3, a HelloRetryRequest included.
func (h *Handshake) is13() bool { return h != nil && h.Version >= wire.VersionTLS13 }

// KeyExchangeOf says how a suite agrees on a secret up to TLS 1.2.
func KeyExchangeOf(suite uint16) wire.KeyExchange {
	s, _ := fixtures.SuiteByID(suite)
	switch s.KeyExchange {
	case "RSA":
		return wire.KeyExchange{Method: wire.ExchangeRSA}
	case "RSA-EXPORT":
		return wire.KeyExchange{Method: wire.ExchangeRSA, Signed: true}
	case "DHE", "DHE-EXPORT":
		return wire.KeyExchange{Method: wire.ExchangeDH, Signed: s.Authentication != "none"}
	case "ECDHE", "ECDH":
		return wire.KeyExchange{Method: wire.ExchangeECDH, Signed: s.Authentication != "none"}
	}
	return wire.KeyExchange{}
}
