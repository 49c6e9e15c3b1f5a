package legacy

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"errors"

	"github.com/legacytls/legacytls/internal/wire"
)

// An rsaExchange has the client encrypt the premaster secret to the key of the
// server's certificate (RFC 5246, section 7.4.7.1).
type rsaExchange struct {
	key     crypto.Decrypter
	version uint16 // chosen
	offered uint16 // legacy_version of the ClientHello
}

func newRSAExchange(hs *handshake) (keyExchange, error) {
	key, ok := hs.c.server.config.Certificate.Key.(crypto.Decrypter)
	if !ok {
		return nil, errors.New("the key of the certificate cannot decrypt, which RSA key exchange needs")
	}
	return &rsaExchange{key: key, version: hs.version, offered: hs.hello.Version}, nil
}

func (*rsaExchange) params() []byte { return nil }

// premaster goes on with a random secret if what the client sent does not
// decrypt to one, so that it fails at the Finished message: RFC 5246, section
// 7.4.7.1, wants it so against Bleichenbacher's attack. How long it takes tells
// them apart all the same, see the package documentation. A premaster secret with
// the chosen version, not the offered one, is tolerated, as OpenSSL has an option for.
func (e *rsaExchange) premaster(message []byte) ([]byte, error) {
	const size = 48
	encrypted, err := wire.ParseEncryptedPremaster(message, e.version)
	if err != nil {
		return nil, fatal(alertDecodeError, "%v", err)
	}
	secret, err := e.key.Decrypt(rand.Reader, encrypted, &rsa.PKCS1v15DecryptOptions{})
	if err == nil && len(secret) == size && e.isVersion(uint16(secret[0])<<8|uint16(secret[1])) {
		return secret, nil
	}
	return randomBytes(size), nil
}

func (e *rsaExchange) isVersion(v uint16) bool { return v == e.offered || v == e.version }
