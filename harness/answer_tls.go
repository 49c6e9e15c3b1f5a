package harness

import (
	"context"
	"net"
	"net/http"
)

// connKey is the key of a request's connection in its context.
type connKey struct{}

func rememberConn(ctx context.Context, conn net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, conn)
}

// withTLS fills Request.TLS for connections of the engine. net/http looks at
// connections that are no *tls.Conn only since Go 1.25, and only once, before the
// request has come for which a client certificate may be asked late.
func withTLS(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if conn, ok := r.Context().Value(connKey{}).(*legacyConn); ok {
			state := conn.ConnectionState()
			r.TLS = &state
		}
		h.ServeHTTP(w, r)
	})
}

// speaksHTTP1 reports whether HTTP/1.1 is what the ends agreed on. net/http drops a
// *tls.Conn of another protocol, and so do we.
func speaksHTTP1(conn net.Conn) bool {
	c, ok := conn.(*legacyConn)
	if !ok {
		return true
	}
	switch c.ConnectionState().NegotiatedProtocol {
	case "", "http/1.1", "http/1.0":
		return true
	}
	return false
}
