package dissect

import (
	"github.com/legacytls/legacytls/internal/tls13"
	"github.com/legacytls/legacytls/internal/wire"
)

// begin encrypts a side of TLS 1.3 from its next record on, with the secret of that label.
func (d *dissector) begin(from Side, label string) {
	d.encrypt(from, d.now.Secrets[label])
}

// keyUpdate goes on with the next secret of a side (RFC 8446, section 7.2).
func (d *dissector) keyUpdate(from Side) {
	suite, err := tls13.SuiteByID(d.now.Suite)
	if secret := d.sides[from].secret; err == nil && secret != nil {
		d.encrypt(from, suite.NextSecret(secret))
	}
}

func (d *dissector) encrypt(from Side, secret []byte) {
	s := &d.sides[from]
	s.encrypts, s.secret = true, secret
	s.open, s.why = opener13(d.now.Suite, secret)
}

func opener13(id uint16, secret []byte) (opener, error) {
	if secret == nil {
		return nil, errNoSecrets
	}
	suite, err := tls13.SuiteByID(id)
	if err != nil {
		return nil, err
	}
	p, err := tls13.NewProtection(suite, secret)
	if err != nil {
		return nil, err
	}
	return func(r wire.RawRecord) (wire.ContentType, []byte, error) { return p.Open(r.Fragment) }, nil
}
