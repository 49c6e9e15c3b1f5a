package harness

import (
	"fmt"

	"github.com/legacytls/legacytls/internal/dissect"
	"github.com/legacytls/legacytls/internal/tls13"
)

// from13 adds the steps of TLS 1.3 (RFC 8446, sections 7.1 and 7.3), from the traffic secrets on:
// a key log has nothing of what they are made of.
func (d *KeyDerivation) from13(h *dissect.Handshake) {
	d.add("early secret, handshake secret, master secret", "HKDF-Extract of pre-shared key and Diffie-Hellman, which TLS libraries keep to themselves", nil)
	suite, err := tls13.SuiteByID(h.Suite)
	if err != nil {
		return
	}
	const fromHandshake, fromMaster = "the handshake secret, %q, hash of the messages up to the ServerHello", "the master secret, %q, hash of the messages up to the server's Finished"
	for _, of := range []struct {
		name, label, from, as string
	}{
		{"client handshake traffic secret", dissect.ClientHandshake, fromHandshake, "c hs traffic"},
		{"server handshake traffic secret", dissect.ServerHandshake, fromHandshake, "s hs traffic"},
		{"client application traffic secret", dissect.ClientTraffic, fromMaster, "c ap traffic"},
		{"server application traffic secret", dissect.ServerTraffic, fromMaster, "s ap traffic"},
	} {
		d.addTraffic(suite, of.name, fmt.Sprintf("Derive-Secret of "+of.from, of.as), h.Secrets[of.label])
	}
	if exporter := h.Secrets[dissect.Exporter]; exporter != nil { // which crypto/tls does not log
		d.add("exporter master secret", fmt.Sprintf("Derive-Secret of "+fromMaster, "exp master"), exporter)
	}
	for _, side := range []dissect.Side{dissect.Client, dissect.Server} {
		label := [2]string{dissect.ClientHandshake, dissect.ServerHandshake}[side]
		if secret := h.Secrets[label]; secret != nil {
			d.add(side.String()+" finished key", "HKDF-Expand-Label of the "+side.String()+" handshake traffic secret, \"finished\"", suite.FinishedKey(secret))
		}
		d.addFinished(h, side, "HMAC of the "+side.String()+" finished key, hash of the messages before it")
	}
}

// addTraffic adds a traffic secret and what records are protected with.
func (d *KeyDerivation) addTraffic(suite tls13.Suite, name, from string, secret []byte) {
	if secret == nil {
		d.add(name, "not known: the handshake did not come to it", nil)
		return
	}
	d.add(name, from, secret)
	key, iv := suite.TrafficKeys(secret)
	d.add("  its key", "HKDF-Expand-Label of it, \"key\"", key)
	d.add("  its IV", "HKDF-Expand-Label of it, \"iv\"", iv)
}
