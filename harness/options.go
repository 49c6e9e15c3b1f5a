package harness

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/legacytls/legacytls/certs"
)

// An Option changes how [Start] and [Serve] set a server up. Options apply in
// order; of two that contradict each other the last wins.
type Option interface{ apply(*options) }

type optionFunc func(*options)

func (f optionFunc) apply(o *options) { f(o) }

type options struct {
	backend          Backend
	authority        *certs.Authority
	clientAuthority  *certs.Authority
	answer           func(failed func(error)) answer
	handshakeTimeout time.Duration
	addr             string
	onConnection     func(Connection)
	onHello          func(ArrivedHello)
	keyLog           io.Writer
	capture          *Capture
	derivation       io.Writer
}

// WithBackend plays the profile on b, instead of on the in-process backend
// that Start picks from the profile.
func WithBackend(b Backend) Option {
	return optionFunc(func(o *options) { o.backend = b })
}

// WithAuthority lets a issue the server's certificate, instead of the
// authority that all servers of the process share ([certs.Shared]).
func WithAuthority(a *certs.Authority) Option {
	return optionFunc(func(o *options) { o.authority = a })
}

// WithClientAuthority checks client certificates against a, for profiles that
// ask for them. The default is the authority that issues the server's
// certificate.
func WithClientAuthority(a *certs.Authority) Option {
	return optionFunc(func(o *options) { o.clientAuthority = a })
}

// WithHandler answers HTTP requests with h; nil is the default. A panic of h fails
// the test (with [Start]) or is returned by [Server.Close] (with [Serve]). Without
// this option, a server answers each request with 200 and a line of text.
//
// Request.TLS says what was agreed on, also after a client certificate that was
// asked for late. With the legacy engine a call of its ExportKeyingMaterial panics,
// because only crypto/tls can make one that works: [State] has the server's.
func WithHandler(h http.Handler) Option {
	if h == nil {
		h = http.HandlerFunc(greet)
	}
	return optionFunc(func(o *options) {
		o.answer = func(failed func(error)) answer { return newHTTPAnswer(h, failed) }
	})
}

// WithLines answers each line that a client sends with the line that reply
// returns; a nil reply echoes. Lines end with "\n" and are at most 64 KiB long.
func WithLines(reply func(line string) string) Option {
	if reply == nil {
		reply = func(line string) string { return line }
	}
	return optionFunc(func(o *options) {
		o.answer = func(failed func(error)) answer { return &lineAnswer{reply, failed} }
	})
}

// WithConn hands each connection, after its handshake, to handle. It is for
// protocols of one's own: LDAP, SMTP after STARTTLS, and so on. With the backends
// of this process it has a method ConnectionState, as a *tls.Conn has. The
// connection is closed when handle returns.
func WithConn(handle func(net.Conn)) Option {
	return optionFunc(func(o *options) {
		o.answer = func(failed func(error)) answer { return &connAnswer{handle, failed} }
	})
}

// WithHandshakeTimeout cuts a client off that has not completed its handshake
// after d. The default is 10 seconds.
func WithHandshakeTimeout(d time.Duration) Option {
	return optionFunc(func(o *options) { o.handshakeTimeout = d })
}

// WithPort listens on a fixed port of 127.0.0.1 instead of one that is free.
func WithPort(port int) Option {
	return optionFunc(func(o *options) { o.addr = fmt.Sprintf("127.0.0.1:%d", port) })
}

// WithConnectionLog calls log with each connection when it is over, one call
// at a time, in the order in which they end.
func WithConnectionLog(log func(Connection)) Option {
	return optionFunc(func(o *options) { o.onConnection = log })
}

// WithHelloLog calls log with each ClientHello as soon as it is complete, one call at a time,
// before the server answers it: also those that are refused, or never come to an end.
func WithHelloLog(log func(ArrivedHello)) Option {
	return optionFunc(func(o *options) { o.onHello = log })
}

// WithKeyLog writes the secrets of each connection to w, one line and one call of Write at a
// time, in the form that Wireshark, tshark and others decrypt a capture with
// (draft-ietf-tls-keylogfile): of all versions and key exchanges. What w fails to take is
// lost. It is for connections of tests alone.
func WithKeyLog(w io.Writer) Option {
	return optionFunc(func(o *options) { o.keyLog = w })
}

func newOptions(opts []Option) options {
	o := options{
		answer:           func(failed func(error)) answer { return newHTTPAnswer(http.HandlerFunc(greet), failed) },
		handshakeTimeout: 10 * time.Second,
		addr:             "127.0.0.1:0",
	}
	for _, opt := range opts {
		opt.apply(&o)
	}
	return o
}

// greet is the handler of a server that was not given one.
func greet(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintln(w, "hello from legacytls")
}

// noHTTP2 is the TLSNextProto that switches HTTP/2 off in a net/http server.
func noHTTP2() map[string]func(*http.Server, *tls.Conn, http.Handler) {
	return map[string]func(*http.Server, *tls.Conn, http.Handler){}
}
