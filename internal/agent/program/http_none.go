//go:build !legacytls_http
// +build !legacytls_http

package main

import (
	"crypto/tls"
	"net"
	"time"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// noHTTP is what an agent says that was built without net/http, which takes long to compile
// and few tests need.
const noHTTP = "expected no HTTP of an agent that was built without it"

func get(raw *net.TCPConn, _ *tls.Config, _ *protocol.Dial, _ time.Time) protocol.Result {
	_ = raw.Close()
	return protocol.Result{Stage: protocol.StageConnect, Error: noHTTP}
}

type httpServer struct{ *server }

func newHTTPServer(s *server) *httpServer { return &httpServer{s} }

func (h *httpServer) serve() {
	_ = h.listener.Close()
	h.report(protocol.Result{Stage: protocol.StageConnect, Error: noHTTP})
}

func (h *httpServer) end() {}
