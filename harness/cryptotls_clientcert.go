package harness

import (
	"crypto/tls"
	"errors"
	"net"
	"sync/atomic"
)

// errNoClientCertificate is why a server that requires a certificate ends the
// handshake with a client that sent none; the text is that of crypto/tls.
var errNoClientCertificate = errors.New("tls: client didn't provide a certificate")

// requireClientCertificate makes config, for TLS 1.2 and below, refuse clients
// without a certificate by itself. Left alone, crypto/tls sends
// bad_certificate before Go 1.25 and handshake_failure, as RFC 5246 section
// 7.4.6 has it and OpenSSL does, since.
func requireClientCertificate(config *tls.Config, conn net.Conn) {
	switch config.ClientAuth {
	case tls.RequireAnyClientCert:
		config.ClientAuth = tls.RequestClientCert
	case tls.RequireAndVerifyClientCert:
		config.ClientAuth = tls.VerifyClientCertIfGiven
	default:
		return
	}
	config.VerifyConnection = func(cs tls.ConnectionState) error {
		if len(cs.PeerCertificates) > 0 {
			return nil
		}
		if c, ok := conn.(*noCertificateConn); ok {
			c.missing.Store(true)
		}
		return errNoClientCertificate
	}
}

// A noCertificateConn turns the alert bad_certificate, with which crypto/tls
// answers an error of VerifyConnection, into handshake_failure if the client
// sent no certificate.
type noCertificateConn struct {
	net.Conn
	missing atomic.Bool
}

// NetConn returns the connection below, as [crypto/tls.Conn.NetConn] does.
func (c *noCertificateConn) NetConn() net.Conn { return c.Conn }

func (c *noCertificateConn) Write(p []byte) (int, error) {
	if c.missing.Load() && isPlainAlert(p, BadCertificate) {
		p = append([]byte(nil), p...)
		p[len(p)-1] = byte(HandshakeFailure)
	}
	return c.Conn.Write(p)
}

// isPlainAlert reports whether p is a record with just this alert, in the clear.
func isPlainAlert(p []byte, code AlertCode) bool {
	const recordTypeAlert = 21
	return len(p) == 7 && p[0] == recordTypeAlert && p[4] == 2 && p[6] == byte(code)
}
