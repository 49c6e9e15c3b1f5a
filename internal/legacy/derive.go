package legacy

import (
	"fmt"

	"github.com/legacytls/legacytls/internal/wire"
)

// A Derivation is what follows from the master secret of a connection of SSL 3.0 to TLS 1.2
// (RFC 5246, section 6.3): enough to read what somebody has recorded of it.
type Derivation struct {
	// KeyBlock is cut into the secrets below, which share its bytes. Ciphers that have no
	// use for some of them leave those empty.
	KeyBlock             []byte
	ClientMAC, ServerMAC []byte
	ClientKey, ServerKey []byte
	ClientIV, ServerIV   []byte

	suite    suite
	schedule schedule
	master   []byte
}

// Derive derives the keys of a connection. The error says what of the suite the engine lacks.
func Derive(version, suite uint16, master, clientRandom, serverRandom []byte) (*Derivation, error) {
	s, known := suiteByID(suite)
	if !known {
		return nil, fmt.Errorf("the records cannot be opened: %s", suiteLacks(suite))
	}
	sch := schedule{version: version, hash: s.prfHash}
	return s.keys(sch, master, clientRandom, serverRandom), nil
}

// MasterSecret derives the master secret from a premaster secret (RFC 5246, section 8.1). With
// a transcript, the handshake messages up to the ClientKeyExchange, it is the extended one
// (RFC 7627, section 4). It is nil for a suite that the engine lacks.
func MasterSecret(version, suite uint16, premaster, clientRandom, serverRandom, transcript []byte) []byte {
	s, known := suiteByID(suite)
	if !known {
		return nil
	}
	sch := schedule{version: version, hash: s.prfHash}
	if transcript != nil {
		return sch.extendedMasterSecret(premaster, transcript)
	}
	return sch.masterSecret(premaster, clientRandom, serverRandom)
}

// VerifyData is the content of the Finished of one side, after the handshake messages of the
// transcript (RFC 5246, section 7.4.9).
func (d *Derivation) VerifyData(transcript []byte, fromClient bool) []byte {
	return d.schedule.finished(d.master, transcript, fromClient)
}

// An Opener reads the protected records of one side, in their order, from the first after its
// ChangeCipherSpec on.
type Opener struct {
	protection interface {
		open(h header, payload []byte) ([]byte, error)
	}
	seq uint64
}

// Opener returns what opens the records of one side. encryptThenMAC says that both agreed on
// that (RFC 7366), which the engine itself never does.
func (d *Derivation) Opener(fromClient, encryptThenMAC bool) (*Opener, error) {
	macKey, key, iv := d.ServerMAC, d.ServerKey, d.ServerIV
	if fromClient {
		macKey, key, iv = d.ClientMAC, d.ClientKey, d.ClientIV
	}
	p, err := d.suite.protection(d.schedule.version, macKey, key, iv)
	if err != nil {
		return nil, err
	}
	if cbc, ok := p.(*cbcProtection); ok && encryptThenMAC {
		return &Opener{protection: macOutside{cbc}}, nil
	}
	return &Opener{protection: p}, nil
}

// Open returns what is in the payload of a record, which it leaves alone. The error says why
// it does not open.
func (o *Opener) Open(kind wire.ContentType, version uint16, payload []byte) ([]byte, error) {
	fragment, err := o.protection.open(header{o.seq, kind, version}, append([]byte(nil), payload...))
	if err != nil {
		return nil, err
	}
	o.seq++
	return fragment, nil
}

// macOutside opens records whose MAC is over what was encrypted (RFC 7366, section 3).
type macOutside struct{ cbc *cbcProtection }

func (p macOutside) open(h header, payload []byte) ([]byte, error) {
	encrypted, ok := p.cbc.mac.strip(h, payload)
	if !ok {
		return nil, h.bad(len(payload), badMAC)
	}
	return p.cbc.decrypt(h, encrypted)
}
