package legacy

import (
	"fmt"
	"net"

	"github.com/legacytls/legacytls/internal/wire"
)

// A keyExchange is one method to agree on a premaster secret (RFC 5246, section
// 8.1). It is good for one handshake.
type keyExchange interface {
	// params are the parameters in the ServerKeyExchange; nil means that there is no
	// such message.
	params() []byte

	// premaster takes the client's part from its ClientKeyExchange.
	premaster(clientKeyExchange []byte) ([]byte, error)
}

// newKeyExchange makes what the chosen suite needs, with a new key.
func (hs *handshake) newKeyExchange() (keyExchange, error) {
	switch hs.suite.KeyExchange {
	case "RSA":
		return newRSAExchange(hs)
	case "DHE":
		return newDHExchange(hs.c.server.config.Profile.DHGroup), nil
	case "ECDHE":
		return newECDHExchange(hs.group)
	}
	return nil, fmt.Errorf("no key exchange %s for %s", hs.suite.KeyExchange, hs.suite.Name)
}

// addServerKeyExchange adds the server's part, signed unless the suite is
// anonymous (RFC 5246, section 7.4.3).
func (hs *handshake) addServerKeyExchange() error {
	const attempts = 1 << 13 // a quirk that wants one exchange of 256 gets it
	for i := 0; i < attempts; i++ {
		exchange, err := hs.newKeyExchange()
		if err != nil {
			return broken(err)
		}
		hs.exchange = exchange
		params := exchange.params()
		if params == nil {
			return nil
		}
		message, err := hs.signed(hs.c.server.hooks.onParams(hs, params))
		if err != nil {
			return broken(err)
		}
		if hs.c.server.hooks.onExchange(message) {
			hs.add(message.Marshal(hs.version))
			return nil
		}
		if hs.c.gone() {
			return net.ErrClosed
		}
	}
	return broken(fmt.Errorf("no ServerKeyExchange of %d was as the quirks want it", attempts))
}

// signed puts the signature to the parameters: it is over both randoms as well.
func (hs *handshake) signed(params []byte) (*wire.ServerKeyExchange, error) {
	message := &wire.ServerKeyExchange{Params: params, Scheme: hs.scheme}
	if hs.suite.anonymous() {
		return message, nil
	}
	key := hs.c.server.config.Certificate.Key
	how := signatureBefore12(key.Public())
	if hs.version >= wire.VersionTLS12 {
		how, _ = signatureByScheme(hs.scheme)
	}
	var err error
	message.Signature, err = how.sign(key, hs.hello.Random[:], hs.serverRandom[:], params)
	return message, err
}

// readClientKeyExchange reads the client's part and derives the master secret
// (RFC 5246, section 8.1; RFC 7627, section 4).
func (hs *handshake) readClientKeyExchange() error {
	message, err := hs.read(wire.TypeClientKeyExchange)
	if err != nil {
		return err
	}
	hs.note(message)
	premaster, err := hs.exchange.premaster(message)
	if err != nil {
		return err
	}
	if hs.extendedMasterSecret {
		hs.master = hs.schedule.extendedMasterSecret(premaster, hs.transcript)
	} else {
		hs.master = hs.schedule.masterSecret(premaster, hs.hello.Random[:], hs.serverRandom[:])
	}
	if tell := hs.c.server.config.Premaster; tell != nil {
		tell(hs.hello.Random[:], premaster)
	}
	hs.c.server.logKeys(hs.hello.Random[:], hs.master)
	return nil
}
