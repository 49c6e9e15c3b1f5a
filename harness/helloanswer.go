package harness

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"

	"github.com/legacytls/legacytls/internal/wire"
)

// WithHelloAnswer answers every HTTP request with the client's own ClientHello as JSON, a
// [HelloReport], as howsmyssl does: that of the connection on which the request came.
func WithHelloAnswer() Option {
	return WithHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		line, err := helloJSON(connOf(r))
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Write(line)
	}))
}

// WithHelloLines answers each line that a client sends with one line, the ClientHello of that
// connection as JSON, a [HelloReport].
func WithHelloLines() Option {
	return optionFunc(func(o *options) {
		o.answer = func(failed func(error)) answer { return helloLines{failed} }
	})
}

// helloLines is the answer of WithHelloLines.
type helloLines struct{ failed func(error) }

func (h helloLines) serve(conn net.Conn) {
	line, err := helloJSON(conn)
	if err != nil {
		h.failed(err)
		return
	}
	said := string(line[:len(line)-1])
	(&lineAnswer{reply: func(string) string { return said }, failed: h.failed}).serve(conn)
}

func (helloLines) close() error { return nil }

// helloJSON is the hello of a connection as a line of JSON.
func helloJSON(conn net.Conn) ([]byte, error) {
	t := tapBelow(conn)
	if t == nil {
		return nil, fmt.Errorf("the ClientHello of a connection that is a %T is not known", conn)
	}
	in, _ := t.handshake()
	hello, err := wire.DecodeFlow(in).ClientHello()
	if hello == nil {
		return nil, err
	}
	line, err := json.Marshal(ReportHello(hello))
	return append(line, '\n'), err
}
