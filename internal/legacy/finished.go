package legacy

import (
	"crypto/hmac"

	"github.com/legacytls/legacytls/internal/wire"
)

// protect makes the keys of both directions, and of them what protects the records.
func (hs *handshake) protect() (err error) {
	k := hs.suite.keys(hs.schedule, hs.master, hs.hello.Random[:], hs.serverRandom[:])
	if hs.clientProtection, err = hs.suite.protection(hs.version, k.ClientMAC, k.ClientKey, k.ClientIV); err != nil {
		return err
	}
	hs.serverProtection, err = hs.suite.protection(hs.version, k.ServerMAC, k.ServerKey, k.ServerIV)
	return err
}

// readChangeCipherSpec puts the client's new keys to use (RFC 5246, section 7.1).
func (hs *handshake) readChangeCipherSpec() error {
	if err := hs.c.readChangeCipherSpec(); err != nil {
		return err
	}
	hs.c.protectReads(hs.clientProtection)
	return nil
}

// sendChangeCipherSpec puts the server's new keys to use.
func (hs *handshake) sendChangeCipherSpec() error {
	hs.c.sendChangeCipherSpec()
	hs.c.protectWrites(hs.serverProtection)
	return nil
}

// readFinished checks that the client saw the same handshake (RFC 5246, section
// 7.4.9).
func (hs *handshake) readFinished() error {
	message, err := hs.read(wire.TypeFinished)
	if err != nil {
		return err
	}
	want := hs.schedule.finished(hs.master, hs.transcript, true)
	const header = 4
	if !hmac.Equal(message[header:], want) {
		return fatal(alertDecryptError, "the client's Finished message is not about this handshake: its secrets or its messages differ from the server's")
	}
	hs.note(message)
	hs.c.verifyData.client = want
	return nil
}

func (hs *handshake) sendFinished() error {
	data := hs.schedule.finished(hs.master, hs.transcript, false)
	hs.c.verifyData.server = data
	hs.send(wire.MarshalMessage(wire.TypeFinished, data))
	return hs.c.records.flush()
}
