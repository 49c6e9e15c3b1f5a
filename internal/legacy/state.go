package legacy

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"

	"github.com/legacytls/legacytls/internal/wire"
)

// State is what the last handshake of a connection agreed on.
type State struct {
	Version              uint16
	Suite                uint16
	Group                tls.CurveID         // of an ECDHE key exchange, that of the session if it was resumed; else 0
	SignatureScheme      tls.SignatureScheme // of the server's key exchange in TLS 1.2, else 0
	ALPN                 string
	ServerName           string
	Resumed              bool
	ExtendedMasterSecret bool
	ClientCertificates   []*x509.Certificate // leaf first

	// VerifiedChains lead from the client's certificate to its authorities. They are nil
	// if the profile does not verify it.
	VerifiedChains [][]*x509.Certificate
}

// agreed is what the last handshake left behind.
type agreed struct {
	state        State
	schedule     schedule
	master       []byte
	clientRandom [32]byte
	serverRandom [32]byte
}

// State returns what the last handshake agreed on. It is zero before the first
// one is complete.
func (c *Conn) State() State {
	c.agreedMu.Lock()
	defer c.agreedMu.Unlock()
	return c.state
}

// establish makes what hs agreed on that of the connection.
func (c *Conn) establish(hs *handshake) {
	c.agreedMu.Lock()
	c.agreed = agreed{
		state:    hs.state(),
		schedule: hs.schedule, master: hs.master,
		clientRandom: hs.hello.Random, serverRandom: hs.serverRandom,
	}
	c.agreedMu.Unlock()
	c.secureRenegotiation = hs.secureRenegotiation
	if !hs.again && c.server.config.Profile.LateClientAuth && len(hs.clientCertificates) == 0 {
		c.lateAuth = lateAuthDue
	}
	c.tellEstablished()
}

// lateAuth is how far the second handshake is in which a server asks for a client
// certificate. Once begun, the server asks in every other one as well.
type lateAuth uint8

const (
	noLateAuth  lateAuth = iota
	lateAuthDue          // after the client's first data
	lateAuthBegun
)

func (hs *handshake) state() State {
	return State{
		Version: hs.version, Suite: hs.suite.ID, Group: hs.group, SignatureScheme: tls.SignatureScheme(hs.scheme),
		ALPN: hs.alpn, ServerName: hs.hello.ServerName, Resumed: hs.resumed != nil,
		ExtendedMasterSecret: hs.extendedMasterSecret,
		ClientCertificates:   hs.clientCertificates, VerifiedChains: hs.verifiedChains,
	}
}

// ExportKeyingMaterial computes keying material of the connection for other
// uses (RFC 5705). A nil context is not the same as an empty one. It works with and
// without extended master secret.
func (c *Conn) ExportKeyingMaterial(label string, context []byte, length int) ([]byte, error) {
	c.agreedMu.Lock()
	defer c.agreedMu.Unlock()
	if c.state.Version < tls.VersionTLS10 {
		return nil, fmt.Errorf("no keying material can be exported: the connection is %s, RFC 5705 begins with TLS 1.0", wire.VersionName(c.state.Version))
	}
	return c.schedule.export(c.master, label, c.clientRandom[:], c.serverRandom[:], context, length), nil
}
