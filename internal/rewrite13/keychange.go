package rewrite13

import (
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// typeEncryptedExtensions is a handshake type of TLS 1.3 (RFC 8446, section 4.3.1).
const typeEncryptedExtensions wire.HandshakeType = 8

// keyChangeInOneRecord changes no message: a client that takes it finds a transcript
// and a Finished that fit.
func keyChangeInOneRecord(fixtures.Quirks) edit { return new(keyChange).edit }

// A keyChange holds back what the server sends from its ServerHello on.
type keyChange struct{ held []plain }

func (k *keyChange) edit(p plain) []plain {
	switch {
	case p.is(wire.TypeServerHello) && !isHelloRetryRequest(p.content):
		k.held = []plain{p}
		return nil
	case len(k.held) == 0:
		return []plain{p}
	case p.is(typeEncryptedExtensions):
		released := k.held
		released[0].content = append(released[0].content, p.content...)
		k.held = nil
		return released
	}
	k.held = append(k.held, p) // the ChangeCipherSpec for middleboxes
	return nil
}

func isHelloRetryRequest(message []byte) bool {
	hello, err := wire.ParseServerHello(message)
	return err == nil && hello.HelloRetryRequest
}
