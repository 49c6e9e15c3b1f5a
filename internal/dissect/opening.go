package dissect

import (
	"errors"
	"fmt"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/legacy"
	"github.com/legacytls/legacytls/internal/wire"
)

// errNoSecrets is why an encrypted record stays closed.
var errNoSecrets = errors.New("encrypted, and the secrets of the connection are not known")

// changeCipherSpec begins the encryption of a side up to TLS 1.2. In TLS 1.3 it says nothing
// (RFC 8446, appendix D.4).
func (d *dissector) changeCipherSpec(from Side) {
	h := d.now
	if h == nil || h.is13() {
		return
	}
	s := &d.sides[from]
	s.encrypts = true
	s.open, s.why = h.openerBefore13(from)
}

func (h *Handshake) openerBefore13(from Side) (opener, error) {
	master := h.Secrets[MasterSecret]
	if master == nil {
		return nil, errNoSecrets
	}
	keys, err := legacy.Derive(h.Version, h.Suite, master, h.ClientRandom[:], h.ServerRandom[:])
	if err != nil {
		return nil, fmt.Errorf("encrypted with %s: %w", fixtures.OpenSSLName(h.Suite), err)
	}
	h.Keys = keys
	o, err := keys.Opener(from == Client, h.EncryptThenMAC)
	if err != nil {
		return nil, err
	}
	return func(r wire.RawRecord) (wire.ContentType, []byte, error) {
		content, err := o.Open(r.Type, r.Version, r.Fragment)
		return r.Type, content, err
	}, nil
}
