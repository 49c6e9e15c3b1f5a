package legacy

import (
	"bytes"
	"fmt"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// verifyData is what the last Finished messages of a connection had in them. A
// renegotiation is bound to them (RFC 5746, section 3.1).
type verifyData struct{ client, server []byte }

// checkRenegotiationInfo checks what the client says about renegotiation: that
// this is the first handshake (RFC 5746, section 3.6), or that it follows the
// one before it (section 3.7).
func (hs *handshake) checkRenegotiationInfo() error {
	info, signal := hs.hello.RenegotiationInfo, hs.hello.OffersSuite(wire.RenegotiationSCSV)
	if !hs.again {
		if len(info) > 0 {
			return fatal(alertHandshakeFailure, "the client's first ClientHello has a renegotiation_info that is not empty")
		}
		hs.secureRenegotiation = info != nil || signal
		return nil
	}
	if !hs.c.secureRenegotiation {
		if info != nil || signal {
			return fatal(alertHandshakeFailure, "the client renegotiates with renegotiation_info or its signal, and began without (RFC 5746, section 4.4)")
		}
		return nil
	}
	if signal || info == nil || !bytes.Equal(info, hs.c.verifyData.client) {
		return fatal(alertHandshakeFailure, "the client's renegotiation_info does not follow from the handshake before (RFC 5746, section 3.7)")
	}
	hs.secureRenegotiation = true
	return nil
}

// renegotiationInfo is empty in the first handshake (RFC 5746, section 3.6 and 3.7).
func (hs *handshake) renegotiationInfo() wire.Extension {
	if !hs.again {
		return wire.RenegotiationInfo(nil)
	}
	return wire.RenegotiationInfo(append(append([]byte(nil), hs.c.verifyData.client...), hs.c.verifyData.server...))
}

// anotherHandshake lets one side begin, while nobody else writes. There is no second
// try after a deadline: half a handshake cannot be taken up.
func (c *Conn) anotherHandshake(begin func() error) error {
	c.writeMu.Lock()
	defer c.writeMu.Unlock()
	if c.writeErr != nil {
		return fmt.Errorf("no other handshake can begin: %v", c.writeErr)
	}
	err := begin()
	if isTimeout(err) {
		err = fmt.Errorf("the client did not complete the renegotiation in time: %v", err)
	}
	if err != nil {
		c.stopWriting(err)
	}
	return err
}

// clientBegins answers a ClientHello that has come after the handshake as the
// profile says.
func (c *Conn) clientBegins() error {
	allowed := c.server.config.Profile.Renegotiation
	if allowed == fixtures.LegacyRenegotiation || allowed == fixtures.SecureRenegotiation && c.secureRenegotiation {
		return c.renegotiate()
	}
	if c.state.Version == wire.VersionSSL30 { // has no such alert (RFC 5746, section 4.5)
		return fatal(alertHandshakeFailure, "the client wants to renegotiate, which the server does not")
	}
	if _, err := c.nextMessage(); err != nil {
		return err
	}
	return c.warn(alertNoRenegotiation)
}

// serverBegins asks the client for another handshake, in which the server will
// ask for a certificate (RFC 5246, section 7.4.1.1). A client may decline; whether
// the server goes on without a certificate is the profile's.
func (c *Conn) serverBegins() error {
	c.lateAuth = lateAuthBegun
	declined, err := c.askForHandshake()
	if declined && c.server.requiresCertificate() {
		return fatal(alertHandshakeFailure, "the client declines the renegotiation in which the server requires its certificate")
	}
	return err
}

// askForHandshake asks the client for another handshake, and says whether it
// declined, after which the connection goes on as before.
func (c *Conn) askForHandshake() (declined bool, err error) {
	c.sendMessage(wire.MarshalMessage(wire.TypeHelloRequest, nil))
	if err := c.records.flush(); err != nil {
		return false, err
	}
	c.awaited = alertNoRenegotiation
	err = c.renegotiate()
	c.awaited = 0
	if !isWarning(err, alertNoRenegotiation) {
		return false, err
	}
	c.tellEstablished()
	return true, nil
}

// renegotiate runs another handshake. The server writes nothing else meanwhile;
// what the client writes is kept for Read.
func (c *Conn) renegotiate() error {
	c.data = append([]byte(nil), c.data...) // out of the buffer of the record that it came in
	c.tellBegan()
	hs := &handshake{c: c, again: true}
	err := hs.run()
	if err == nil {
		c.establish(hs)
	}
	return err
}
