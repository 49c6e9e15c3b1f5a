package legacy

import (
	"crypto/rand"
	"crypto/x509"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

// handshake runs one that succeeds, full or abbreviated.
func (c *client) handshake(hello *wire.ClientHello) {
	c.tb.Helper()
	c.begin(hello)
	if c.resumed() {
		c.readFinish()
		c.finish()
		return
	}
	c.answerFlight()
	c.finish()
	c.readFinish()
}

// begin sends the hello, and reads what the server says to it up to the
// ServerHelloDone, or up to the ServerHello that resumes.
func (c *client) begin(hello *wire.ClientHello) {
	c.tb.Helper()
	c.sayHello(hello)
	c.readServerHello()
	if !c.resumed() {
		c.readFlight()
	}
}

func (c *client) sayHello(hello *wire.ClientHello) {
	if c.session != nil {
		hello.SessionID = c.session.id
	}
	c.hello, c.transcript, c.request, c.params, c.chain = hello, nil, nil, nil, nil
	c.send(hello.Marshal())
}

func (c *client) readServerHello() {
	c.tb.Helper()
	message := c.message()
	answer, err := wire.ParseServerHello(message)
	require.NoError(c.tb, err)
	c.transcript = append(c.transcript, message...)
	c.answer = answer
	c.records.setVersion(answer.LegacyVersion)
	var known bool
	c.suite, known = suiteByID(answer.CipherSuite)
	require.True(c.tb, known)
	c.schedule = schedule{version: answer.LegacyVersion, hash: c.suite.prfHash}
}

// resumed says that the server took the session that was offered: it repeats the
// id (RFC 5246, section 7.4.1.3).
func (c *client) resumed() bool {
	return c.session != nil && len(c.session.id) > 0 && string(c.answer.SessionID) == string(c.session.id)
}

func (c *client) readFlight() {
	c.tb.Helper()
	for {
		message := c.message()
		c.transcript = append(c.transcript, message...)
		var err error
		switch wire.HandshakeType(message[0]) {
		case wire.TypeCertificate:
			c.chain, err = wire.ParseCertificate(message)
		case wire.TypeServerKeyExchange:
			c.params = message[messageHeader:]
		case wire.TypeCertificateRequest:
			c.request, err = wire.ParseCertificateRequest(message, c.answer.LegacyVersion)
		case wire.TypeCertificateStatus:
		case wire.TypeServerHelloDone:
			return
		default:
			require.Fail(c.tb, "unexpected", "%s", wire.HandshakeType(message[0]))
		}
		require.NoError(c.tb, err)
	}
}

// answerFlight sends what comes before the ChangeCipherSpec.
func (c *client) answerFlight() {
	c.tb.Helper()
	if c.request != nil {
		c.sendCertificate()
	}
	c.sendKeyExchange()
	if c.request != nil && c.certificate != nil {
		c.sendCertificateVerify()
	}
}

func (c *client) sendCertificate() {
	var chain [][]byte
	if c.certificate != nil {
		chain = c.certificate.Chain
	}
	c.send(wire.MarshalCertificate(chain))
}

func (c *client) sendKeyExchange() {
	c.tb.Helper()
	body, premaster := c.keyExchange()
	c.sendBody(wire.TypeClientKeyExchange, body)
	c.deriveMaster(premaster)
}

func (c *client) deriveMaster(premaster []byte) {
	if c.answer.ExtendedMasterSecret {
		c.master = c.schedule.extendedMasterSecret(premaster, c.transcript)
		return
	}
	c.master = c.schedule.masterSecret(premaster, c.hello.Random[:], c.answer.Random[:])
}

// sendCertificateVerify signs with the first scheme of the server's that fits.
func (c *client) sendCertificateVerify() {
	c.tb.Helper()
	c.sendBody(wire.TypeCertificateVerify, c.certificateVerify(c.schemeForKey()))
}

func (c *client) schemeForKey() uint16 {
	for _, id := range c.request.Schemes {
		if s, ok := signatureByScheme(id); ok && s.fits(c.certificate.Key.Public()) {
			return id
		}
	}
	return 0
}

// certificateVerify is the body of one that is right, if the scheme is 0 as before TLS
// 1.2.
func (c *client) certificateVerify(scheme uint16) []byte {
	c.tb.Helper()
	key := c.certificate.Key
	how, ok := signatureByScheme(scheme)
	if !ok {
		how = signatureBefore12(key.Public())
	}
	signed := c.schedule.certificateVerifyDigest(how.hash, c.master, c.transcript)
	signature, err := key.Sign(rand.Reader, signed, how.options())
	require.NoError(c.tb, err)
	body := append([]byte{byte(len(signature) >> 8), byte(len(signature))}, signature...)
	if scheme != 0 {
		body = append([]byte{byte(scheme >> 8), byte(scheme)}, body...)
	}
	return body
}

// finish ends the client's side of a handshake.
func (c *client) finish() {
	c.tb.Helper()
	c.changeCipherSpec()
	c.sendFinished()
}

func (c *client) changeCipherSpec() {
	c.tb.Helper()
	c.record(wire.ChangeCipherSpec, []byte{1})
	k := c.keys()
	p, err := c.suite.protection(c.answer.LegacyVersion, k.ClientMAC, k.ClientKey, k.ClientIV)
	require.NoError(c.tb, err)
	c.records.protectWrites(p)
}

func (c *client) keys() *Derivation {
	return c.suite.keys(c.schedule, c.master, c.hello.Random[:], c.answer.Random[:])
}

func (c *client) sendFinished() {
	c.verifyData.client = c.schedule.finished(c.master, c.transcript, true)
	c.sendBody(wire.TypeFinished, c.verifyData.client)
}

// readFinish reads the server's last flight, and checks its Finished.
func (c *client) readFinish() {
	c.tb.Helper()
	kind, fragment, err := c.nextRecord()
	require.NoError(c.tb, err)
	if kind == wire.Handshake { // a NewSessionTicket comes before
		require.Equal(c.tb, wire.TypeNewSessionTicket, wire.HandshakeType(fragment[0]))
		const lifetime, length = 4, 2
		c.ticket = fragment[messageHeader+lifetime+length:]
		c.ticket = append([]byte(nil), c.ticket...)
		c.transcript = append(c.transcript, fragment...)
		kind, fragment, err = c.nextRecord()
		require.NoError(c.tb, err)
	}
	require.Equal(c.tb, wire.ChangeCipherSpec, kind, "%x", fragment)
	c.takeUpSession()
	k := c.keys()
	p, err := c.suite.protection(c.answer.LegacyVersion, k.ServerMAC, k.ServerKey, k.ServerIV)
	require.NoError(c.tb, err)
	c.records.protectReads(p)
	want := c.schedule.finished(c.master, c.transcript, false)
	message := c.message()
	require.Equal(c.tb, wire.MarshalMessage(wire.TypeFinished, want), message)
	c.transcript = append(c.transcript, message...)
	c.verifyData.server = want
}

func (c *client) takeUpSession() {
	if c.resumed() {
		c.master = c.session.master
	}
}

// kept is the session of the last handshake, for another connection. By ticket, the
// client makes up an id to see whether the server took it (RFC 5077, section 3.4).
func (c *client) kept() *resumable {
	if len(c.ticket) > 0 {
		return &resumable{id: []byte("made up by the client"), ticket: c.ticket, master: c.master}
	}
	return &resumable{id: c.answer.SessionID, master: c.master}
}

// leaf is the server's certificate.
func (c *client) leaf() *x509.Certificate {
	c.tb.Helper()
	cert, err := x509.ParseCertificate(c.chain[0])
	require.NoError(c.tb, err)
	return cert
}
