package legacy

import (
	"math/big"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// A dhExchange is finite-field Diffie-Hellman with a new key for each handshake
// (RFC 5246, section 8.1.2).
type dhExchange struct {
	prime, generator *big.Int
	private          *big.Int
}

func newDHExchange(g fixtures.DHGroup) keyExchange {
	// An exponent of 256 bits is as strong as the largest of the groups in use, and
	// much faster than one as long as the prime (RFC 7919, section 5.2).
	const exponent = 256 / 8
	return &dhExchange{
		prime:     new(big.Int).SetBytes(g.Prime),
		generator: new(big.Int).SetBytes(g.Generator),
		private:   new(big.Int).SetBytes(randomBytes(exponent)),
	}
}

func (e *dhExchange) params() []byte {
	public := new(big.Int).Exp(e.generator, e.private, e.prime)
	return wire.DHParams(e.prime.Bytes(), e.generator.Bytes(), public.Bytes())
}

// premaster is without leading zero bytes (RFC 5246, section 8.1.2).
func (e *dhExchange) premaster(message []byte) ([]byte, error) {
	public, err := wire.ParseClientDHPublic(message)
	if err != nil {
		return nil, fatal(alertDecodeError, "%v", err)
	}
	y := new(big.Int).SetBytes(public)
	most := new(big.Int).Sub(e.prime, big.NewInt(1))
	if y.Cmp(big.NewInt(1)) <= 0 || y.Cmp(most) >= 0 {
		return nil, fatal(alertIllegalParameter, "the client's Diffie-Hellman value is none from 2 to the prime less 2")
	}
	return y.Exp(y, e.private, e.prime).Bytes(), nil
}
