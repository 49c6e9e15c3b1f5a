package legacy

import (
	"crypto/ecdh"
	"crypto/rand"
	"crypto/tls"

	"github.com/legacytls/legacytls/internal/wire"
)

// An ecdhExchange is Diffie-Hellman on a named curve with a new key for each
// handshake (RFC 8422, section 2.1 to 2.3).
type ecdhExchange struct {
	group   tls.CurveID
	private *ecdh.PrivateKey
}

// curveOf returns nil for a group that the engine does not have.
func curveOf(g tls.CurveID) ecdh.Curve {
	switch g {
	case tls.CurveP256:
		return ecdh.P256()
	case tls.CurveP384:
		return ecdh.P384()
	case tls.CurveP521:
		return ecdh.P521()
	case tls.X25519:
		return ecdh.X25519()
	}
	return nil
}

func newECDHExchange(g tls.CurveID) (keyExchange, error) {
	private, err := curveOf(g).GenerateKey(rand.Reader)
	return &ecdhExchange{g, private}, err
}

func (e *ecdhExchange) params() []byte {
	return wire.ECDHParams(uint16(e.group), e.private.PublicKey().Bytes())
}

func (e *ecdhExchange) premaster(message []byte) ([]byte, error) {
	point, err := wire.ParseClientECDHPublic(message)
	if err != nil {
		return nil, fatal(alertDecodeError, "%v", err)
	}
	public, err := e.private.Curve().NewPublicKey(point)
	if err != nil {
		return nil, fatal(alertIllegalParameter, "the client's public key is none of %s: %v", wire.GroupName(uint16(e.group)), err)
	}
	secret, err := e.private.ECDH(public)
	if err != nil {
		return nil, fatal(alertIllegalParameter, "the client's public key on %s: %v", wire.GroupName(uint16(e.group)), err)
	}
	return secret, nil
}
