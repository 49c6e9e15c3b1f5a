package harness

import (
	"crypto/tls"
	"net"
)

// A plainConn is the connection that the handler gets.
type plainConn struct {
	net.Conn
	c     *opensslConn
	state State
}

// NetConn returns the connection of the client, as [crypto/tls.Conn.NetConn] does.
func (p *plainConn) NetConn() net.Conn { return p.c.client }

func (p *plainConn) LocalAddr() net.Addr  { return p.c.client.LocalAddr() }
func (p *plainConn) RemoteAddr() net.Addr { return p.c.client.RemoteAddr() }

// ConnectionState returns what the handshake agreed on, as a *tls.Conn does.
func (p *plainConn) ConnectionState() tls.ConnectionState {
	return p.state.connectionState()
}
