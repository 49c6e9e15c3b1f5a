package harness

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
)

// connKey is the key of a request's connection in its context.
type connKey struct{}

func rememberConn(ctx context.Context, conn net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, conn)
}

// connOf returns the connection on which a request came.
func connOf(r *http.Request) net.Conn {
	conn, _ := r.Context().Value(connKey{}).(net.Conn)
	return conn
}

// A secured connection tells what its handshake agreed on, as a *tls.Conn does.
type secured interface{ ConnectionState() tls.ConnectionState }

// connectionState is s as a *tls.Conn would tell it.
func (s State) connectionState() tls.ConnectionState {
	cs := tls.ConnectionState{
		Version:            s.Version,
		HandshakeComplete:  true,
		DidResume:          s.Resumed,
		CipherSuite:        s.Suite,
		NegotiatedProtocol: s.ALPN,
		ServerName:         s.ServerName,
		PeerCertificates:   s.ClientCertificates,
	}
	setGroup(&cs, s.Group)
	return cs
}

// withTLS fills Request.TLS for the connections of every backend. net/http looks at
// connections that are no *tls.Conn only since Go 1.25, and only once, before the
// request has come for which a client certificate may be asked late.
func withTLS(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if conn, ok := connOf(r).(secured); ok {
			state := conn.ConnectionState()
			r.TLS = &state
		}
		h.ServeHTTP(w, r)
	})
}

// speaksHTTP1 reports whether HTTP/1.1 is what the ends agreed on. net/http drops a
// *tls.Conn of another protocol, and so do we.
func speaksHTTP1(conn net.Conn) bool {
	c, ok := conn.(secured)
	if !ok {
		return true
	}
	switch c.ConnectionState().NegotiatedProtocol {
	case "", "http/1.1", "http/1.0":
		return true
	}
	return false
}
