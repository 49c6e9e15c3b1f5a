package legacy

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// A station is a place in a handshake at which the server awaits one message.
type station struct {
	name   string
	awaits wire.HandshakeType // 0: a ChangeCipherSpec
	reach  func(*client)
}

// stations are those of a handshake with a client certificate, in their order.
func stations() []station {
	hello := func(c *client) { c.begin(offering(wire.VersionTLS12, rsaCBC)) }
	certificate := func(c *client) { hello(c); c.sendCertificate() }
	exchange := func(c *client) { certificate(c); c.sendKeyExchange() }
	verify := func(c *client) { exchange(c); c.sendCertificateVerify() }
	return []station{
		{"at the beginning", wire.TypeClientHello, func(*client) {}},
		{"after the ClientHello", wire.TypeCertificate, hello},
		{"after the Certificate", wire.TypeClientKeyExchange, certificate},
		{"after the ClientKeyExchange", wire.TypeCertificateVerify, exchange},
		{"after the CertificateVerify", 0, verify},
		{"after the ChangeCipherSpec", wire.TypeFinished, func(c *client) { verify(c); c.changeCipherSpec() }},
		{"after the handshake", wire.TypeClientHello, func(c *client) { verify(c); c.finish(); c.readFinish() }},
	}
}

// meetCertificateServer starts a server that asks for a client certificate, and a
// client that has one.
func meetCertificateServer(tb testing.TB, suite uint16, changes ...func(*fixtures.Profile)) *client {
	tb.Helper()
	asking := func(p *fixtures.Profile) { p.ClientAuth = tls.RequireAndVerifyClientCert }
	c := meet(tb, playing([]uint16{suite}, append([]func(*fixtures.Profile){asking}, changes...)...))
	c.certificate = issue(tb, certs.Spec{Key: certs.RSA1024, ForClient: true})
	return c
}

// RFC 5246, section 7.4: messages have an order, and one out of it is answered with
// unexpected_message.
func TestEachMessageHasItsPlace(t *testing.T) {
	t.Parallel()
	types := []wire.HandshakeType{
		wire.TypeHelloRequest, wire.TypeClientHello, wire.TypeServerHello, wire.TypeNewSessionTicket, wire.TypeCertificate,
		wire.TypeServerKeyExchange, wire.TypeCertificateRequest, wire.TypeServerHelloDone, wire.TypeCertificateVerify,
		wire.TypeClientKeyExchange, wire.TypeFinished, wire.TypeCertificateURL, wire.TypeCertificateStatus, 99,
	}
	for _, at := range stations() {
		for _, kind := range types {
			if kind == at.awaits {
				continue
			}
			at, kind := at, kind
			t.Run(kind.String()+" "+at.name, func(t *testing.T) {
				c := meetCertificateServer(t, rsaCBC)
				at.reach(c)
				c.sendBody(kind, []byte("whatever it is"))
				c.requireAlert(alertUnexpectedMessage)
			})
		}
	}
}

// RFC 5246, section 7.4.2 and 7.4.8: a client sends neither Certificate nor
// CertificateVerify unless it was asked to.
func TestCertificatesThatNobodyAskedForAreUnexpected(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{rsaCBC}))
	c.begin(offering(wire.VersionTLS12, rsaCBC))
	c.sendCertificate()
	c.requireAlert(alertUnexpectedMessage)
	c = meet(t, playing([]uint16{rsaCBC}))
	c.certificate = issue(t, certs.Spec{Key: certs.RSA1024, ForClient: true})
	c.begin(offering(wire.VersionTLS12, rsaCBC))
	c.sendKeyExchange()
	c.sendBody(wire.TypeCertificateVerify, c.certificateVerify(0x0401))
	c.requireAlert(alertUnexpectedMessage)
}

// RFC 5246, section 7.1: ChangeCipherSpec comes between CertificateVerify and
// Finished, and nowhere else.
func TestAChangeCipherSpecOutOfPlaceIsUnexpected(t *testing.T) {
	t.Parallel()
	for _, at := range stations() {
		at := at
		if at.awaits == 0 {
			continue
		}
		t.Run(at.name, func(t *testing.T) {
			c := meetCertificateServer(t, rsaCBC)
			at.reach(c)
			c.record(wire.ChangeCipherSpec, []byte{1})
			c.requireAlert(alertUnexpectedMessage)
		})
	}
}

// RFC 5246, section 7.1: it is one byte of value 1.
func TestAChangeCipherSpecIsOneByteOfValue1(t *testing.T) {
	t.Parallel()
	for _, content := range [][]byte{{0}, {2}, {1, 1}, {1, 0}} {
		c := meet(t, playing([]uint16{rsaCBC}))
		c.begin(offering(wire.VersionTLS12, rsaCBC))
		c.answerFlight()
		c.record(wire.ChangeCipherSpec, content)
		c.requireAlert(alertUnexpectedMessage)
	}
}

// The second one is in the clear, and its place is one of a protected record.
func TestAChangeCipherSpecInTheClearAfterTheFirstIsABadRecord(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{rsaCBC}))
	c.begin(offering(wire.VersionTLS12, rsaCBC))
	c.answerFlight()
	c.changeCipherSpec()
	c.records.protectWrites(nil)
	c.record(wire.ChangeCipherSpec, []byte{1})
	c.requireAlert(alertBadRecordMAC)
}

// Keys change between messages, never within one (CVE-2014-0224 and its kin are
// what comes of leniency here).
func TestNoHandshakeMessageReachesAcrossAChangeCipherSpec(t *testing.T) {
	t.Parallel()
	c := meet(t, playing([]uint16{rsaCBC}))
	c.begin(offering(wire.VersionTLS12, rsaCBC))
	c.answerFlight()
	finished := wire.MarshalMessage(wire.TypeFinished, c.schedule.finished(c.master, c.transcript, true))
	c.record(wire.Handshake, finished[:5])
	c.requireAlert(alertUnexpectedMessage)

	c = meet(t, playing([]uint16{rsaCBC}))
	c.begin(offering(wire.VersionTLS12, rsaCBC))
	body, premaster := c.keyExchange()
	exchange := wire.MarshalMessage(wire.TypeClientKeyExchange, body)
	c.transcript = append(c.transcript, exchange...)
	c.deriveMaster(premaster)
	finished = wire.MarshalMessage(wire.TypeFinished, c.schedule.finished(c.master, c.transcript, true))
	c.record(wire.Handshake, append(exchange, finished[:5]...))
	c.changeCipherSpec()
	c.record(wire.Handshake, finished[5:])
	c.requireAlert(alertUnexpectedMessage)

	c = meet(t, playing([]uint16{rsaCBC}))
	c.begin(offering(wire.VersionTLS12, rsaCBC))
	c.record(wire.Handshake, wire.MarshalMessage(wire.TypeClientKeyExchange, counted(130))[:50])
	c.record(wire.ChangeCipherSpec, []byte{1})
	c.requireAlert(alertUnexpectedMessage)
}

// RFC 5246, section 7.4.9: no application data goes before the Finished messages.
func TestApplicationDataDuringTheFirstHandshakeIsUnexpected(t *testing.T) {
	t.Parallel()
	for _, at := range stations()[:6] {
		c := meetCertificateServer(t, rsaCBC)
		at.reach(c)
		c.record(wire.ApplicationData, []byte("too early"))
		c.requireAlert(alertUnexpectedMessage)
	}
}

// RFC 5246, section 6: "If a TLS implementation receives an unexpected record type,
// it MUST send an unexpected_message alert."
func TestRecordsOfOtherTypesAreUnexpected(t *testing.T) {
	t.Parallel()
	for _, at := range stations()[1:] {
		for _, kind := range []wire.ContentType{0, 19, wire.Heartbeat, 255} {
			c := meetCertificateServer(t, rsaCBC)
			at.reach(c)
			c.record(kind, []byte("?"))
			reason := c.requireAlert(alertUnexpectedMessage).Reason
			require.Contains(t, reason, "expected")
		}
	}
}

// RFC 5246, section 6.2.1: messages may share records, and be cut into any number.
func TestMessagesAreReadHoweverTheyAreCutIntoRecords(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 3, 100, maxFragment} {
		c := meetCertificateServer(t, rsaCBC)
		hello := offering(wire.VersionTLS12, rsaCBC)
		c.hello, c.transcript = hello, hello.Marshal()
		c.inPieces(c.transcript, size)
		c.readServerHello()
		c.readFlight()
		flight := len(c.transcript)
		c.transcript = append(c.transcript, wire.MarshalCertificate(c.certificate.Chain)...)
		body, premaster := c.keyExchange()
		c.transcript = append(c.transcript, wire.MarshalMessage(wire.TypeClientKeyExchange, body)...)
		c.deriveMaster(premaster)
		c.transcript = append(c.transcript, wire.MarshalMessage(wire.TypeCertificateVerify, c.certificateVerify(0x0401))...)
		c.inPieces(c.transcript[flight:], size)
		c.finish()
		c.readFinish()
		c.requireEcho("in pieces of whatever size")
	}
}

// inPieces sends handshake messages in records of that size.
func (c *client) inPieces(messages []byte, size int) {
	for ; len(messages) > size; messages = messages[size:] {
		c.record(wire.Handshake, messages[:size])
	}
	c.record(wire.Handshake, messages)
}
