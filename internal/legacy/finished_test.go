package legacy

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

// RFC 5246, section 7.4.9 and 7.2.2: decrypt_error if a Finished cannot be validated.
func TestAWrongFinishedIsADecryptError(t *testing.T) {
	t.Parallel()
	for name, wrong := range map[string]func([]byte) []byte{
		"one bit":      func(b []byte) []byte { b[0] ^= 1; return b },
		"the last bit": func(b []byte) []byte { b[len(b)-1] ^= 0x80; return b },
		"cut off":      func(b []byte) []byte { return b[:len(b)-1] },
		"longer":       func(b []byte) []byte { return append(b, 0) },
		"empty":        func(b []byte) []byte { return nil },
	} {
		wrong := wrong
		t.Run(name, func(t *testing.T) {
			inAllVersions(t, func(t *testing.T, version, suite uint16) {
				c := meet(t, playing([]uint16{suite}))
				c.begin(offering(version, suite))
				c.answerFlight()
				c.changeCipherSpec()
				c.sendBody(wire.TypeFinished, wrong(c.schedule.finished(c.master, c.transcript, true)))
				c.requireAlert(alertDecryptError)
			})
		})
	}
}

// Labels and senders are there so that the one cannot be sent as the other (RFC
// 5246, section 7.4.9).
func TestTheServersFinishedIsNoneOfTheClient(t *testing.T) {
	t.Parallel()
	inAllVersions(t, func(t *testing.T, version, suite uint16) {
		c := meet(t, playing([]uint16{suite}))
		c.begin(offering(version, suite))
		c.answerFlight()
		c.changeCipherSpec()
		c.sendBody(wire.TypeFinished, c.schedule.finished(c.master, c.transcript, false))
		c.requireAlert(alertDecryptError)
	})
}

func TestAFinishedInTheClearIsABadRecord(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{rsaCBC}))
	c.begin(offering(wire.VersionTLS12, rsaCBC))
	c.answerFlight()
	c.record(wire.ChangeCipherSpec, []byte{1})
	c.sendFinished()
	c.requireAlert(alertBadRecordMAC)
}

// RFC 7627, section 4: with the extension, the secret depends on all messages. A
// client that does not agree fails at the Finished.
func TestBothSidesMustAgreeOnTheExtendedMasterSecret(t *testing.T) {
	t.Parallel()
	with := extended(wire.EmptyExtension(wire.ExtExtendedMasterSecret))
	c := meet(t, playing([]uint16{rsaCBC}))
	c.handshake(offering(wire.VersionTLS12, rsaCBC, with))
	require.True(t, c.answer.ExtendedMasterSecret)
	require.True(t, c.served.conn.State().ExtendedMasterSecret)

	c = meet(t, playing([]uint16{rsaCBC}))
	c.begin(offering(wire.VersionTLS12, rsaCBC, with))
	c.answer.ExtendedMasterSecret = false
	c.answerFlight()
	c.finish()
	c.requireAlert(alertBadRecordMAC)

	c = meet(t, playing([]uint16{rsaCBC}))
	c.handshake(offering(wire.VersionTLS12, rsaCBC))
	require.False(t, c.answer.ExtendedMasterSecret)
}
