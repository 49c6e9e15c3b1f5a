package harness

import (
	"crypto/tls"
	"crypto/x509"
	"errors"

	"github.com/legacytls/legacytls/internal/sserver"
	"github.com/legacytls/legacytls/internal/wire"
)

// state is what a handshake agreed on, as s_server showed it.
func (c *opensslConn) state() State {
	client, server := c.data.Trace().Flows()
	s := State{
		Group:      tls.CurveID(server.Group()),
		ALPN:       sserver.Protocol(server),
		ServerName: sserver.ServerName(client),
		Resumed:    sserver.Resumed(server),
	}
	if hello, err := server.ServerHello(); err == nil {
		s.Version, s.Suite = hello.Version, hello.CipherSuite
	}
	for _, der := range sserver.ClientChain(client, s.Version) {
		if cert, err := x509.ParseCertificate(der); err == nil {
			s.ClientCertificates = append(s.ClientCertificates, cert)
		}
	}
	return s
}

// noteAlert notes the alert that ended the connection, which may have been encrypted.
func (c *opensslConn) noteAlert() {
	if alert := lastAlert(c.data.Trace().Flows()); alert != nil {
		c.conversation.Alert(*alert)
	}
}

// verdict is why the connection ended, nil if in good order.
func (c *opensslConn) verdict() error {
	trace := c.data.Trace()
	client, server := trace.Flows()
	reason := trace.Reason()
	switch alert := lastFatal(client, server); {
	case alert != nil && alert.From == ClientSide:
		return complaint(*alert)
	case alert != nil:
		return ruling("OpenSSL: " + reason)
	case c.established():
		return nil
	case reason != "":
		return errors.New("OpenSSL: " + reason)
	}
	return errors.New("the client ended the connection")
}

// lastFatal is lastAlert without those that end a connection in good order, or do not end it.
func lastFatal(client, server *wire.Flow) *Alert {
	fatal := func(f *wire.Flow) *wire.Flow {
		only := new(wire.Flow)
		for _, a := range f.Alerts {
			if a.Level == 2 {
				only.Alerts = append(only.Alerts, a)
			}
		}
		return only
	}
	return lastAlert(fatal(client), fatal(server))
}

// log is what s_server has to say of the connection, for a person.
func (c *opensslConn) log() string {
	text := c.data.Trace().String()
	if said := c.engine.process.Log(); said != "" {
		text += "\n" + said
	}
	return text
}
