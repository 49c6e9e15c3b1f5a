//go:build legacytls_http
// +build legacytls_http

package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// errClosing ends the accept loop of net/http.
var errClosing = errors.New("the server is being closed")

// httpServer is an http.Server on the listener of a server. Each connection is reported when
// net/http closes it.
type httpServer struct {
	*server
	web *http.Server

	open map[string]*httpConn // by the client's address; server.mu guards it
}

func newHTTPServer(s *server) *httpServer {
	h := &httpServer{server: s, open: make(map[string]*httpConn)}
	h.web = &http.Server{
		TLSConfig: s.config,
		Handler:   http.HandlerFunc(h.answer),
		ErrorLog:  log.New(h, "", 0),
	}
	return h
}

// serve ends with the listener, or at once if net/http refuses the configuration, which is
// reported like a connection that could not be made.
func (h *httpServer) serve() {
	err := h.web.ServeTLS(h, "", "")
	h.mu.Lock()
	closing := h.closing
	h.mu.Unlock()
	if !closing {
		_ = h.listener.Close()
		h.report(protocol.Result{Stage: protocol.StageConnect, Error: err.Error()})
	}
}

// end cuts the connections that are still open, those that net/http does not know
// yet as well.
func (h *httpServer) end() {
	_ = h.web.Close()
	h.mu.Lock()
	var open []*httpConn
	for _, c := range h.open {
		open = append(open, c)
	}
	h.mu.Unlock()
	for _, c := range open {
		_ = c.Close()
	}
}

// Accept, Close and Addr make it the net.Listener of its http.Server.
func (h *httpServer) Accept() (net.Conn, error) {
	raw, err := h.listener.AcceptTCP()
	if err != nil {
		return nil, err
	}
	_ = raw.SetDeadline(deadline(h.request.TimeoutMS))
	c := &httpConn{recorder: recorder{Conn: raw}, owner: h}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closing { // close does not wait for it any more
		_ = raw.Close()
		return nil, errClosing
	}
	h.running.Add(1)
	h.open[raw.RemoteAddr().String()] = c
	return c, nil
}

func (h *httpServer) Close() error   { return h.listener.Close() }
func (h *httpServer) Addr() net.Addr { return h.listener.Addr() }

// answer answers a request and keeps what its connection agreed on.
func (h *httpServer) answer(w http.ResponseWriter, r *http.Request) {
	if c := h.conn(r.RemoteAddr); c != nil {
		c.established(*r.TLS)
	}
	_, _ = io.WriteString(w, line)
}

// Write takes the lines that net/http logs.
func (h *httpServer) Write(b []byte) (int, error) {
	const prefix = "http: TLS handshake error from "
	text := strings.TrimSpace(string(b))
	if strings.HasPrefix(text, prefix) {
		text = strings.TrimPrefix(text, prefix)
		if i := strings.Index(text, ": "); i >= 0 {
			if c := h.conn(text[:i]); c != nil {
				c.failed(text[i+2:])
			}
		}
	}
	return len(b), nil
}

func (h *httpServer) conn(remote string) *httpConn {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.open[remote]
}

// httpConn is a connection of an httpServer.
type httpConn struct {
	recorder
	owner *httpServer
	once  sync.Once

	mu    sync.Mutex
	state *tls.ConnectionState
	err   string
}

func (c *httpConn) established(state tls.ConnectionState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state = &state
}

func (c *httpConn) failed(err string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.err = err
}

// Close closes the connection and reports it.
func (c *httpConn) Close() error {
	err := c.Conn.Close()
	c.once.Do(func() {
		defer c.owner.running.Done()
		c.owner.mu.Lock()
		delete(c.owner.open, c.RemoteAddr().String())
		c.owner.mu.Unlock()
		c.owner.report(c.result())
	})
	return err
}

func (c *httpConn) result() protocol.Result {
	result := protocol.Result{
		Stage:  protocol.StageDone,
		Local:  c.LocalAddr().String(),
		Remote: c.RemoteAddr().String(),
	}
	result.Sent, result.Received = c.recorded()
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.state != nil:
		describe(&result, *c.state)
	case c.err != "":
		result.Stage, result.Error = protocol.StageHandshake, c.err
	case strings.HasPrefix(string(result.Sent), "HTTP/"): // net/http does not log that it said so
		result.Stage, result.Error = protocol.StageHandshake, fmt.Sprintf("answered in the clear: %q", result.Sent)
	default:
		result.Stage, result.Error = protocol.StageExchange, "no request came"
	}
	return result
}
